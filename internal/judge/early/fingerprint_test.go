package early

import (
	"math"
	"testing"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

var drifted = []float64{0.8, 0.65, 0.55, 0.45, 0.42, 0.41, 0.4, 0.39}

// TestNewFingerprint: a curve tells two trainings apart where one has left the other beyond
// doubt before its end, and no equal points are chance.
func TestNewFingerprint(t *testing.T) {
	t.Parallel()
	late := append(append([]float64{}, eq[:4]...), 0.5, 0.5, 0.5, 0.5)
	for name, c := range map[string]struct {
		metric            string
		original, drifted []repro.Point
		tolerance         string
		points            int // 0: it does not tell
	}{
		"from the first point on":     {"loss", curve(eq...), curve(drifted...), "", 3},
		"from the fifth on":           {"loss", curve(eq...), curve(late...), "", 7},
		"the last two alone":          {"loss", curve(eq...), curve(append(append([]float64{}, eq[:6]...), 0.5, 0.5)...), "", 0},
		"it comes back in between":    {"loss", curve(eq...), curve(0.8, 0.65, 0.55, 0.45, eq[4], 0.41, 0.4, 0.39), "", 0},
		"the same curve":              {"loss", curve(eq...), curve(eq...), "", 0},
		"within the tolerance":        {"loss", curve(eq...), curve(drifted...), "default: 50%", 0},
		"a rounding error at first":   {"loss", curve(eq...), curve(0.9000001, 0.6, 0.55, 0.45, 0.42), "", 0},
		"other steps":                 {"loss", curve(eq...), at(0, 0.8, 2, 0.6, 4, 0.55, 6, 0.4), "", 0},
		"two numbers a step":          {"loss", curve(eq...), at(0, 0.8, 0, 0.6, 1, 0.55, 2, 0.4), "", 0},
		"no points":                   {"loss", curve(eq...), nil, "", 0},
		"it stands still":             {"loss", curve(0.7, 0.7, 0.7, 0.6, 0.5), curve(0.2, 0.2, 0.2, 0.2, 0.2), "", 0},
		"a count":                     {"correct", curve(1, 2, 3, 4, 5), curve(7, 8, 9, 9, 9), "", 0},
		"not a number":                {"loss", curve(eq...), curve(nan, nan, nan, nan), "", 0},
		"a metric that is not judged": {"loss", curve(eq...), curve(drifted...), "loss: ignore", 0},
		"its last point leaps":        {"loss", curve(eq...), curve(append(append([]float64{}, drifted[:7]...), 0.7)...), "", 0},
		"the original's leaps":        {"loss", curve(append(append([]float64{}, eq[:7]...), 0.05)...), curve(drifted...), "", 0},
		"it comes apart anew":         {"loss", curve(long(0.4)...), curve(long(0.5, 0.3)...), "", 0},
		"it stays as far":             {"loss", curve(long(0.4)...), curve(long(0.5)...), "", 3},
		"it comes apart by little":    {"loss", curve(long(0.4)...), curve(long(0.5, 0.001)...), "default: 1%", 3},
		"the best is logged again":    {"loss", curve(0.9, 0.7, 0.5, 0.4, 0.35, 0.32, 0.31, 0.7), curve(1, 0.8, 0.6, 0.5, 0.45, 0.42, 0.41, 0.8), "", 3},
		"a step as those before":      {"loss", curve(eq...), curve(append(append([]float64{}, drifted[:7]...), 0.36)...), "", 3},
	} {
		policy := policyOf(t, c.tolerance)
		f, ok := NewFingerprint(policy, c.metric, c.original, c.drifted)
		if ok != (c.points > 0) || f.Points != c.points {
			t.Errorf("%s: tells %v after %d points, want %d", name, ok, f.Points, c.points)
		}
	}
}

// TestFingerprint_Side: the first points of a training say on which side it is, or nothing;
// and the same, however many are there.
func TestFingerprint_Side(t *testing.T) {
	t.Parallel()
	policy := policyOf(t, "")
	f, ok := NewFingerprint(policy, "loss", curve(eq...), curve(drifted...))
	if !ok {
		t.Fatal("no fingerprint")
	}
	bit := curve(eq...)
	bit[1].Value = math.Nextafter(bit[1].Value, 1)
	between := []float64{0.9, 0.7, 0.6, 0.5, 0.45, 0.44, 0.43, 0.42}
	for name, c := range map[string]struct {
		points    []repro.Point
		side      Side
		after     int
		asDrifted bool
	}{
		"the original's":        {curve(eq...), SideBack, 3, false},
		"the drift's":           {curve(drifted...), SideLost, 3, true},
		"neither's":             {curve(0.85, 0.5, 0.3, 0.2), SideLost, 3, false},
		"left a little later":   {curve(between...), SideLost, 5, false},
		"a bit off":             {bit, SideOpen, 0, false},
		"equal, then another":   {curve(0.9, 0.7, 0.5, 0.44), SideOpen, 0, false},
		"near, and not as far":  {curve(0.9, 0.7, 0.5001, 0.4001), SideOpen, 0, false},
		"two points":            {curve(drifted[:2]...), SideOpen, 0, false},
		"none":                  {nil, SideOpen, 0, false},
		"at other steps":        {at(0, 0.9, 2, 0.7, 4, 0.5), SideOpen, 0, false},
		"twice at one step":     {at(0, 0.9, 1, 0.7, 1, 0.7, 2, 0.5), SideOpen, 0, false},
		"more than the whole":   {curve(append(append([]float64{}, eq...), 0.3)...), SideOpen, 0, false},
		"not a number any more": {curve(0.8, 0.65, nan, nan), SideOpen, 0, false},
	} {
		side, seen, _ := f.Side(policy, c.points)
		if side != c.side || seen.Compared != c.after || f.AsDrifted(c.points) != c.asDrifted || (seen.Print == "") != (side == SideOpen) {
			t.Errorf("%s: side %d after %d points, as drifted %v; want %d after %d, %v", name, side, seen.Compared, f.AsDrifted(c.points), c.side, c.after, c.asDrifted)
		}
		for n := c.after; side != SideOpen && n <= len(c.points); n++ {
			if s, again, _ := f.Side(policy, c.points[:n]); s != side || again != seen {
				t.Errorf("%s: with %d points it is %+v, with all %+v", name, n, again, seen)
			}
		}
	}
}

// long is a curve of 16 points to some end; what is added from the tenth on is another course.
func long(end float64, added ...float64) (values []float64) {
	for i := range 16 {
		value := end + 0.5*math.Exp(-float64(i)/5)
		for _, more := range added {
			if i > 8 {
				value += more
			}
		}
		values = append(values, value)
	}
	return values
}

func policyOf(t *testing.T, tolerance string) (policy repro.MetricPolicy) {
	t.Helper()
	if tolerance != "" {
		tolerances, err := judge.ParseTolerances(tolerance)
		if err != nil {
			t.Fatal(err)
		}
		policy.Tolerances = tolerances
	}
	return policy
}
