package decimal

import (
	"math"
	"strconv"
	"strings"
)

// Unsigned is a difference without its sign.
func Unsigned(difference string) string { return strings.TrimLeft(difference, "+-") }

// Shortest is the shortest text that reads back as v.
func Shortest(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// DecimalsFor gives the decimals that show width with three digits.
func DecimalsFor(width float64) int {
	if !(width > 0) || math.IsInf(width, 0) {
		return 6
	}
	return min(max(2-int(math.Floor(math.Log10(width))), 0), 15)
}
