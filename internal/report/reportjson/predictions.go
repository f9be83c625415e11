package reportjson

import "github.com/reproduce-action/reproduce/internal/repro"

// predictions are what the models of both runs predict for one input, where that was asked.
type predictions struct {
	Original   string      `json:"original_model,omitempty"`
	Reproduced string      `json:"reproduced_model,omitempty"`
	State      repro.State `json:"state"`
	Values     int         `json:"values"`
	Different  int         `json:"different"`
	Difference string      `json:"largest_difference"`
	Tolerance  string      `json:"tolerance"`
	Notes      []string    `json:"notes,omitempty"`
}

func newPredictions(m *repro.ModelDelta) *predictions {
	if m == nil {
		return nil
	}
	return &predictions{m.Original, m.Reproduced, m.State, m.Values, m.Different, m.Difference, m.Tolerance, m.Notes}
}

func (p *predictions) delta() *repro.ModelDelta {
	if p == nil {
		return nil
	}
	return &repro.ModelDelta{Original: p.Original, Reproduced: p.Reproduced, State: p.State, Values: p.Values, Different: p.Different, Difference: p.Difference, Tolerance: p.Tolerance, Notes: some(p.Notes)}
}
