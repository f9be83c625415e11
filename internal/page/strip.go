package page

import (
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// stripChecks is how many checks a row shows.
const stripChecks = 30

// cell is the width of one check in a strip, in units of its drawing.
const cell = 9

// A Strip is the latest checks as a row of marks: a bar, a diamond, a frame or a
// dash, so that colour need not tell them apart. Equal marks side by side are one line,
// which the style breaks into marks: a page of a thousand models has ten thousand.
type Strip struct {
	Width                                  int
	Reproduced, Drifted, Unverified, Lacks string // paths
	Words                                  string
}

func stripOf(checks []repro.Check) Strip {
	checks = checks[max(0, len(checks)-stripChecks):]
	s := Strip{Width: cell * stripChecks}
	var paths [4]strings.Builder
	var counts [4]int
	shown := len(checks)
	x := s.Width - cell*len(checks)
	for len(checks) > 0 {
		kind, n := mark(checks[0]), 1
		for n < len(checks) && mark(checks[n]) == kind {
			n++
		}
		switch kind {
		case 1: // a corner for each, where the style puts a diamond
			fmt.Fprintf(&paths[1], "M%d 9h0%s", x+3, strings.Repeat("h9", n-1))
		case 2:
			for i := range n {
				fmt.Fprintf(&paths[2], "M%d 4.5h5v9h-5z", x+cell*i)
			}
		default: // the style's dashes are as long as a mark
			fmt.Fprintf(&paths[kind], "M%d 9h%d", x, cell*n-3)
		}
		counts[kind] += n
		x += cell * n
		checks = checks[n:]
	}
	s.Reproduced, s.Drifted, s.Unverified, s.Lacks = paths[0].String(), paths[1].String(), paths[2].String(), paths[3].String()
	s.Words = "last " + countChecks(shown) + ": " + countWords(counts)
	return s
}

// mark is which of the four marks a check has.
func mark(c repro.Check) int {
	switch c.Verdict {
	case repro.Reproduced:
		return 0
	case repro.Drifted:
		return 1
	case repro.Unverified:
		return 2
	}
	return 3
}

func countChecks(n int) string {
	if n == 1 {
		return "check"
	}
	return fmt.Sprintf("%d checks", n)
}

func countWords(counts [4]int) string {
	var words []string
	for i, word := range []string{"reproduced", "drifted", "not verified", "did not run"} {
		if counts[i] > 0 {
			words = append(words, fmt.Sprintf("%d %s", counts[i], word))
		}
	}
	return strings.Join(words, ", ")
}
