package evidence

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// BearsOut says why the gates of a saved check do not prove its numbers: the gate is not
// there or did not pass, or the witnesses that it names come to no row that proves. Those
// that hold the numbers themselves must be where they say: in a run, or in a file.
func BearsOut(gates []repro.Gate, reproduction repro.Run) error {
	at := slices.IndexFunc(gates, func(gate repro.Gate) bool { return gate.Name == NumbersComputed })
	switch {
	case at < 0:
		return fmt.Errorf("its evidence has no %q, so nothing shows that the training computed the metrics", NumbersComputed)
	case gates[at].State != repro.GatePassed:
		return fmt.Errorf("its evidence %q is %.40q, so nothing shows that the training computed the metrics", NumbersComputed, gates[at].State)
	}
	var spoke []Witness
	for _, name := range ReadProof(gates[at : at+1]).Witnesses {
		switch witness := Witness(name); witness {
		case Run:
			if reproduction.ID == "" {
				return fmt.Errorf("its evidence names the witness %q, but no run of the reproduction", name)
			}
		case NewFile, SameFile:
			if reproduction.From == "" {
				return fmt.Errorf("its evidence names the witness %q, but no metrics file of the reproduction", name)
			}
		}
		spoke = append(spoke, Witness(name))
	}
	if row := Weigh(spoke); !row.Proven {
		names := make([]string, len(spoke))
		for i, witness := range spoke {
			names[i] = string(witness)
		}
		return fmt.Errorf("its evidence %q names the witnesses %.200q, which do not prove it", NumbersComputed, strings.Join(names, ", "))
	}
	return nil
}
