package command

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestLinesAreWhatATerminalWouldShow(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, output string
		kept, seen   []string
	}{
		{"plain", "a\nb\n", []string{"a", "b"}, []string{"a", "b"}},
		{"CRLF is one line end", "a\r\nb\r\n", []string{"a", "b"}, []string{"a\r", "a", "b\r", "b"}},
		{"a progress bar ends as its last state", "10%\r50%\r100%\ndone\n", []string{"100%", "done"}, []string{"10%\r", "50%\r", "100%", "done"}},
		{"a bar that clears itself does not hide what it overwrote", "Stage 'train' is cached\r\x1b[K\n", []string{"Stage 'train' is cached"}, []string{"Stage 'train' is cached\r", "Stage 'train' is cached"}},
		{"an empty line stays", "a\n\nb\n", []string{"a", "", "b"}, []string{"a", "b"}},
		{"colours go", "\x1b[1;31merror\x1b[0m: x\n", []string{"error: x"}, []string{"error: x"}},
		{"a link goes, its text stays", "\x1b]8;;http://evil\x1b\\text\x1b]8;;\x1b\\\n", []string{"text"}, []string{"text"}},
		{"a title ended by BEL goes", "\x1b]0;title\x07text\n", []string{"text"}, []string{"text"}},
		{"the one-character CSI goes", "\u009b31mred\n", []string{"red"}, []string{"red"}},
		{"a character set selection goes", "\x1b(Btext\n", []string{"text"}, []string{"text"}},
		{"a broken sequence swallows no text", "\x1b[31\u00e9t\u00e9\n", []string{"\u00e9t\u00e9"}, []string{"\u00e9t\u00e9"}},
		{"an escape at the end", "text\x1b\n", []string{"text"}, []string{"text"}},
		{"control characters go, tabs stay", "a\tb\x00\x08\x7fc\n", []string{"a\tbc"}, []string{"a\tbc"}},
		{"invalid UTF-8 becomes the replacement", "a\xffb\n", []string{"a\ufffdb"}, []string{"a\ufffdb"}},
		{"a last line without end", "a\nb", []string{"a", "b"}, []string{"a", "b"}},
		{"a last bar without end", "1%\r2%\r", []string{"2%"}, []string{"1%\r", "2%\r", "2%"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, step := range []int{1, 3, len(test.output)} { // however the pipe cuts it
				var seen []string
				l := &lines{onLine: func(text string, ends bool) {
					if !ends {
						text += "\r"
					}
					seen = append(seen, text)
				}}
				for rest := []byte(test.output); len(rest) > 0; rest = rest[min(step, len(rest)):] {
					if n, err := l.Write(rest[:min(step, len(rest))]); err != nil || n == 0 {
						t.Fatalf("Write = %d, %v", n, err)
					}
				}
				l.finish()
				if got := l.tail(); strings.Join(got, "\n") != strings.Join(test.kept, "\n") {
					t.Errorf("%q in pieces of %d: kept %q, want %q", test.output, step, got, test.kept)
				}
				if strings.Join(seen, "\n") != strings.Join(test.seen, "\n") {
					t.Errorf("%q in pieces of %d: saw %q, want %q", test.output, step, seen, test.seen)
				}
			}
		})
	}
}

// TestLinesAreToldInPieces: after each read, and once more for a last line without end.
func TestLinesAreToldInPieces(t *testing.T) {
	t.Parallel()
	var seen []string
	l := &lines{onLine: func(text string, _ bool) { seen = append(seen, text) }, onRead: func() { seen = append(seen, "|") }}
	for _, piece := range []string{"a\nb\nc", "d\n", "e"} {
		if _, err := l.Write([]byte(piece)); err != nil {
			t.Fatal(err)
		}
	}
	l.finish()
	if got, want := strings.Join(seen, " "), "a b | cd | | e |"; got != want {
		t.Errorf("told %s, want %s", got, want)
	}
}

func TestALineOfTenMegabytesIsCut(t *testing.T) {
	t.Parallel()
	l := &lines{}
	_, _ = l.Write(bytes.Repeat([]byte("x"), 10<<20))
	_, _ = l.Write([]byte("\nnext\n"))
	got := l.tail()
	if len(got) != 2 || len(got[0]) != maxLine-maxWord+len(cut) || !strings.HasSuffix(got[0], cut) || got[1] != "next" {
		t.Errorf("kept %d lines, the first of %d bytes; want 2, the first cut at %d", len(got), len(got[0]), maxLine-maxWord)
	}
	if cap(l.current) > 4*maxLine {
		t.Errorf("the buffer grew to %d bytes", cap(l.current))
	}
}

// TestNoWordIsCutInTwo: half a password is a secret that nobody recognises.
func TestNoWordIsCutInTwo(t *testing.T) {
	t.Parallel()
	for _, blank := range []string{" ", "\t", "="} {
		for at := maxLine - 20; at <= maxLine+1; at++ {
			l := &lines{}
			_, _ = l.Write([]byte(strings.Repeat("x", at-1) + blank + "hunter2hunter2 and more\n"))
			if got := l.tail()[0]; strings.Contains(got, "hunt") && !strings.Contains(got, "hunter2hunter2") || !strings.HasSuffix(got, cut) {
				t.Errorf("with the password at %d the line ends in %q", at, got[len(got)-20:])
			}
		}
	}
}

func TestOnlyTheLastLinesAreKept(t *testing.T) {
	t.Parallel()
	l := &lines{}
	for i := range 3*maxLines + 7 {
		_, _ = l.Write([]byte(strings.Repeat("i", i%5) + "\n"))
	}
	_, _ = l.Write([]byte("last\n"))
	got := l.tail()
	if len(got) != maxLines || got[maxLines-1] != "last" {
		t.Errorf("kept %d lines ending in %q, want %d ending in last", len(got), got[len(got)-1], maxLines)
	}
}

func FuzzLines(f *testing.F) {
	f.Add([]byte("a\r\x1b[K\nb\x1b]0;x"), 3)
	f.Add([]byte("\x1b[31\xc3\xa9\x9b"), 1)
	f.Fuzz(func(t *testing.T, output []byte, step int) {
		step = 1 + abs(step)%64
		whole, pieces := &lines{}, &lines{}
		var sink bytes.Buffer
		pieces.sink = &sink
		_, _ = whole.Write(output)
		for rest := output; len(rest) > 0; rest = rest[min(step, len(rest)):] {
			_, _ = pieces.Write(rest[:min(step, len(rest))])
		}
		whole.finish()
		pieces.finish()
		if !bytes.Equal(sink.Bytes(), output) {
			t.Fatalf("the sink got %q of %q", sink.Bytes(), output)
		}
		a, b := strings.Join(whole.tail(), "\n"), strings.Join(pieces.tail(), "\n")
		if a != b {
			t.Fatalf("%q whole gives %q, in pieces of %d gives %q", output, a, step, b)
		}
		if !utf8.ValidString(a) || strings.ContainsAny(a, "\x1b\r\x00\u009b") {
			t.Fatalf("%q gives %q, which is no clean text", output, a)
		}
	})
}

func abs(n int) int {
	if n < 0 {
		return -(n + 1)
	}
	return n
}
