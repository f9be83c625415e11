package page

import (
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/cause"
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
// checks did not record, or what was not compared, has not changed.
func changesOf(checks []repro.Check) []Change {
	known := map[inputKey]repro.Input{}
	first, files := true, filesUnknown // what the check before knew
	var changes []Change
	for _, c := range checks {
		if len(c.Inputs) == 0 {
			continue
		}
		listed := map[inputKey]bool{}
		now := filesOf(c.Inputs)
		for _, in := range c.Inputs {
			if in.Kind == repro.KindRun || in.Kind == repro.KindDerived || repro.IsMoreFiles(in) {
				continue
			}
			k := keyOf(in)
			if listed[k] = true; in.Bearing == repro.BearingIdle {
				delete(known, k) // it is neither the original's nor what it was
				continue
			}
			if in.Now == "" {
				continue
			}
			before, was := known[k]
			known[k] = in
			equal, compared := cause.SameContent(in, before)
			switch {
			case was && compared && !equal:
				changes = append(changes, newChange(c.At, in, before.Now, in.Now, false))
			case was || in.State != repro.InputDiffers || in.Original == "" || k.file() && files == filesInPart || in.Name == "commit" && !first:
			case first || k.listedIfOther():
				changes = append(changes, newChange(c.At, in, in.Original, in.Now, first || k.file() && files == filesUnknown))
			}
		}
		for _, k := range unlisted(known, listed) {
			if now, is := original(c, known[k], now); is {
				if now != "" {
					changes = append(changes, newChange(c.At, known[k], known[k].Now, now, false))
				}
				delete(known, k)
			}
		}
		if first = false; now != filesUnknown {
			files = now
		}
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
	return k.file() || k.kind == repro.KindParams
}

// file says whether it is a tracked file, or all of the code.
func (k inputKey) file() bool { return k.kind == repro.KindCode || k.kind == repro.KindFile }

func newChange(at time.Time, in repro.Input, from, to string, first bool) Change {
	from, to = apart(from, to)
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
