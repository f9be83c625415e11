package reportjson

import "github.com/reproduce-action/reproduce/internal/repro"

// earlyJSON is what is known of a training that was ended before its end.
type earlyJSON struct {
	Metric   string `json:"metric,omitempty"`
	Step     int64  `json:"step"`
	Compared int    `json:"compared"`
	Of       int    `json:"of"`
	Curves   int    `json:"curves"`
	Others   int    `json:"others"`
	Print    string `json:"points_digest,omitempty"`
}

func newEarly(e *repro.Early) *earlyJSON {
	if e == nil {
		return nil
	}
	return &earlyJSON{e.Metric, e.Step, e.Compared, e.Of, e.Curves, e.Others, e.Print}
}

func (e *earlyJSON) early() *repro.Early {
	if e == nil {
		return nil
	}
	return &repro.Early{Metric: e.Metric, Step: e.Step, Compared: e.Compared, Of: e.Of, Curves: e.Curves, Others: e.Others, Print: e.Print}
}
