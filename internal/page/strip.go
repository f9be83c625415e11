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
// dash, so that colour need not tell them apart.
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
	x := s.Width - cell*len(checks)
	for _, c := range checks {
		kind := 3
		switch c.Verdict {
		case repro.Reproduced:
			kind = 0
			fmt.Fprintf(&paths[0], "M%d 2h6v14h-6z", x)
		case repro.Drifted:
			kind = 1
			fmt.Fprintf(&paths[1], "M%d 4l5 5-5 5-5-5z", x+3)
		case repro.Unverified:
			kind = 2
			fmt.Fprintf(&paths[2], "M%d 4.5h5v9h-5z", x)
		default:
			fmt.Fprintf(&paths[3], "M%d 9h6", x)
		}
		counts[kind]++
		x += cell
	}
	s.Reproduced, s.Drifted, s.Unverified, s.Lacks = paths[0].String(), paths[1].String(), paths[2].String(), paths[3].String()
	s.Words = "last " + countChecks(len(checks)) + ": " + countWords(counts)
	return s
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
