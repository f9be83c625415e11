// Package decimaltest draws numbers for tests, from the places where arithmetic and
// formatting go wrong. Only tests import it.
package decimaltest

import (
	"math"
	"math/rand/v2"
	"strconv"
)

// Finite draws finite values of all kinds: short and long decimals,
// integers, denormals, neighbours of each other.
func Finite(random *rand.Rand) float64 {
	switch random.IntN(6) {
	case 0:
		return float64(random.IntN(2001)-1000) / 1000
	case 1:
		return float64(random.IntN(100))
	case 2:
		return random.NormFloat64()
	case 3:
		v, _ := strconv.ParseFloat(strconv.FormatFloat(random.Float64(), 'f', 1+random.IntN(8), 64), 64)
		return v
	case 4:
		return math.Nextafter(float64(random.IntN(10))/10, float64(random.IntN(3)-1))
	}
	for {
		if v := math.Float64frombits(random.Uint64()); !math.IsNaN(v) && !math.IsInf(v, 0) {
			return v
		}
	}
}
