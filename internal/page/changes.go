package page

import (
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A Change is an input that one check had otherwise than the one before.
type Change struct {
	At       time.Time
	Kind     string
	Name     string
	From, To string
	First    bool // of the first check that is known: From is the original's
}

// changesOf gives what changed from check to check, newest first. What one of two
// checks did not record has not changed.
func changesOf(checks []repro.Check) []Change {
	known := map[inputKey]string{}
	first := true
	var changes []Change
	for _, c := range checks {
		if len(c.Inputs) == 0 {
			continue
		}
		listed := map[inputKey]bool{}
		for _, in := range c.Inputs {
			if in.Now == "" || in.Kind == repro.KindRun || in.Kind == repro.KindDerived || in.Bearing == repro.BearingIdle {
				continue
			}
			k := keyOf(in)
			before, was := known[k]
			known[k], listed[k] = in.Now, true
			switch {
			case was && before != in.Now:
				changes = append(changes, newChange(c.At, in, before, false))
			case !was && (first || k.listedIfOther()) && in.State == repro.InputDiffers && in.Original != "":
				changes = append(changes, newChange(c.At, in, in.Original, first))
			}
		}
		for k := range known {
			if k.listedIfOther() && !listed[k] { // it is the original's again
				delete(known, k)
			}
		}
		first = false
	}
	slices.Reverse(changes)
	return changes
}

// An inputKey is one input over several checks.
type inputKey struct{ kind, name string }

// keyOf names an input, without what its name says of a digest.
func keyOf(in repro.Input) inputKey {
	name, _, _ := strings.Cut(in.Name, " (first ")
	return inputKey{in.Kind, name}
}

// listedIfOther says of files and params that a check lists those alone that are not
// the original's.
func (k inputKey) listedIfOther() bool {
	return k.kind == repro.KindCode || k.kind == repro.KindFile || k.kind == repro.KindParams
}

func newChange(at time.Time, in repro.Input, from string, first bool) Change {
	from, to := apart(from, in.Now)
	return Change{At: at, Kind: in.Kind, Name: keyOf(in).name, From: from, To: to, First: first}
}

// apart shortens two texts side by side, digests to as many digits as they differ
// in.
func apart(a, b string) (string, string) {
	for most := 8; most < 64; most *= 2 {
		x, y := shortDigests(a, most), shortDigests(b, most)
		if x != y {
			return printable.OneLine(x, 80), printable.OneLine(y, 80)
		}
	}
	return printable.OneLine(a, 200), printable.OneLine(b, 200)
}

func shortDigests(text string, most int) string {
	words := strings.Split(text, " ")
	for i, word := range words {
		if len(word) >= 32 && strings.Trim(strings.TrimSuffix(word, ".dir"), "0123456789abcdef") == "" {
			words[i] = word[:most]
		}
	}
	return strings.Join(words, " ")
}
