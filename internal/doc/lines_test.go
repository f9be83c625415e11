package doc

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestOffset: whatever was looked up before, each place of each line is the one that is found by
// reading from the document's start.
func TestOffset(t *testing.T) {
	t.Parallel()
	text := "\ufeffa: [é, 🚀x]\r\n\nb: c\u2028\xff\xfed: 1\n" + strings.Repeat("ü", 50)
	want := map[[2]int]int{}
	line, column := 1, 1
	for at := 3; at <= len(text); {
		want[[2]int{line, column}] = at
		if size := breakAt([]byte(text), at); size > 0 {
			line, column, at = line+1, 1, at+size
			continue
		}
		size := 1
		for at+size < len(text) && text[at+size]&0xc0 == 0x80 && text[at] >= 0xc0 && text[at] < 0xfe {
			size++
		}
		at, column = at+size, column+1
	}
	table := newLineTable([]byte(text))
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		line, column := random.IntN(7), random.IntN(60)
		at, ok := table.offset(line, column)
		if found, there := want[[2]int{line, column}]; ok != there || ok && at != found {
			t.Fatalf("line %d, column %d: %d, %v; want %d, %v", line, column, at, ok, found, there)
		}
	}
}

// TestOffsetIsNear: in a file of one line the way back from the end of a list to its start is not
// the one from the start of the line.
func TestOffsetIsNear(t *testing.T) {
	t.Parallel()
	table := newLineTable([]byte(strings.Repeat("x", 10_000)))
	for _, tt := range []struct{ last, column, from int }{{9000, 8990, 9000}, {9000, 9010, 9000}, {9000, 3, 1}, {9000, 9000, 9000}} {
		if at, ok := table.offset(1, tt.last); !ok || at != tt.last-1 {
			t.Fatalf("column %d: %d, %v", tt.last, at, ok)
		}
		if table.near(1, tt.column); table.column != tt.from {
			t.Errorf("to column %d after %d: from %d, want %d", tt.column, tt.last, table.column, tt.from)
		}
	}
}
