package evidence

import (
	"reflect"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestTell: what a row says of itself is read back, of every row that proves.
func TestTell(t *testing.T) {
	t.Parallel()
	for _, row := range Table {
		if !row.Proven {
			continue
		}
		want := Proof{Proven: true, Why: row.Why + ": x; y", Witnesses: []string{"run", "new file"}, Unseen: row.Unseen}
		gates := []repro.Gate{{Name: "another"}, {Name: NumbersComputed, State: repro.GatePassed, Text: row.Sentence(want.Why, want.Witnesses)}}
		if got := ReadProof(gates); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", row.Name, got, want)
		}
	}
	for _, state := range []repro.GateState{repro.GateFailed, repro.GateUnknown} {
		text := Table[0].Sentence("why", []string{"run"})
		if got := ReadProof([]repro.Gate{{Name: NumbersComputed, State: state, Text: text}}); got.Proven || got.Witnesses != nil {
			t.Errorf("%s: %+v", state, got)
		}
	}
	if got := ReadProof(nil); !reflect.DeepEqual(got, Proof{}) {
		t.Errorf("of no gates %+v", got)
	}
}
