package early

import (
	"math"
	"testing"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// curve makes points at the steps from 0 on.
func curve(values ...float64) []repro.Point {
	points := make([]repro.Point, len(values))
	for i, value := range values {
		points[i] = repro.Point{Step: int64(i), Value: value}
	}
	return points
}

// at makes points of steps and values.
func at(pairs ...float64) (points []repro.Point) {
	for i := 0; i < len(pairs); i += 2 {
		points = append(points, repro.Point{Step: int64(pairs[i]), Value: pairs[i+1]})
	}
	return points
}

var (
	nan = math.NaN()
	eq  = []float64{0.9, 0.7, 0.5, 0.4, 0.35, 0.32, 0.31, 0.305}
)

// TestCurve_Left: a training is ended only where its curve has left that of an original
// known to be deterministic, beyond doubt.
func TestCurve_Left(t *testing.T) {
	t.Parallel()
	same := [][]repro.Point{curve(eq...), curve(eq...)}
	off := curve(eq...)
	off[5].Value = math.Nextafter(off[5].Value, 1)
	for name, tt := range map[string]struct {
		original, now []repro.Point
		others        [][]repro.Point
		tolerance     string
		step          int64 // -1: nothing is ended
	}{
		"from the first point on":            {curve(eq...), curve(0.8, 0.6, 0.55), same, "", 0},
		"from a later point on":              {curve(eq...), curve(0.9, 0.7, 0.6, 0.5, 0.45), same, "", 2},
		"logged out of order":                {curve(eq...), at(2, 0.55, 0, 0.8, 1, 0.6), same, "", 0},
		"two points":                         {curve(eq...), curve(0.8, 0.6), same, "", -1},
		"equal":                              {curve(eq...), curve(eq[:5]...), same, "", -1},
		"nothing yet":                        {curve(eq...), nil, same, "", -1},
		"back again":                         {curve(eq...), curve(0.8, 0.6, 0.55, 0.4), same, "", -1},
		"one point apart, then equal":        {curve(eq...), curve(0.9, 0.2, 0.5, 0.4), same, "", -1},
		"within a wide tolerance":            {curve(eq...), curve(0.8, 0.6, 0.55), same, "default: 50%", -1},
		"outside, but not far":               {curve(eq...), curve(0.8, 0.6, 0.45), same, "default: 5%", -1},
		"ignored":                            {curve(eq...), curve(0.8, 0.6, 0.55), same, "loss: ignore", -1},
		"reported":                           {curve(eq...), curve(0.8, 0.6, 0.55), same, "loss: report", -1},
		"begins with a rounding error":       {curve(eq...), curve(0.9000001, 0.6, 0.55, 0.45), same, "", -1},
		"one other run":                      {curve(eq...), curve(0.8, 0.6, 0.55), same[:1], "", -1},
		"no other run":                       {curve(eq...), curve(0.8, 0.6, 0.55), nil, "", -1},
		"another run differs in a bit":       {curve(eq...), curve(0.8, 0.6, 0.55), append(same[:2:2], off), "", -1},
		"another run stopped before":         {curve(eq...), curve(0.8, 0.6, 0.55), append(same[:2:2], curve(eq[:7]...)), "", -1},
		"a value twice at one step":          {curve(eq...), at(0, 0.8, 0, 0.8, 1, 0.6, 2, 0.55), same, "", -1},
		"the original has a value twice":     {append(curve(eq...), at(3, 0.4)...), curve(0.8, 0.6, 0.55), same, "", -1},
		"all at step 0":                      {at(0, 0.9, 0, 0.7), at(0, 0.8, 0, 0.6, 0, 0.5), [][]repro.Point{at(0, 0.9, 0, 0.7), at(0, 0.9, 0, 0.7)}, "", -1},
		"not a number":                       {curve(eq...), curve(nan, nan, nan), same, "", -1},
		"not a number, later":                {curve(eq...), curve(0.8, 0.6, 0.55, nan), same, "", -1},
		"infinite":                           {curve(eq...), curve(math.Inf(1), math.Inf(1), math.Inf(1)), same, "", -1},
		"the original was not a number once": {curve(0.9, nan, 0.5, 0.4, 0.3), curve(0.8, 0.6, 0.55), [][]repro.Point{curve(0.9, nan, 0.5, 0.4, 0.3), curve(0.9, nan, 0.5, 0.4, 0.3)}, "", -1},
		"other steps":                        {curve(eq...), at(0, 0.8, 10, 0.6, 20, 0.55), same, "", -1},
		"resumed at a later step":            {curve(eq...), at(4, 0.8, 5, 0.6, 6, 0.55), same, "", -1},
		"a step is not there yet":            {curve(eq...), at(0, 0.8, 2, 0.6, 3, 0.55), same, "", -1},
		"more points than the original":      {curve(eq[:3]...), curve(0.8, 0.6, 0.55, 0.4), [][]repro.Point{curve(eq[:3]...), curve(eq[:3]...)}, "", -1},
		"at its end":                         {curve(eq[:3]...), curve(0.8, 0.6, 0.55), [][]repro.Point{curve(eq[:3]...), curve(eq[:3]...)}, "", -1},
		"a curve that stands still":          {curve(1, 1, 1, 1, 1), curve(2, 2, 2), [][]repro.Point{curve(1, 1, 1, 1, 1), curve(1, 1, 1, 1, 1)}, "", -1},
		"steps in tens":                      {at(10, 0.9, 20, 0.8, 30, 0.7, 40, 0.6), at(10, 0.5, 20, 0.4, 30, 0.3), [][]repro.Point{at(10, 0.9, 20, 0.8, 30, 0.7, 40, 0.6), at(10, 0.9, 20, 0.8, 30, 0.7, 40, 0.6)}, "", 10},
	} {
		policy := repro.MetricPolicy{}
		if tt.tolerance != "" {
			tolerances, err := judge.ParseTolerances(tt.tolerance)
			if err != nil {
				t.Fatal(err)
			}
			policy.Tolerances = tolerances
		}
		early, delta, is := Curve{Name: "loss", Original: tt.original, Others: tt.others, New: tt.now}.Left(policy)
		if is != (tt.step >= 0) || is && (early.Step != tt.step || early.Metric != "loss" || early.Compared != len(tt.now) || early.Of != len(tt.original) || delta.State != repro.StateOutside) {
			t.Errorf("%s: %v %+v %+v", name, is, early, delta)
		}
		if is {
			verdict, reason, _ := judge.Judge(nil, repro.Comparison{Deltas: []repro.Delta{delta}, Early: &early})
			if verdict != repro.Drifted || reason != repro.CurveLeft {
				t.Errorf("%s: %s, %s", name, verdict, reason)
			}
		}
	}
}

// TestEqualSoFar: the first points of all curves are the original's, or it is not said.
func TestEqualSoFar(t *testing.T) {
	t.Parallel()
	short, once := curve(eq[:2]...), at(8, 0.97)
	for name, tt := range map[string]struct {
		curves []Curve
		want   Answer
	}{
		"equal":                         {[]Curve{{"loss", curve(eq...), nil, curve(eq[:3]...)}}, Equal},
		"equal, and further":            {[]Curve{{"loss", curve(eq...), nil, curve(eq[:5]...)}}, Equal},
		"within tolerance":              {[]Curve{{"loss", curve(eq...), nil, curve(0.90000001, 0.7, 0.5)}}, Equal},
		"beside a metric of the end":    {[]Curve{{"loss", curve(eq...), nil, curve(eq[:3]...)}, {"accuracy", once, nil, nil}, {"eval", short, nil, nil}}, Equal},
		"not yet":                       {[]Curve{{"loss", curve(eq...), nil, curve(eq[:2]...)}}, Wait},
		"nothing yet":                   {[]Curve{{"loss", curve(eq...), nil, nil}}, Wait},
		"one of two not yet":            {[]Curve{{"loss", curve(eq...), nil, curve(eq[:3]...)}, {"val", curve(eq...), nil, curve(eq[:2]...)}}, Wait},
		"another value":                 {[]Curve{{"loss", curve(eq...), nil, curve(0.9, 0.6)}}, Other},
		"another value of one of two":   {[]Curve{{"loss", curve(eq...), nil, curve(eq[:3]...)}, {"val", curve(eq...), nil, curve(0.1)}}, Other},
		"a value twice":                 {[]Curve{{"loss", curve(eq...), nil, at(0, 0.9, 0, 0.9, 1, 0.7)}}, Other},
		"other steps":                   {[]Curve{{"loss", curve(eq...), nil, at(1, 0.9, 2, 0.7, 3, 0.5)}}, Other},
		"not a number":                  {[]Curve{{"loss", curve(eq...), nil, curve(0.9, nan, 0.5)}}, Other},
		"an original of fewer points":   {[]Curve{{"loss", short, nil, curve(eq[:2]...)}}, Other},
		"an original with a step twice": {[]Curve{{"loss", append(curve(eq...), at(3, 0.4)...), nil, curve(eq[:3]...)}}, Other},
		"no curve":                      {nil, Other},
	} {
		early, got := EqualSoFar(repro.MetricPolicy{}, tt.curves, 3)
		if got != tt.want || got == Equal && (early.Compared != 3 || early.Curves != 1 || early.Step != 2 || early.Of != len(eq)) {
			t.Errorf("%s: %v, %+v", name, got, early)
		}
		if got == Equal {
			verdict, reason, detail := judge.Judge(nil, repro.Comparison{Early: &early})
			if verdict != repro.Unverified || reason != repro.EqualSoFar || detail == "" {
				t.Errorf("%s: %s, %s, %s", name, verdict, reason, detail)
			}
		}
	}
}
