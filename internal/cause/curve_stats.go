package cause

import (
	"math"
	"strings"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// slope fits log10 of a size over steps by least squares, as points come.
type slope struct{ n, x, y, xx, xy float64 }

func (s *slope) add(step, size float64) {
	if size == 0 || !decimal.Finite(size) {
		return
	}
	y := math.Log10(size)
	s.n++
	s.x += step
	s.y += y
	s.xx += step * step
	s.xy += step * y
}

// value is 0 when there are too few points to say.
func (s *slope) value() float64 {
	spread := s.n*s.xx - s.x*s.x
	if s.n < 3 || !(spread > 0) {
		return 0
	}
	return (s.n*s.xy - s.x*s.y) / spread
}

// constancy says whether a quantity stayed the same while it could have
// changed: to six digits, over three points or more.
type constancy struct {
	n         int
	low, high float64
}

func (c *constancy) add(v float64) {
	if !decimal.Finite(v) {
		v = math.Inf(1) // 0/0 and the like hold nothing
	}
	if c.n == 0 {
		c.low, c.high = v, v
	}
	c.n++
	c.low, c.high = math.Min(c.low, v), math.Max(c.high, v)
}

func (c *constancy) holds() bool {
	return c.n >= 3 && decimal.Finite(c.high) && c.high-c.low <= 1e-6*math.Abs(c.low)
}

// sparkline keeps the point with the largest difference of each of at most 32
// stretches of equal length; when they are full, neighbours join and each is
// twice as long.
type sparkline struct {
	largest []repro.CurvePoint
	width   int // points to a stretch
	filled  int // points in the last one
}

const sparkColumns = 32

func (s *sparkline) add(p repro.CurvePoint) {
	switch {
	case s.width == 0:
		s.width = 1
	case s.filled < s.width:
		s.filled++
		last := &s.largest[len(s.largest)-1]
		*last = further(*last, p)
		return
	case len(s.largest) == sparkColumns:
		for i := range sparkColumns / 2 {
			s.largest[i] = further(s.largest[2*i], s.largest[2*i+1])
		}
		s.largest = s.largest[:sparkColumns/2]
		s.width *= 2
	}
	s.largest = append(s.largest, p)
	s.filled = 1
}

// further is the point with the larger difference, and of equal ones the later.
func further(a, b repro.CurvePoint) repro.CurvePoint {
	if a.Distance() > b.Distance() {
		return a
	}
	return b
}

// oneSize is between logarithms of sizes that differ by rounding alone: they may even be equal.
const oneSize = 1e-6

// String draws log10 of the differences, from the smallest to the largest; a
// point stands for no difference, a cross for one that is not finite.
func (s *sparkline) String() string {
	low, high := math.Inf(1), 0.0
	for _, p := range s.largest {
		if v := p.Distance(); v > 0 && decimal.Finite(v) {
			low, high = math.Min(low, v), math.Max(high, v)
		}
	}
	from, span := math.Log10(low), math.Log10(high)-math.Log10(low)
	bars := []rune("▁▂▃▄▅▆▇█")
	var b strings.Builder
	for _, p := range s.largest {
		v := p.Distance()
		switch {
		case v == 0:
			b.WriteRune('·')
		case !decimal.Finite(v):
			b.WriteRune('×')
		case span < oneSize:
			b.WriteRune(bars[len(bars)-1])
		default:
			share := (math.Log10(v) - from) / span
			b.WriteRune(bars[int(math.Round(share*float64(len(bars)-1)))])
		}
	}
	return b.String()
}
