package reportjson

import (
	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// curveJSON is what two histories of one metric say about each other.
type curveJSON struct {
	Name           string        `json:"name"`
	Shared         int           `json:"shared"`
	OnlyOriginal   int           `json:"only_original"`
	OnlyReproduced int           `json:"only_reproduced"`
	NoSteps        bool          `json:"no_steps"`
	OutOfOrder     int           `json:"out_of_order"`
	First          *pointJSON    `json:"first"`
	LastEqual      *pointJSON    `json:"last_equal"`
	FirstDifferent *pointJSON    `json:"first_different"`
	FirstOutside   *pointJSON    `json:"first_outside"`
	Largest        *pointJSON    `json:"largest"`
	Last           *pointJSON    `json:"last"`
	Growth         doc.Float     `json:"growth"`
	Pattern        repro.Pattern `json:"pattern"`
	Spark          string        `json:"spark"`
	Drawn          []*pointJSON  `json:"drawn,omitempty"`
}

type pointJSON struct {
	Step       int64     `json:"step"`
	Index      int       `json:"index"`
	Original   doc.Float `json:"original"`
	Reproduced doc.Float `json:"reproduced"`
}

func newCurve(c repro.Curve) curveJSON {
	var drawn []*pointJSON
	for _, p := range c.Drawn {
		drawn = append(drawn, newPoint(&p))
	}
	return curveJSON{Name: c.Name, Shared: c.Shared, OnlyOriginal: c.OnlyOriginal, OnlyReproduced: c.OnlyReproduced, NoSteps: c.NoSteps, OutOfOrder: c.OutOfOrder,
		First: newPoint(c.First), LastEqual: newPoint(c.LastEqual), FirstDifferent: newPoint(c.FirstDifferent), FirstOutside: newPoint(c.FirstOutside),
		Largest: newPoint(c.Largest), Last: newPoint(c.Last), Growth: doc.Float(c.Growth), Pattern: c.Pattern, Spark: c.Spark, Drawn: drawn}
}

func (c curveJSON) curve() repro.Curve {
	var drawn []repro.CurvePoint
	for _, p := range c.Drawn {
		if p != nil {
			drawn = append(drawn, *p.point())
		}
	}
	return repro.Curve{Name: c.Name, Shared: c.Shared, OnlyOriginal: c.OnlyOriginal, OnlyReproduced: c.OnlyReproduced, NoSteps: c.NoSteps, OutOfOrder: c.OutOfOrder,
		First: c.First.point(), LastEqual: c.LastEqual.point(), FirstDifferent: c.FirstDifferent.point(), FirstOutside: c.FirstOutside.point(),
		Largest: c.Largest.point(), Last: c.Last.point(), Growth: float64(c.Growth), Pattern: c.Pattern, Spark: c.Spark, Drawn: drawn}
}

func newPoint(p *repro.CurvePoint) *pointJSON {
	if p == nil {
		return nil
	}
	return &pointJSON{p.Step, p.Index, doc.Float(p.Original), doc.Float(p.Reproduced)}
}

func (p *pointJSON) point() *repro.CurvePoint {
	if p == nil {
		return nil
	}
	return &repro.CurvePoint{Step: p.Step, Index: p.Index, Original: float64(p.Original), Reproduced: float64(p.Reproduced)}
}
