package params

import (
	"fmt"
	"regexp"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// Arrived says whether the new run trained with the original's params, and
// lists the params with which it did not, one line each.
//
// Every param that has a key in the files is held to the original's value, and
// so is one that was refused or ambiguous: it may differ only by luck. A param
// that the new run did not log did not arrive as far as anybody can tell.
// Params that are logged and nowhere in the files (a data version, a size, the
// time) are the run's own and not held against it. Where nothing is held, ok is
// true and says nothing.
func Arrived(original, reproduced repro.Params, edits []repro.ParamEdit) (ok bool, differing []string) {
	held := map[string]bool{}
	hidden := map[string]bool{}
	for _, edit := range edits {
		if edit.Status != repro.ParamLoggedOnly && edit.Status != repro.ParamNotRecorded {
			held[edit.Name] = true
		}
		hidden[edit.Name] = hidden[edit.Name] || edit.Logged == Hidden
	}
	for _, param := range original {
		if !held[param.Name] {
			continue
		}
		value, logged := reproduced.Get(param.Name)
		switch {
		case !logged:
			differing = append(differing, param.Name+": not logged by the new run")
		case Equal(param.Value, value) && !respelled(param.Value, value) || sameRepr(param.Value, value):
		case hidden[param.Name]:
			differing = append(differing, param.Name+": another value in the new run")
		default:
			differing = append(differing, fmt.Sprintf("%s: %s in the original, %s in the new run", param.Name, show(param.Value), show(value)))
		}
	}
	return len(differing) == 0, differing
}

var address = regexp.MustCompile(` at 0x[0-9a-fA-F]+`)

// sameRepr compares the reprs of objects without the address in memory, which
// is another in every process.
func sameRepr(a, b string) bool {
	return address.MatchString(a) && address.ReplaceAllString(a, "") == address.ReplaceAllString(b, "")
}
