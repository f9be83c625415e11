package judge

import (
	"math"
	"sync"

	"gonum.org/v1/gonum/stat/distuv"
)

// studentTail gives P(T > t) for t >= 0 and T of Student's t distribution with
// nu degrees of freedom.
func studentTail(t, nu float64) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: nu}.CDF(-t)
}

// studentUpper gives the t with P(T > t) = tail. The tail is asked for because
// a small one keeps digits that 1-tail loses. All metrics of a check ask for the
// same few.
func studentUpper(tail, nu float64) float64 { return upperQuantiles([2]float64{tail, nu}) }

var upperQuantiles = remembered(func(of [2]float64) float64 {
	return -distuv.StudentsT{Mu: 0, Sigma: 1, Nu: of[1]}.Quantile(of[0])
})

// remembered is f, which computes each value once.
func remembered[K comparable](f func(K) float64) func(K) float64 {
	var known sync.Map
	return func(key K) float64 {
		if value, found := known.Load(key); found {
			return value.(float64)
		}
		value := f(key)
		known.Store(key, value)
		return value
	}
}

// between gives the chance that a normal value with this mean and deviation
// lies from low to high.
func between(low, high, mean, deviation float64) float64 {
	if high <= low {
		return 0
	}
	if deviation == 0 {
		if low <= mean && mean <= high {
			return 1
		}
		return 0
	}
	n := distuv.Normal{Mu: mean, Sigma: deviation}
	return n.CDF(high) - n.CDF(low)
}

// expectedMaximum gives the mean of the largest of n standard normal values:
// what selection alone adds to the best of n runs, in standard deviations.
//
//	E = ∫ x · n · φ(x) · Φ(x)^(n-1) dx
func expectedMaximum(n int) float64 {
	if n <= 1 {
		return 0
	}
	count := float64(n)
	return simpson(func(x float64) float64 {
		return x * count * distuv.UnitNormal.Prob(x) * math.Pow(distuv.UnitNormal.CDF(x), count-1)
	}, -10, 10, 4000)
}

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
