package judge

import "math"

// Student's t assumes normal noise. With skewed or heavy-tailed noise, two means
// of equally many runs are compared fairly all the same, as their skewness
// cancels. A single run against many is not: a lognormal draw leaves their 95 %
// range once in eleven times, and their 99.9 % range, which several metrics ask
// for, once in forty. So the band is made as wide as lognormal noise needs.

// skewness says how much of the noise's skewness is left in the difference of
// the means of m and of k runs, from 0 for equally many to 1 for one run against
// very many. Third cumulants of means go down with the square of their number.
func skewness(m, k int) float64 {
	a, b := 1/float64(m), 1/float64(k)
	return math.Abs(a*a-b*b) / math.Pow(a+b, 1.5)
}

// forSkewed is the share that is left of a level alpha in a comparison of the
// means of m and of k runs, so that lognormal and t(3) noise keep alpha. It goes
// down with what is left of the skewness, and the more, the farther out in the
// tails alpha lies. The numbers were fitted to simulated critical values, for 1
// to 20 metrics at 0.05 in all; TestAlarmsOfChecks holds them.
func forSkewed(alpha float64, m, k int) float64 {
	left := skewness(m, k)
	if left == 0 {
		return 1
	}
	tail := 2 * math.Pow(left, 1.2) * (math.Sqrt(float64(m+k-2)) - 1)
	return math.Min(1, math.Pow(0.33/left, 2.5)) * math.Min(1, math.Pow(alpha/0.05, math.Max(0, tail)))
}
