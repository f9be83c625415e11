package distribution

import (
	"math"
	"testing"
)

func TestStudentQuantiles(t *testing.T) {
	t.Parallel()
	// t(.975, nu) to six decimals, as any printed table has them.
	for i, want := range []float64{12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157} {
		nu := float64(i + 1)
		if got := StudentUpper(0.025, nu); math.Abs(got-want) > 1e-6 {
			t.Errorf("t(.975, %v) = %.9f, want %v", nu, got, want)
		}
	}
	// Closed forms: nu = 1 is Cauchy, nu = 2 is algebraic.
	for _, tail := range []float64{0.5, 0.4, 0.25, 0.1, 0.025, 0.005, 1e-4, 1e-8, 1e-12} {
		cauchy := 1 / math.Tan(math.Pi*tail)
		if got := StudentUpper(tail, 1); !alike(got, math.Max(cauchy, 0), 1e-9) {
			t.Errorf("nu 1, tail %v: %.12g, want %.12g", tail, got, cauchy)
		}
		a := 4 * tail * (1 - tail)
		algebraic := (1 - 2*tail) * math.Sqrt(2/a)
		if got := StudentUpper(tail, 2); !alike(got, algebraic, 1e-9) {
			t.Errorf("nu 2, tail %v: %.12g, want %.12g", tail, got, algebraic)
		}
	}
	// Many degrees of freedom are the normal distribution.
	if got := StudentUpper(0.025, 1e7); !alike(got, 1.959964, 1e-6) {
		t.Errorf("nu 1e7: %v, want the normal's 1.959964", got)
	}
}

func TestStudentTailInvertsQuantile(t *testing.T) {
	t.Parallel()
	for nu := 1.0; nu <= 60; nu++ {
		last := math.Inf(1)
		for tail := 1e-9; tail < 0.5; tail *= 1.7 {
			quantile := StudentUpper(tail, nu)
			if got := StudentTail(quantile, nu); !alike(got, tail, 1e-9) {
				t.Errorf("nu %v: tail of %v is %v, want %v", nu, quantile, got, tail)
			}
			if quantile >= last {
				t.Errorf("nu %v: quantiles do not fall at tail %v", nu, tail)
			}
			last = quantile
		}
	}
	if got := StudentTail(0, 5); got != 0.5 {
		t.Errorf("half of the distribution is above zero, not %v", got)
	}
	if got := StudentTail(math.Inf(1), 5); got != 0 {
		t.Errorf("%v above infinity", got)
	}
}

// TestHalfWidths holds the band of one original and k repeats, in standard
// deviations, against SciPy's.
func TestHalfWidths(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		alpha float64
		want  []float64 // k = 2, 3, …
	}{
		{0.05, []float64{15.5619, 4.9683, 3.5581, 3.0414, 2.7765, 2.6159, 2.5081, 2.4307, 2.3726}},
		{0.01, []float64{77.9633, 11.4602, 6.5303, 5.0435, 4.3552, 3.9634, 3.7118, 3.5369, 3.4085}},
	} {
		for i, want := range tt.want {
			k := float64(i + 2)
			got := StudentUpper(tt.alpha/2, k-1) * math.Sqrt(1+1/k)
			if math.Abs(got-want) > 5e-5*math.Max(1, want/10) {
				t.Errorf("alpha %v, k %v: %.4f, want %v", tt.alpha, k, got, want)
			}
		}
	}
}

func TestExpectedMaximum(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]float64{0: 0, 1: 0, 2: 1 / math.Sqrt(math.Pi), 3: 1.5 / math.Sqrt(math.Pi), 5: 1.16296, 10: 1.53875, 30: 2.04276, 100: 2.50759} {
		if got := ExpectedMaximum(n); !alike(got, want, 1e-5) {
			t.Errorf("best of %d: %.6f, want %.6f", n, got, want)
		}
	}
}

func TestSimpsonIsExactForCubics(t *testing.T) {
	t.Parallel()
	got := simpson(func(x float64) float64 { return x*x*x + 2*x*x + 3 }, 1, 4, 6)
	if want := (256.0-1)/4 + 2*(64.0-1)/3 + 9; !alike(got, want, 1e-12) {
		t.Errorf("%v, want %v", got, want)
	}
}

// alike is equal to a relative error.
func alike(got, want, tolerance float64) bool {
	return math.Abs(got-want) <= tolerance*math.Max(math.Abs(want), 1e-6)
}
