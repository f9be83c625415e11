package distribution

import "math"

// NormalBetween gives the chance that a normal value with this mean and deviation
// lies from low to high.
func NormalBetween(low, high, mean, deviation float64) float64 {
	if high <= low {
		return 0
	}
	if deviation == 0 {
		if low <= mean && mean <= high {
			return 1
		}
		return 0
	}
	return standardCDF((high-mean)/deviation) - standardCDF((low-mean)/deviation)
}

// ExpectedMaximum gives the mean of the largest of n standard normal values:
// what selection alone adds to the best of n runs, in standard deviations.
//
//	E = ∫ x · n · φ(x) · Φ(x)^(n-1) dx
func ExpectedMaximum(n int) float64 {
	if n <= 1 {
		return 0
	}
	count := float64(n)
	return simpson(func(x float64) float64 {
		return x * count * standardDensity(x) * math.Pow(standardCDF(x), count-1)
	}, -10, 10, 4000)
}

// standardCDF is Φ and standardDensity φ of the standard normal distribution.
func standardCDF(z float64) float64 { return 0.5 * math.Erfc(-z/math.Sqrt2) }

func standardDensity(z float64) float64 { return math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) }

// simpson integrates f by the composite rule over an even number of panels.
func simpson(f func(float64) float64, from, to float64, panels int) float64 {
	h := (to - from) / float64(panels)
	sum := f(from) + f(to)
	for i := 1; i < panels; i++ {
		weight := 2.0
		if i%2 == 1 {
			weight = 4
		}
		sum += weight * f(from+float64(i)*h)
	}
	return sum * h / 3
}
