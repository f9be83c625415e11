package report

import (
	"math"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// drawn gives a curve that parts by so much at its end.
func drawn(name string, original, apart float64) repro.Curve {
	c := repro.Curve{Name: name, Shared: 5, Pattern: repro.PatternJump}
	for i := range 5 {
		c.Drawn = append(c.Drawn, repro.CurvePoint{Step: int64(i), Original: original / float64(i+1), Reproduced: original/float64(i+1) + apart*float64(i/4)})
	}
	return c
}

// TestChart says which curve is drawn, and that no name of a person is a word to Mermaid.
func TestChart(t *testing.T) {
	t.Parallel()
	outside := drawn("val_loss", 1, 0.5)
	outside.FirstOutside = &outside.Drawn[4]
	infinite, withoutSteps, short := drawn("loss", 1, 0.5), drawn("loss", 1, 0.5), drawn("loss", 1, 0.5)
	infinite.Drawn[4].Reproduced = math.Inf(1)
	withoutSteps.NoSteps = true
	short.Drawn = short.Drawn[2:]
	for _, tt := range []struct {
		name   string
		curves []repro.Curve
		want   string // of its title; "" for no chart
	}{
		{"none", nil, ""},
		{"parts", []repro.Curve{drawn("loss", 1, 0.5)}, `"loss: original`},
		{"outside its tolerance first", []repro.Curve{drawn("loss", 1, 0.5), outside}, `"val_loss: original`},
		{"equal", []repro.Curve{drawn("loss", 1, 0)}, ""},
		{"too little to be seen", []repro.Curve{drawn("loss", 1, 0.001)}, ""},
		{"not finite", []repro.Curve{infinite}, ""},
		{"no steps", []repro.Curve{withoutSteps}, ""},
		{"three points", []repro.Curve{short}, ""},
		{"beyond an axis", []repro.Curve{drawn("loss", 1e9, 5e8)}, ""},
		{"quotes", []repro.Curve{drawn("a\" [1, 2]\nclick", 1, 0.5)}, `"metric: original`},
		{"a fence", []repro.Curve{drawn("```", 1, 0.5)}, `"metric: original`},
		{"a directive", []repro.Curve{drawn("%%{init: {}}%%", 1, 0.5)}, `"metric: original`},
	} {
		body, _ := Summary(repro.Result{Comparison: repro.Comparison{Curves: tt.curves}}, Page{})
		_, chart, found := strings.Cut(body, "```mermaid\n")
		chart, _, _ = strings.Cut(chart, "\n```")
		if found != (tt.want != "") || !strings.Contains(chart, tt.want) || strings.Contains(chart, "click") {
			t.Errorf("%s: chart %q, want one of %q", tt.name, chart, tt.want)
		}
		if body, _ := Comment(repro.Result{Comparison: repro.Comparison{Curves: tt.curves}}, Page{}); strings.Contains(body, "```mermaid") {
			t.Errorf("%s: a chart in a comment", tt.name)
		}
	}
}

// TestFewer draws as many points as have room, the last one among them.
func TestFewer(t *testing.T) {
	t.Parallel()
	for n := 1; n <= 32; n++ {
		points := make([]repro.CurvePoint, n)
		for i := range points {
			points[i] = repro.CurvePoint{Step: int64(i), Reproduced: float64(i % 5)}
		}
		kept := fewer(points)
		if len(kept) > mostDrawn || n <= mostDrawn && len(kept) != n || kept[len(kept)-1] != points[n-1] {
			t.Errorf("%d points: %d drawn, %v", n, len(kept), kept)
		}
	}
}

func TestPlain(t *testing.T) {
	t.Parallel()
	for v, want := range map[float64]string{0: "0", 0.7: "0.7", 1. / 3: "0.333333", 123456.789: "123457", -12.5: "-12.5", 1e-7: "0.0000001", 2e8: "200000000"} {
		if got := plain(v); got != want {
			t.Errorf("plain(%v) = %s, want %s", v, got, want)
		}
	}
}
