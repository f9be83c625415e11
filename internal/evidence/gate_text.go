package evidence

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// A Proof is what the gate of a finished check says of the numbers' origin.
type Proof struct {
	Proven    bool
	Why       string
	Witnesses []string
	Unseen    string // what none of them sees
}

// Parts of the gate's text where the numbers are proven.
const (
	witnessesPart = "; witnesses: "
	unseenPart    = "; not seen: "
)

// Sentence is the text of the gate for a row that proves.
func (r Row) Sentence(why string, witnesses []string) string {
	return why + witnessesPart + strings.Join(witnesses, ", ") + unseenPart + r.Unseen
}

// ReadProof reads it back from the gates of a check, which may be a saved one.
func ReadProof(gates []repro.Gate) Proof {
	for _, gate := range gates {
		if gate.Name != NumbersComputed {
			continue
		}
		why, rest, _ := strings.Cut(gate.Text, witnessesPart)
		names, unseen, _ := strings.Cut(rest, unseenPart)
		told := Proof{Proven: gate.State == repro.GatePassed, Why: why, Unseen: unseen}
		if told.Proven && names != "" {
			told.Witnesses = strings.Split(names, ", ")
		}
		return told
	}
	return Proof{}
}
