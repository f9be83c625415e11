package repro

import "math"

// studentTail gives P(T > t) for t >= 0 and T of Student's t distribution with
// nu degrees of freedom:
//
//	P(T > t) = I_x(nu/2, 1/2) / 2,  x = nu/(nu + t²)
//
// Abramowitz and Stegun, 26.7.1 and 26.5.27; https://dlmf.nist.gov/8.17
func studentTail(t, nu float64) float64 {
	switch {
	case math.IsNaN(t):
		return math.NaN()
	case math.IsInf(t, 1):
		return 0
	}
	return incompleteBeta(nu/2, 0.5, nu/(nu+t*t)) / 2
}

// studentUpper gives the t with P(T > t) = tail, for 0 < tail <= 0.5 and
// nu >= 1, by bisection of studentTail: monotone, and good to the last bits.
// The tail is asked for because a small one keeps digits that 1-tail loses.
func studentUpper(tail, nu float64) float64 {
	low, high := 0.0, 1.0
	for studentTail(high, nu) > tail {
		low, high = high, 2*high
		if math.IsInf(high, 1) {
			return high
		}
	}
	for range 200 {
		middle := low + (high-low)/2
		if middle == low || middle == high {
			break
		}
		if studentTail(middle, nu) > tail {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}

// incompleteBeta is the regularised incomplete beta function I_x(a, b) for
// positive a and b and 0 <= x <= 1, by its continued fraction,
// https://dlmf.nist.gov/8.17#E22, evaluated with Lentz's algorithm. The
// fraction converges fast below (a+1)/(a+b+2); above, I_x(a,b) = 1 - I_1-x(b,a).
func incompleteBeta(a, b, x float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	case x > (a+1)/(a+b+2):
		return 1 - incompleteBeta(b, a, 1-x)
	}
	const tiny = 1e-300 // stands for a zero denominator
	guard := func(v float64) float64 {
		if math.Abs(v) < tiny {
			return tiny
		}
		return v
	}
	c, d := 1.0, 1/guard(1-(a+b)*x/(a+1))
	fraction := d
	for i := 1; i <= 1000; i++ {
		m := float64(i)
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		d = 1 / guard(1+even*d)
		c = guard(1 + even/c)
		fraction *= d * c
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		d = 1 / guard(1+odd*d)
		c = guard(1 + odd/c)
		step := d * c
		fraction *= step
		if math.Abs(step-1) < 1e-16 {
			break
		}
	}
	return math.Exp(a*math.Log(x)+b*math.Log1p(-x)-logBeta(a, b)) * fraction / a
}

func logBeta(a, b float64) float64 {
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	return la + lb - lab
}

// normalTail gives P(Z > z) for the standard normal.
func normalTail(z float64) float64 { return math.Erfc(z/math.Sqrt2) / 2 }

// power gives the probability that a true shift, in units of the noise's
// standard deviation, moves the difference of the means of m originals and k
// repeats past max(t·s·c, floor), where s is estimated with nu degrees of
// freedom and c = sqrt(1/m + 1/k):
//
//	∫ P(|D| > max(t·u·c, floor)) f(u) du,  D ~ N(shift, c²),  nu·u² ~ chi²(nu)
//
// With floor = 0 this is the noncentral t distribution's two-sided power.
func power(shift, t, c, floor, nu float64) float64 {
	lg, _ := math.Lgamma(nu / 2)
	norm := math.Log(2) + nu/2*math.Log(nu/2) - lg
	integrand := func(u float64) float64 {
		if u <= 0 {
			return 0
		}
		limit := math.Max(t*u*c, floor)
		density := math.Exp(norm + (nu-1)*math.Log(u) - nu*u*u/2)
		return density * (normalTail((limit-shift)/c) + normalTail((limit+shift)/c))
	}
	spread := 10 / math.Sqrt(2*nu)
	return simpson(integrand, math.Max(0, 1-spread), 1+spread, 100)
}

// detectable gives the shift that power finds four times in five, to four
// digits; +Inf when none up to a billion standard deviations is.
func detectable(t, c, floor, nu float64) float64 {
	missed := func(shift float64) bool { return power(shift, t, c, floor, nu) < 0.8 }
	low, high := 0.0, 1.0
	for missed(high) {
		low, high = high, 2*high
		if high > 1e9 {
			return math.Inf(1)
		}
	}
	for range 14 {
		if middle := (low + high) / 2; missed(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return high
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
		return x * count * math.Exp(-x*x/2) / math.Sqrt(2*math.Pi) * math.Exp((count-1)*math.Log1p(-normalTail(x)))
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
