package judge

import (
	"fmt"
	"math"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/judge/distribution"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// What further runs would bring, going by what was seen so far: the mean of
// later re-runs is normal around today's, with today's deviation.

// foresee gives the chance that one of the looks after the first decides. Looks
// are not added up: the best of them counts.
func (b *band) foresee(ahead []look, d float64, material reach) {
	b.MayDrift, b.MayHold = 0, 0
	for _, later := range ahead[1:] {
		if b.Deviation == 0 {
			// Equal so far: they may stay so, and then chance may be excluded.
			if distribution.ChanceOfEqual(b.m, later.made) <= later.equal {
				b.MayDrift = 1
			}
			continue
		}
		nu := float64(b.m + later.made - 2)
		se := b.Deviation * math.Sqrt(1/float64(b.m)+1/float64(later.made))
		spread := b.Deviation * math.Sqrt(1/float64(b.k)-1/float64(later.made))
		half := distribution.StudentUpper(later.alpha/2, nu) * se
		far := distribution.StudentUpper(later.miss, nu) * se
		b.MayDrift = math.Max(b.MayDrift, 1-distribution.NormalBetween(-half, half, d, spread))
		b.MayHold = math.Max(b.MayHold, distribution.NormalBetween(math.Max(far-material.down, -half), math.Min(material.up-far, half), d, spread))
	}
}

// most is how many runs more are ever suggested.
const most = 20

// lookAhead says what would decide, with the distance between the means as it is:
// further runs make its error smaller, and nobody knows which way they move it.
// Re-runs are counted for a check of so many, at the level of its last look. They
// are no way out of a check that was allowed more of them and found them futile.
func (b *band) lookAhead(material reach) {
	n := &b.Noise
	limit, d := math.Min(material.up, material.down), math.Abs(b.Mean-b.Centre)
	seen := func(m, k int, miss float64) float64 {
		return d + distribution.StudentUpper(miss, float64(m+k-2))*b.Deviation*math.Sqrt(1/float64(m)+1/float64(k))
	}
	n.More = repro.More{}
	byRepeats := math.Inf(1)
	if !b.unspent {
		n.More.Repeats, byRepeats = fewest(limit, func(extra int) float64 { return seen(b.m, b.k+extra, b.lastLook(extra).miss) })
	}
	more, byOriginals := fewest(limit, func(extra int) float64 { return seen(b.m+extra, b.k, 1-b.Power) })
	n.More.Originals = more
	if n.More != (repro.More{}) {
		n.More.Reach = math.Min(byRepeats, byOriginals)
	}
	n.InDoubt = n.MayDrift >= futile || !b.unspent && b.driftAfter(further) >= futile
}

// lastLook is the last look of a check of so many re-runs more than were made.
func (b *band) lastLook(extra int) look {
	return schedule(b.m, b.k+extra, b.k+extra, b.Selection, b.alpha)[0]
}

// further is how many re-runs more may tell of an original near the edge.
const further = 5

// driftAfter is the chance that it is called drifted by the last look of a check of
// so many re-runs more than were made.
func (b *band) driftAfter(extra int) float64 {
	more := *b
	more.foresee([]look{{}, b.lastLook(extra)}, b.Mean-b.Centre, reach{})
	return more.MayDrift
}

// fewest gives the smallest number of runs more with which the reach is within the
// limit, and that reach; 0 and infinity where even most runs are too few. More runs
// may mean a look more, each with a smaller share, so every number is tried.
func fewest(limit float64, reach func(extra int) float64) (extra int, within float64) {
	for extra = 1; extra <= most; extra++ {
		if within = reach(extra); within <= limit {
			return extra, within
		}
	}
	return 0, math.Inf(1)
}

// shortfall says what cannot be said, and what would say it.
func (b *band) shortfall() string {
	n := b.Noise
	bound, matters := Shifts(n)
	text := fmt.Sprintf("a shift below %s cannot be excluded, and %s would matter", decimal.Shortest(bound), decimal.Shortest(matters))
	repeats, originals := wording.Count(n.More.Repeats, "more re-run", "more re-runs"), wording.Count(n.More.Originals, "more original", "more originals")
	way := repeats + " or " + originals
	switch {
	case n.InDoubt && n.More.Repeats == 0:
		text += fmt.Sprintf(". It is near the edge of the range, so %d more re-runs may tell", further)
		if n.More.Originals > 0 {
			text += ". " + originals + " would bring that to about " + decimal.Shortest(rounded(n.More.Reach, 2, true))
		}
		return text
	case n.More == (repro.More{}) && b.unspent:
		return text + fmt.Sprintf(". Further re-runs were not likely to tell, nor would %d more originals", most)
	case n.More == (repro.More{}):
		return text + fmt.Sprintf(". Even %d more runs would not be enough", most)
	case n.More.Originals == 0:
		way = repeats
	case n.More.Repeats == 0:
		way = originals
	}
	return text + ". " + way + " would bring that to about " + decimal.Shortest(rounded(n.More.Reach, 2, true))
}
