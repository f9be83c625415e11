package experiment

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/reproduce-action/reproduce/internal/longtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestLikeliest: no coin makes outcomes likelier than the chance that is reckoned with.
func TestLikeliest(t *testing.T) {
	t.Parallel()
	for k := range 12 {
		for m := range 12 {
			most := 0.0
			for i := range 1001 {
				p := float64(i) / 1000
				most = max(most, math.Pow(p, float64(k))*math.Pow(1-p, float64(m)))
			}
			if told := math.Exp(likeliest(k, m)); told < most-1e-9 || told > most*1.001 {
				t.Errorf("%d came back and %d did not: %v, and a coin does it with %v", k, m, told, most)
			}
		}
	}
}

// TestSearch_oneCourse: where a factor has a training come back with some chance, and the others
// do nothing, none of these is blamed, alone or together with it, but once in a thousand at the worst. The
// numbers of each course are the same each time, and trainings of one state may begin alike.
func TestSearch_oneCourse(t *testing.T) {
	t.Parallel()
	worlds := longtest.Of(3000, 300)
	for _, chance := range []float64{0.1, 0.3, 0.5, 0.7, 0.9} {
		for _, begins := range []bool{false, true} {
			blamed, innocent := 0, 0
			for seed := range uint64(worlds) {
				random := rand.New(rand.NewPCG(seed, 160+uint64(100*chance)))
				n := 2 + random.IntN(3)
				half := SetOf(random.IntN(n))
				looks := 1 + Set(random.Uint64N(uint64(All(n)))) // what the curve's first points need
				finding, err := Search(n, 0, func(s Set, whole bool) (Seen, error) {
					seen := Seen{Outcome: repro.TrialLost, Print: "lost", Begun: begins && !whole}
					if seen.Begun && s&looks == looks || !seen.Begun && s&half == half && random.Float64() < chance {
						seen.Outcome, seen.Print = repro.TrialBack, "back"
					}
					return seen, nil
				})
				if err != nil || finding.Conclusion != repro.CauseEstablished {
					continue
				}
				blamed++
				if finding.Cause != half {
					innocent++
				}
			}
			t.Logf("chance %v, begins %v: %d of %d have a cause established, %d of them with an innocent in it", chance, begins, blamed, worlds, innocent)
			if innocent > 3*worlds/1000 {
				t.Errorf("chance %v, begins %v: %d of %d blame an innocent", chance, begins, innocent, worlds)
			}
		}
	}
}
