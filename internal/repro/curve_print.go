package repro

import (
	"crypto/sha256"
	"encoding/binary"
	"iter"
	"math"
)

// A CurvePrint tells whether two histories of one metric are equal, without
// keeping them.
type CurvePrint struct {
	Sum    [sha256.Size]byte // of steps and values, by step
	Values int               // different values, counted up to finePoints
}

// PrintCurve reads a history once. Time stamps do not count.
func PrintCurve(points iter.Seq[Point]) CurvePrint {
	hash := sha256.New()
	var print CurvePrint
	var seen []float64
	late := 0
	for p := range inOrder(points, &late) {
		var record [16]byte
		binary.LittleEndian.PutUint64(record[:8], uint64(p.step))
		binary.LittleEndian.PutUint64(record[8:], math.Float64bits(p.value))
		hash.Write(record[:])
		known := len(seen) == finePoints
		for _, v := range seen {
			known = known || compareEqual(v, p.value)
		}
		if !known && finite(p.value) {
			seen = append(seen, p.value)
		}
	}
	print.Values = len(seen)
	hash.Sum(print.Sum[:0])
	return print
}
