package judge

import (
	"math"

	"github.com/reproduce-action/reproduce/internal/judge/distribution"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// NoiseBearsOut says whether what a file has of the noise can make its metric one that is
// within noise, as decide has it: enough runs were measured, the difference of the means is
// inside their range or the tolerance, and no shift that matters may hide. values are those
// of the re-runs as far as the file has them all; nil where it does not.
func NoiseBearsOut(d repro.Delta, values []float64) bool {
	n := d.Noise
	if n == nil || n.Originals < 1 || n.Repeats < 1 || n.Diverged != 0 || n.Freedom < 2 || n.Freedom > n.Originals+n.Repeats-2 {
		return false
	}
	if values != nil && (len(values) != n.Repeats || !Spanned(values, d.Reproduced) || !Spanned(values, n.Mean)) {
		return false
	}
	near := func(a, b float64) bool { return a <= b+1e-9*math.Max(math.Abs(a), math.Abs(b)) } // not where one is no number
	independent := n.Freedom + 2 - n.Originals
	if independent < 1 || !(n.Deviation > 0) || n.Power < leastPower || n.Power > 1 {
		return false
	}
	shift := n.Mean - n.Centre
	low, high := Band(d.Tolerance, d.Original) // not a number, where it is no tolerance
	tolerated := near(low-d.Original, shift) && near(shift, high-d.Original)
	hidden := distribution.StudentUpper(1-n.Power, float64(n.Freedom)) * n.Deviation * math.Sqrt(1/float64(n.Originals)+1/float64(independent))
	return (near(math.Abs(shift), n.HalfWidth) || tolerated) && near(math.Abs(shift)+hidden, n.Material)
}

// leastPower is below that of each look: that of all together is never below four in five.
const leastPower = 0.75

// Spanned says whether a value lies between the smallest and the largest of several, but
// for the rounding of a mean. No number is like no other but itself.
func Spanned(values []float64, value float64) bool {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if v == value || math.IsNaN(v) && math.IsNaN(value) {
			return true
		}
		low, high = math.Min(low, v), math.Max(high, v)
	}
	last := 4 * (math.Nextafter(math.Abs(value), math.Inf(1)) - math.Abs(value))
	return value >= low-last && value <= high+last
}
