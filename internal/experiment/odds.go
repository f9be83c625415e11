package experiment

import (
	"math"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// odds says whether so many ends of each state are more than chance does, and of which state
// one more would tell most.
//
// Let one factor of the cause do nothing. Then two states that differ in it alone are one, whose
// training comes back with some chance p: the same for both, whatever else is restored. The ends
// of the two are seen with chance p^k (1-p)^m, where k came back and m did not, which is largest
// at p = k/(k+m). Pairs that differ in other factors may have another p. Nothing is assumed of
// it: a proof has to be as unlikely for the worst of them, whichever factor of the cause it is.
func odds(needed []state, cause Set, ends []int) (enough bool, most int) {
	sum := func() (sum float64, enough bool) {
		enough = true
		for _, factor := range cause.Factors() {
			log := 0.0
			for i, s := range needed {
				if !s.restored.Has(factor) {
					continue
				}
				for j, without := range needed {
					if without.restored == s.restored&^SetOf(factor) && s.want == repro.TrialBack && without.want == repro.TrialLost {
						log += likeliest(ends[i], ends[j])
					}
				}
			}
			enough = enough && log <= math.Log(worst)
			sum += max(log, math.Log(worst))
		}
		return sum, enough
	}
	_, enough = sum()
	least := math.Inf(1)
	for i := range needed {
		ends[i]++
		if with, _ := sum(); with < least-1e-9 {
			least, most = with, i
		}
		ends[i]--
	}
	return enough, most
}

// likeliest is the logarithm of the largest chance, over all coins, that these outcomes come of
// one coin.
func likeliest(back, lost int) float64 {
	k, m := float64(back), float64(lost)
	if k == 0 || m == 0 {
		return 0
	}
	return k*math.Log(k/(k+m)) + m*math.Log(m/(k+m))
}
