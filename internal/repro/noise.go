package repro

// Noise is what repeats say about one metric. CompareRepeats has the
// procedure. All values are in the metric's own unit.
type Noise struct {
	Originals  int     // m: original values, the registered run's first
	Repeats    int     // k: reproductions
	Mean       float64 // of the repeats
	Deviation  float64 // s: pooled standard deviation
	Freedom    int     // nu = m + k - 2
	HalfWidth  float64 // h: half width of the band around the repeats' mean
	Low, High  float64 // the band
	Detectable float64 // the true shift that would be found four times in five; +Inf where the tolerance bounds nothing
	P          float64 // two-sided; report file only; NaN without a deviation
	InDoubt    bool    // inside the band, but so near its edge that more runs may tell
	Equivalent bool    // two one-sided tests within the tolerance
	Seeds      string  // "seed-locked" when the repeats share a seed, else ""
	Diverged   int     // repeats that are not finite where the original is
	Selection  int     // N: the original was the best of so many; 1 without selection
	Inflation  float64 // what being the best of N alone explains, on average; 0 for N = 1
}
