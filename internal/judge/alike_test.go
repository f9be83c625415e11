package judge

import "math"

// alike is equal to a relative error.
func alike(got, want, tolerance float64) bool {
	return math.Abs(got-want) <= tolerance*math.Max(math.Abs(want), 1e-6)
}
