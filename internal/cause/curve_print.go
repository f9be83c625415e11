package cause

import (
	"crypto/sha256"
	"encoding/binary"
	"iter"
	"math"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// PrintCurve reads a history once. Time stamps do not count.
func PrintCurve(points iter.Seq[repro.Point]) repro.CurvePrint {
	hash := sha256.New()
	var print repro.CurvePrint
	var seen []float64
	late := 0
	for p := range inOrder(points, &late) {
		var record [16]byte
		binary.LittleEndian.PutUint64(record[:8], uint64(p.step))
		binary.LittleEndian.PutUint64(record[8:], math.Float64bits(p.value))
		hash.Write(record[:])
		known := len(seen) == repro.MaxPrintValues
		for _, v := range seen {
			known = known || repro.SameNumber(v, p.value)
		}
		if !known && decimal.Finite(p.value) {
			seen = append(seen, p.value)
		}
	}
	print.Values = len(seen)
	hash.Sum(print.Sum[:0])
	return print
}
