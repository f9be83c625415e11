package distribution

import (
	"gonum.org/v1/gonum/stat/distuv"
)

// StudentTail gives P(T > t) for t >= 0 and T of Student's t distribution with
// nu degrees of freedom.
func StudentTail(t, nu float64) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: nu}.CDF(-t)
}

// StudentUpper gives the t with P(T > t) = tail. The tail is asked for because
// a small one keeps digits that 1-tail loses. All metrics of a check ask for the
// same few.
func StudentUpper(tail, nu float64) float64 { return upperQuantiles([2]float64{tail, nu}) }

var upperQuantiles = remembered(func(of [2]float64) float64 {
	return -distuv.StudentsT{Mu: 0, Sigma: 1, Nu: of[1]}.Quantile(of[0])
})
