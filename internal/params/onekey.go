package params

import (
	"fmt"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// onePerKey lets at most one param write each key. Two params that mean the same
// key agree, or the one with the stronger evidence has it, or neither.
func (p *planner) onePerKey() {
	claims := map[*place][]*draft{}
	for _, d := range p.drafts {
		if d.place != nil {
			claims[d.place] = append(claims[d.place], d)
		}
	}
	for _, d := range p.drafts { // in the order of the log, not of the map
		if rivals := claims[d.place]; d.place != nil && len(rivals) > 1 && rivals[0] == d {
			settleClaims(rivals)
		}
	}
}

func settleClaims(rivals []*draft) {
	best := rivals[0]
	for _, d := range rivals {
		if d.strength < best.strength {
			best = d
		}
	}
	contested := false
	for _, d := range rivals {
		if d == best {
			continue
		}
		if Equal(d.logged.text, best.logged.text) {
			d.same = best
			continue
		}
		contested = contested || d.strength == best.strength
		d.lose(best)
	}
	if contested {
		for _, d := range rivals {
			if d != best && d.same == nil {
				best.lose(d)
				break
			}
		}
		for _, d := range rivals {
			if d.same == best {
				d.lose(best)
			}
		}
	}
}

// lose gives up a key to a param that was logged with another value.
func (d *draft) lose(rival *draft) {
	d.same = nil
	d.edit.Status, d.edit.New = repro.ParamAmbiguous, d.edit.Old
	d.edit.Note = fmt.Sprintf("the param %s maps to the same key and has another value; choose one with params-map", rival.edit.Name)
}

// agree copies what became of the param that writes the key.
func (p *planner) agree() {
	for _, d := range p.drafts {
		if d.same == nil {
			continue
		}
		d.edit.Status, d.edit.Old, d.edit.New = d.same.edit.Status, d.same.edit.Old, d.same.edit.New
		d.edit.Note = "together with the param " + d.same.edit.Name
		if d.same.edit.Status == repro.ParamRefused {
			d.edit.Note = d.same.edit.Note
		}
	}
}
