package cause

import (
	"encoding/binary"
	"iter"
	"math"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// FuzzCompareCurves compares whatever histories there are: each point is counted once, and
// the curve can be told and drawn.
func FuzzCompareCurves(f *testing.F) {
	encoded := func(values ...float64) []byte {
		var data []byte
		for i, v := range values {
			data = append(data, byte(i))
			data = binary.LittleEndian.AppendUint64(data, math.Float64bits(v))
		}
		return data
	}
	f.Add(encoded(1, 2, 3), encoded(1.001, 2.001, 3.0010000000000003)) // sizes that are equal but for rounding
	f.Add(encoded(math.NaN(), math.Inf(1), 5e-324), encoded(0, math.Inf(-1), math.MaxFloat64, 1))
	within := byDefault(f)
	f.Fuzz(func(t *testing.T, a, b []byte) {
		c := CompareCurves("m", decoded(a), decoded(b), within)
		if points := len(a)/9 + len(b)/9; 2*c.Shared+c.OnlyOriginal+c.OnlyReproduced+c.OutOfOrder != points {
			t.Errorf("of %d points, %d are shared, %d and %d alone, %d out of order", points, c.Shared, c.OnlyOriginal, c.OnlyReproduced, c.OutOfOrder)
		}
		if c.Shared > 0 && CurveSentence(c) == "" {
			t.Errorf("nothing is said of %+v", c)
		}
		if drawn := len([]rune(c.Spark)); drawn > sparkColumns || drawn != len(c.Drawn) {
			t.Errorf("%q draws %d points", c.Spark, len(c.Drawn))
		}
	})
}

// decoded gives a point for each nine bytes: its step, and its value.
func decoded(data []byte) iter.Seq[repro.Point] {
	return func(yield func(repro.Point) bool) {
		for ; len(data) >= 9; data = data[9:] {
			if !yield(repro.Point{Step: int64(data[0]), At: time.UnixMilli(int64(len(data))), Value: math.Float64frombits(binary.LittleEndian.Uint64(data[1:]))}) {
				return
			}
		}
	}
}
