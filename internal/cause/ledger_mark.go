package cause

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// What became of an input since the model version last reproduced.
const (
	SinceUnknown = ""        // nobody knows what it was then
	SinceChanged = "changed" // it was another
	SinceLater   = "later"   // it was another, and still that one when the version first drifted
	SinceAlready = "already" // it was what it is now
)

// firstRows marks the name of data of which only the first rows are compared.
const firstRows = " (first 10,000 rows)"

// Comparer knows what comparing takes besides the texts. Each may be nil.
type Comparer struct {
	Commit string                                           // whose code was trained now
	Params repro.Params                                     // as logged now
	Equal  func(a, b string) bool                           // of two params as logged
	Code   func(then, now, file string) (equal, known bool) // of a file of code at two commits; "" is all of the code
}

// Mark says of each input what it was when the model version last reproduced,
// as far as that check recorded it.
func (l Ledger) Mark(inputs []repro.Input, m Comparer) []repro.Input {
	if l.good == nil {
		return inputs
	}
	marked := slices.Clone(inputs)
	for i := range marked {
		l.mark(&marked[i], m)
		l.asSeenThen(&marked[i])
		if marked[i].Since == SinceChanged && l.sameAtFirstDrift(marked[i], m) {
			marked[i].Since = SinceLater
		}
	}
	return marked
}

// asSeenThen takes what the check that reproduced was seen to read for the
// original's, where that is other data: nobody recorded a nearer witness.
func (l Ledger) asSeenThen(input *repro.Input) {
	if (input.Evidence == repro.SeenRead || input.Evidence == repro.Lent) && input.State == repro.InputUnknown && input.Since == SinceChanged {
		input.State, input.Original = repro.InputDiffers, input.Then
		input.Note = "the original's was not recorded; compared with what was read " + l.when()
	}
}

// otherRead says whether this training was seen to read, or was lent, other files of data
// than the check that reproduced, of which both have some.
func (l Ledger) otherRead(inputs []repro.Input) bool {
	then, now := seenRead(l.good.Inputs), seenRead(inputs)
	return len(then) > 0 && len(now) > 0 && !slices.Equal(then, now)
}

// seenRead names the data that a training was seen to read or was lent, sorted.
func seenRead(inputs []repro.Input) []string {
	var names []string
	for _, input := range inputs {
		if input.Evidence == repro.SeenRead || input.Evidence == repro.Lent {
			names = append(names, input.Name)
		}
	}
	slices.Sort(names)
	return names
}

// sameAtFirstDrift says whether an input was known to be, when the version
// first drifted, what it had been when it last reproduced.
func (l Ledger) sameAtFirstDrift(input repro.Input, m Comparer) bool {
	if l.bad == nil {
		return false
	}
	if ofCommit(input) {
		equal, known := m.code(l.good.Commit, l.bad.Commit, input)
		return equal && known
	}
	then, found := partnerThen(input, l.good.Inputs)
	if first, known := partnerThen(input, l.bad.Inputs); found && known {
		same, comparable := SameContent(first, then)
		return comparable && same && scheme(then.Now) != "mlflow"
	}
	a, logged := l.good.Params.Get(input.Name)
	b, again := l.bad.Params.Get(input.Name)
	return !found && logged && again && m.Equal != nil && m.Equal(a, b)
}

// ofCommit says whether an input is what a commit holds.
func ofCommit(i repro.Input) bool {
	return i.Kind == repro.KindCode || i.Kind == repro.KindFile || i.Kind == repro.KindDerived && i.Name == "commit"
}

func (l Ledger) mark(input *repro.Input, m Comparer) {
	switch {
	case input.Kind == repro.KindCode && input.Name == repro.DirtyTree || input.Kind == repro.KindOverride: // of the original's making, whenever it is checked
		input.Since, input.Then = SinceAlready, input.Now
	case ofCommit(*input) && l.good.Commit != "" && m.Commit != "":
		l.markCode(input, m)
	case l.markRecorded(input):
	case input.Kind == repro.KindCommand && input.Name != "command" && l.good.Commit != "" && l.good.Commit == m.Commit: // a stage's, by dvc.yaml there
		input.Since, input.Then = SinceAlready, input.Now
	default:
		l.markParam(input, m)
	}
}

func (l Ledger) markCode(input *repro.Input, m Comparer) {
	if l.good.Commit == m.Commit {
		input.Since, input.Then = SinceAlready, input.Now
		return
	}
	equal, known := m.code(l.good.Commit, m.Commit, *input)
	if !known {
		return
	}
	input.Then = l.good.Commit[:min(7, len(l.good.Commit))] // as git shortens it
	if input.Since = SinceChanged; equal {
		input.Since = SinceAlready
	}
}

// code compares what an input names of the code of two commits.
func (m Comparer) code(then, now string, input repro.Input) (equal, known bool) {
	switch {
	case then == "" || now == "":
		return false, false
	case then == now:
		return true, true
	case m.Code == nil:
		return false, false
	case input.Name == "commit":
		return m.Code(then, now, "")
	}
	return m.Code(then, now, input.Name)
}

// markRecorded holds an input against the same one of the earlier check.
func (l Ledger) markRecorded(input *repro.Input) bool {
	then, found := partnerThen(*input, l.good.Inputs)
	if !found {
		return false
	}
	input.Then = then.Now
	switch equal, _ := SameContent(*input, then); {
	case !equal:
		input.Since = SinceChanged
	case scheme(input.Now) != "mlflow": // of an equal digest only the first rows are known
		input.Since = SinceAlready
	}
	return true
}

// partnerThen finds an input among those of an earlier check. Where one name
// stands for several, as it does for datasets, the one with the same witness is
// meant, and none where that does not tell.
func partnerThen(input repro.Input, list []repro.Input) (repro.Input, bool) {
	var found, witnessed []repro.Input
	for _, then := range list {
		if then.Kind != input.Kind || strings.TrimSuffix(then.Name, firstRows) != strings.TrimSuffix(input.Name, firstRows) {
			continue
		}
		if _, known := SameContent(input, then); !known {
			continue
		}
		found = append(found, then)
		if then.Evidence == input.Evidence {
			witnessed = append(witnessed, then)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], true
	case len(witnessed) == 1:
		return witnessed[0], true
	}
	return repro.Input{}, false
}

// markParam looks a param up among those that both trainings logged: what was
// the same as the original's is only counted among the inputs.
func (l Ledger) markParam(input *repro.Input, m Comparer) {
	if !slices.Contains([]string{repro.KindParams, repro.KindSeed, repro.KindDerived}, input.Kind) || m.Equal == nil {
		return
	}
	then, logged := l.good.Params.Get(input.Name)
	now, still := m.Params.Get(input.Name)
	if !logged || !still {
		return
	}
	if input.Then, input.Since = then, SinceChanged; m.Equal(then, now) {
		input.Since = SinceAlready
	}
}
