package distribution

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Student's t by the regularised incomplete beta function, for which the library is; its
// package of distributions brings matrices along.
// https://en.wikipedia.org/wiki/Student%27s_t-distribution#Cumulative_distribution_function

// StudentTail gives P(T > t) for t >= 0 and T of Student's t distribution with
// nu degrees of freedom.
func StudentTail(t, nu float64) float64 {
	return 0.5 * mathext.RegIncBeta(nu/2, 0.5, nu/(t*t+nu))
}

// StudentUpper gives the t with P(T > t) = tail, for tails up to one half. The tail is asked
// for because a small one keeps digits that 1-tail loses. All metrics of a check ask for the
// same few.
func StudentUpper(tail, nu float64) float64 { return upperQuantiles([2]float64{tail, nu}) }

var upperQuantiles = memoize(func(of [2]float64) float64 {
	tail, nu := of[0], of[1]
	t := mathext.InvRegIncBeta(nu/2, 0.5, 2*tail)
	return math.Sqrt(nu * (1 - t) / t)
})
