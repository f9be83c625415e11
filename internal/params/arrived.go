package params

import (
	"fmt"
	"regexp"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// A Difference is a param with which the new run did not train as the original
// did, as far as what both logged tells.
type Difference struct {
	Name        string
	Original    string
	Reproduced  string
	Logged      bool // by the new run
	Held        bool // a params file has a key for it
	MaybeSecret bool // the values may be a secret
}

func (d Difference) String() string {
	switch {
	case !d.Logged:
		return d.Name + ": not logged by the new run"
	case d.MaybeSecret:
		return d.Name + ": another value in the new run"
	default:
		return fmt.Sprintf("%s: %s in the original, %s in the new run", d.Name, show(d.Original), show(d.Reproduced))
	}
}

// Arrived lists the params with which the new run did not train as the original
// did: none where all of them arrived, or where nothing was logged by both.
//
// Every param that both runs logged is held to the original's value, unless
// Derived shows that each training worked it out. Whether a file has a key for
// it makes no difference: what has none came from the command line or the code,
// and may differ there as well. One that has a key, one that was refused and an
// ambiguous one must be logged too: the new run did not show it otherwise. A
// param without a key that only one of the runs logged contradicts nothing.
func Arrived(original, reproduced Known, edits []repro.ParamEdit) []Difference {
	held := map[string]bool{}
	hidden := map[string]bool{}
	for _, edit := range edits {
		if edit.Status != repro.ParamLoggedOnly && edit.Status != repro.ParamNotRecorded && edit.Status != repro.ParamIgnored {
			held[edit.Name] = true
		}
		hidden[edit.Name] = hidden[edit.Name] || edit.Logged == NotShown
	}
	var differing []Difference
	for _, param := range original.Run.Params {
		value, logged := reproduced.Run.Params.Get(param.Name)
		switch {
		case !logged && !held[param.Name]:
		case logged && sameValue(param.Value, value):
		case logged && !held[param.Name] && Derived(param.Name, param.Value, value, original, reproduced) != "":
		default:
			differing = append(differing, Difference{param.Name, param.Value, value, logged, held[param.Name], hidden[param.Name]})
		}
	}
	return differing
}

var address = regexp.MustCompile(` at 0x[0-9a-fA-F]+`)

// sameValue says whether one program logged one value twice.
func sameValue(original, reproduced string) bool {
	return Equal(original, reproduced) && !respelled(original, reproduced) || sameRepr(original, reproduced)
}

// sameRepr compares the reprs of objects without the address in memory, which
// is another in every process, and those of sets in whatever order.
func sameRepr(a, b string) bool {
	return address.MatchString(a) && address.ReplaceAllString(a, "") == address.ReplaceAllString(b, "") || sameSet(a, b)
}
