package judge

import (
	"fmt"
	"math"

	"github.com/reproduce-action/reproduce/internal/judge/distribution"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// contestants are the rules side by side: t-tests, among them one original
// against K runs; the procedure before this one; and ours.
func contestants() []contestant {
	var rules []contestant
	for _, size := range [][2]int{{3, 3}, {5, 5}, {1, 3}, {1, 5}, {1, 8}} {
		rules = append(rules, contestant{name: fmt.Sprintf("two-sample t (%d, %d)", size[0], size[1]), originals: size[0], most: size[1], decide: func(x, y []float64) outcomeOfRule {
			mx, sx := moments(x)
			my, sy := moments(y)
			nu := float64(len(x) + len(y) - 2)
			limit := distribution.StudentUpper(0.025, nu) * math.Sqrt((sx+sy)/nu*(1/float64(len(x))+1/float64(len(y))))
			if math.Abs(mx-my) > limit {
				return outcomeOfRule{repro.Drifted, size[1], false}
			}
			return outcomeOfRule{repro.Reproduced, size[1], false}
		}})
	}
	for _, m := range []int{1, 3, 5} {
		rules = append(rules, contestant{name: fmt.Sprintf("before: noise up to 5 %% (%d, 8)", m), originals: m, most: 8, decide: before})
	}
	for _, m := range []int{1, 3, 5} {
		for _, last := range []int{3, 5, 8, 0} {
			for _, material := range []float64{5, 10, 15} {
				name, repeats := fmt.Sprintf("ours (%d, %d), material %v %%", m, last, material), last
				if last == 0 {
					repeats = AutoRepeats(m)
					name = fmt.Sprintf("ours (%d, auto %d), material %v %%", m, repeats, material)
				}
				rules = append(rules, contestant{name: name, originals: m, most: repeats, decide: func(x, y []float64) outcomeOfRule { return ours(x, y, repeats, material/100, choice{}) }})
			}
		}
	}
	return rules
}

// ours goes the way a check by repeats goes: one run, then the looks.
func ours(x, y []float64, last int, material float64, choice choice) outcomeOfRule {
	state, made := walk(x, y, last, material*math.Abs(x[0]), choice)
	o := outcomeOfRule{repro.Reproduced, made, y[0] == x[0]}
	switch state {
	case repro.StateOutside:
		o.verdict = repro.Drifted
	case repro.StateUndecided:
		o.verdict = repro.Unverified
	}
	return o
}

// before is the procedure that this one replaced: looks after 3, 5 and 8 with
// 0.2, 0.2 and 0.6 of alpha, reproduced where the band is at most 5 % wide, and
// equal re-runs of anything are deterministic.
func before(x, y []float64) outcomeOfRule {
	if y[0] == x[0] {
		return outcomeOfRule{repro.Reproduced, 1, true}
	}
	shares := map[int]float64{3: 0.2, 5: 0.2, 8: 0.6}
	for _, k := range []int{3, 5, 8} {
		mx, sx := moments(x)
		my, sy := moments(y[:k])
		nu, scale := float64(len(x)+k-2), math.Sqrt(1/float64(len(x))+1/float64(k))
		se, d := math.Sqrt((sx+sy)/nu)*scale, math.Abs(mx-my)
		if se == 0 {
			p := float64(k) / float64(len(x)+k)
			if k == 8 || math.Pow(p, float64(k))*math.Pow(1-p, float64(len(x))) <= 0.05 {
				return outcomeOfRule{repro.Drifted, k, false}
			}
			continue
		}
		h := distribution.StudentUpper(0.05*shares[k]/2, nu) * se
		switch {
		case d > h:
			return outcomeOfRule{repro.Drifted, k, false}
		case h <= 0.05*math.Abs(mx) && (k == 8 || d <= distribution.StudentUpper(0.15, nu)*se):
			return outcomeOfRule{repro.Reproduced, k, false}
		}
	}
	return outcomeOfRule{repro.Unverified, 8, false}
}

// informed are what nobody can do better with one original: they know the
// deviation of the runs from one another, make all re-runs, spend all of alpha as
// if noise were normal, and miss one in five.
func informed() []contestant {
	var rules []contestant
	for _, repeats := range []int{5, 8} {
		for _, material := range []float64{5, 10, 15} {
			rules = append(rules, contestant{name: fmt.Sprintf("knows the noise (1, %d), material %v %%", repeats, material), originals: 1, most: repeats,
				informed: func(deviation float64, x, y []float64) outcomeOfRule {
					centre, _ := moments(y)
					o := outcomeOfRule{repro.Unverified, len(y), y[0] == x[0]}
					normal, se, d := 1e9, deviation*math.Sqrt(1+1/float64(len(y))), math.Abs(centre-x[0])
					switch {
					case o.first:
						o.verdict, o.runs = repro.Reproduced, 1
					case d > distribution.StudentUpper(0.025, normal)*se:
						o.verdict = repro.Drifted
					case d+distribution.StudentUpper(missed, normal)*se <= material/100*math.Abs(x[0]):
						o.verdict = repro.Reproduced
					}
					return o
				}})
		}
	}
	return rules
}
