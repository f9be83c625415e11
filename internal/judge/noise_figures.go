package judge

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// How the numbers of repeats are written: a rounded one never claims more than
// the one that was computed. Bounds and ranges are rounded outward, levels down.

// rangeWords is the band with its level: "the 98.5 % range of 5 re-runs
// (0.8472 to 0.8804)".
func rangeWords(n repro.Noise) string {
	low, high := Range(n)
	of := wording.Count(n.Repeats, "re-run", "re-runs")
	if n.Originals > 1 {
		of = wording.Count(n.Originals, "original", "originals") + " and " + of
	}
	return fmt.Sprintf("the %s range of %s (%s to %s)", Percent(n.Level), of, low, high)
}

// hair is what a number may be off by its computation: half-way to no digit that
// is printed.
const hair = 1e-9

// Percent writes a level so that 0.9963 is not said to be all, and no level is.
func Percent(share float64) string {
	return strconv.FormatFloat(math.Min(math.Floor(share*1000+hair)/10, 99.9), 'f', -1, 64) + " %"
}

// WholePercent writes the confidence of a bound, of which tenths would say nothing.
func WholePercent(share float64) string { return fmt.Sprintf("%.0f %%", math.Floor(100*share+hair)) }

// atMost writes a probability that is a bound.
func atMost(chance float64) string {
	return strconv.FormatFloat(math.Ceil(chance*1000-hair)/1000, 'f', 3, 64)
}

// Shifts gives the bound of the shift, rounded up, and what matters, with as many
// digits, two or more, as tell which is larger. What does not matter is rounded
// down, what would is rounded up.
func Shifts(n repro.Noise) (bound, material float64) {
	within := n.ShiftBound <= n.Material
	for digits := 2; digits < 17; digits++ {
		bound, material = rounded(n.ShiftBound, digits, true), rounded(n.Material, digits, !within)
		if within && bound <= material || !within && bound > material {
			return bound, material
		}
	}
	return n.ShiftBound, n.Material
}

// rounded keeps so many significant digits of a size, and rounds it up or down.
func rounded(size float64, digits int, up bool) float64 {
	if !(size > 0) || math.IsInf(size, 0) {
		return size
	}
	keep := func(v float64) float64 {
		kept, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'g', digits, 64), 64)
		return kept
	}
	near := keep(size)
	if math.Abs(near-size) > hair*size && near > size != up {
		_, exponent, _ := strings.Cut(strconv.FormatFloat(size, 'e', -1, 64), "e")
		ten, _ := strconv.Atoi(exponent)
		step := math.Pow10(ten - digits + 1)
		if !up {
			step = -step
		}
		near = keep(near + step)
	}
	if math.IsInf(near, 0) {
		return size
	}
	return near
}

// Range writes both ends of the band with as many decimals as its width needs,
// and more where an original that lies outside would not be seen to.
func Range(n repro.Noise) (low, high string) {
	places := decimal.DecimalsFor(n.High - n.Low)
	for ; ; places++ {
		low, high = end(n.Low, places, -1, n.HalfWidth), end(n.High, places, 1, n.HalfWidth)
		from, _ := strconv.ParseFloat(low, 64)
		to, _ := strconv.ParseFloat(high, 64)
		if hidden := (n.Centre < n.Low || n.Centre > n.High) && from <= n.Centre && n.Centre <= to; !hidden || places >= 17 {
			return low, high
		}
	}
}

// end writes one end of a band, rounded outward.
func end(v float64, places int, outward, width float64) string {
	if size := math.Abs(v); !decimal.Finite(v) || size >= 1e15 || size != 0 && size < 1e-12 {
		return strconv.FormatFloat(v, 'g', 4, 64)
	}
	text := strconv.FormatFloat(v, 'f', places, 64)
	near, _ := strconv.ParseFloat(text, 64)
	if (v-near)*outward > hair*width {
		text = strconv.FormatFloat(near+outward*math.Pow10(-places), 'f', places, 64)
	}
	return text
}
