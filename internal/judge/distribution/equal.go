package distribution

import "math"

// ChanceOfEqual bounds, whatever the noise looks like, the probability that k
// repeats all give one value and m originals all give another. Over all
// distributions it is largest for two values, where it is p^k·q^m + q^k·p^m
// with q = 1-p.
func ChanceOfEqual(m, k int) float64 { return equalChances([2]int{m, k}) }

var equalChances = memoize(func(of [2]int) float64 {
	m, k, largest := float64(of[0]), float64(of[1]), 0.0
	const steps = 2_000
	for i := 1; i < steps; i++ {
		p := 0.5 + 0.5*float64(i-1)/steps
		q := 1 - p
		largest = math.Max(largest, math.Pow(p, k)*math.Pow(q, m)+math.Pow(q, k)*math.Pow(p, m))
	}
	return largest
})
