package repro

import "math"

// Noise is what repeats say about one metric. CompareRepeats has the
// procedure. All values are in the metric's own unit.
type Noise struct {
	Originals  int     // m: original values, the registered run's first
	Repeats    int     // k: reproductions
	Mean       float64 // of the repeats
	Centre     float64 // mean of the originals
	Deviation  float64 // s: pooled standard deviation
	Freedom    int     // nu = m + k - 2
	HalfWidth  float64 // h: half width of the band around the repeats' mean
	Low, High  float64 // the band
	Level      float64 // of the band: the share of honest originals that this look keeps inside it
	ShiftBound float64 // one-sided upper confidence bound of the true shift, at the confidence Power; +Inf where the tolerance bounds nothing
	Power      float64 // of this look; that of the whole check is never below four in five
	Material   float64 // the largest shift that does not matter, in the direction of the difference
	P          float64 // two-sided; report file only; NaN without a deviation
	InDoubt    bool    // undecided, and so near the band's edge that more runs may tell
	Equivalent bool    // two one-sided tests within the tolerance
	Seeds      string  // "same seed" when the repeats share a seed, else ""
	Diverged   int     // repeats that are not finite where the original is
	Selection  int     // N: the original was the best of so many; 1 without selection
	Inflation  float64 // what being the best of N alone explains, on average; 0 for N = 1
	More       More    // what would decide it; zero where it is decided
	MayDrift   float64 // chance that a later look calls it drifted, going by what was seen so far
	MayHold    float64 // chance that a later look calls it reproduced
}

// More is how many runs more would bring the bound of the shift below the material
// one, going by the spread so far. 0 is: not with any number we would ask
// for.
type More struct {
	Repeats   int
	Originals int
	Reach     float64 // what ShiftBound would come to with the smaller of both
}

// Ranged says whether there is a range of the runs: few, equal and infinite ones
// have none.
func (n Noise) Ranged() bool {
	return n.Freedom >= 2 && n.HalfWidth > 0 && !math.IsInf(n.HalfWidth, 0)
}
