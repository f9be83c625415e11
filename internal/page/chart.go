package page

import (
	"fmt"
	"math"
	"strings"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// The size of a chart, in units of its drawing. What is right of the plot is for
// the numbers.
const (
	plotWidth  = 300.0
	plotHeight = 84.0
	plotMargin = 8.0 // above and below, so that no mark is cut
)

// furthest is how many half widths of the tolerance a value may be outside before it
// is drawn at the edge: one that diverged would flatten all others.
const furthest = 8

// A Chart is one metric over the checks of a model: the original as a line, what is
// allowed as a band, each reproduction as a mark, and a gap where there is none.
type Chart struct {
	Metric    string
	State     repro.State
	Outside   bool
	Original  string // the values, as people compare them
	Now       string
	Diff      string
	Tolerance string

	BandTop, BandHeight string // of the band; "" where there is none
	OriginalY           string
	Line                string // paths
	Inside, Out, Other  string
	Gaps, Beyond        string
	Whole               bool   // each corner of Line is a value inside: it says what Inside does
	Low, High           Label  // at the band's edges; empty where they would hide the original's
	Words               string // what is not written beside it
}

// A Label is a number beside the plot.
type Label struct{ Y, Text string }

// chartsOf gives a chart for each metric of the latest check that has any.
func chartsOf(checks []repro.Check) []Chart {
	var names []string
	var last map[string]repro.CheckedMetric
	for i := len(checks) - 1; i >= 0 && last == nil; i-- {
		for _, m := range checks[i].Metrics {
			if last == nil {
				last = map[string]repro.CheckedMetric{}
			}
			if _, twice := last[m.Name]; !twice {
				names = append(names, m.Name)
			}
			last[m.Name] = m
		}
	}
	checks = checks[max(0, len(checks)-stripChecks):]
	var outside, rest []Chart
	for _, name := range names {
		c := chartOf(last[name], checks)
		if c.Outside {
			outside = append(outside, c)
		} else {
			rest = append(rest, c)
		}
	}
	return append(outside, rest...)
}

// chartOf draws one metric; m is its latest.
func chartOf(m repro.CheckedMetric, checks []repro.Check) Chart {
	c := Chart{Metric: m.Name, State: m.State, Outside: m.State == repro.StateOutside || m.State == repro.StateMissing, Tolerance: m.Tolerance}
	c.Original, c.Now = values(m.Original, m.Reproduced)
	c.Diff = difference(m.Original, m.Reproduced)
	if math.IsNaN(m.Original) {
		c.Original = "none"
	}
	if math.IsNaN(m.Reproduced) {
		c.Now = "none"
	}
	points := make([]*repro.CheckedMetric, len(checks))
	for i := range checks {
		points[i] = metricOf(checks[i], m.Name)
	}
	if isRate(m, points) {
		m.Low, m.High = math.Max(m.Low, 0), math.Min(m.High, 1)
	}
	s := scaleOf(m, points)
	c.draw(s, m, points)
	c.Words = words(points)
	return c
}

func metricOf(c repro.Check, name string) *repro.CheckedMetric {
	for i := range c.Metrics {
		if c.Metrics[i].Name == name {
			return &c.Metrics[i]
		}
	}
	return nil
}

// A scale turns values into heights.
type scale struct{ low, high float64 }

func scaleOf(m repro.CheckedMetric, points []*repro.CheckedMetric) scale {
	low, high := math.Inf(1), math.Inf(-1)
	take := func(v float64) {
		if math.Abs(v) <= 1e300 { // beyond, differences are no numbers
			low, high = math.Min(low, v), math.Max(high, v)
		}
	}
	take(m.Original)
	take(m.Low)
	take(m.High)
	reach := math.Inf(1)
	if half := (high - low) / 2; decimal.Finite(half) && half > 1e-4*math.Abs(m.Original) { // else the default tolerance, which is no scale
		reach = furthest * half
	}
	for _, p := range points {
		if p != nil && math.Abs(p.Reproduced-m.Original) <= reach {
			take(p.Reproduced)
		}
	}
	if low > high {
		low, high = 0, 1
	}
	if high-low <= 1e-12*math.Max(math.Abs(low), math.Abs(high)) || low == high {
		pad := math.Max(math.Abs(low)*1e-6, 1e-12)
		low, high = low-pad, high+pad
	}
	pad := (high - low) * 0.06
	return scale{low - pad, high + pad}
}

// y gives a height, and where the value is beyond the edges: -1 below, 1 above.
func (s scale) y(v float64) (y float64, beyond int) {
	switch {
	case v < s.low:
		return plotHeight - plotMargin, -1
	case v > s.high:
		return plotMargin, 1
	}
	return plotHeight - plotMargin - (v-s.low)/(s.high-s.low)*(plotHeight-2*plotMargin), 0
}

func (c *Chart) draw(s scale, m repro.CheckedMetric, points []*repro.CheckedMetric) {
	if decimal.Finite(m.Original) {
		y, _ := s.y(m.Original)
		c.OriginalY = coordinate(y)
		c.band(s, m, y)
	}
	var line, inside, out, other, gaps, beyond strings.Builder
	joined := false
	mark := func(path *strings.Builder, x, y string) {
		if path.Len() > 0 { // a corner; the style hides the line that leads to it
			fmt.Fprintf(path, "L%s %s", x, y)
		} else {
			fmt.Fprintf(path, "M%s %sh0", x, y)
		}
	}
	for i, p := range points {
		x := coordinate(place(i, len(points)))
		if p == nil || !decimal.Finite(p.Reproduced) {
			fmt.Fprintf(&gaps, "M%s %sv5", x, coordinate(plotHeight-6))
			joined = false
			continue
		}
		at, far := s.y(p.Reproduced)
		y := coordinate(at)
		if joined {
			fmt.Fprintf(&line, "L%s %s", x, y)
		} else {
			fmt.Fprintf(&line, "M%s %s", x, y)
		}
		joined = true
		switch {
		case far != 0:
			fmt.Fprintf(&beyond, "M%s %sl4.5 %dh-9z", x, coordinate(at-float64(far)*5), far*8)
		case p.State == repro.StateOutside:
			mark(&out, x, y)
		case p.State == repro.StateExtra || p.State == repro.StateReported || p.State == repro.StateUndecided:
			mark(&other, x, y)
		default:
			mark(&inside, x, y)
		}
	}
	c.Line, c.Inside, c.Out, c.Other, c.Gaps, c.Beyond = line.String(), inside.String(), out.String(), other.String(), gaps.String(), beyond.String()
	c.Whole = c.Inside != "" && c.Out+c.Other+c.Beyond == ""
}

// band draws what the tolerance allows, and says its edges where there is room.
func (c *Chart) band(s scale, m repro.CheckedMetric, original float64) {
	if math.IsNaN(m.Low) || math.IsNaN(m.High) {
		return
	}
	top, above := s.y(m.High)
	bottom, below := s.y(m.Low)
	if above != 0 {
		top = 0
	}
	if below != 0 {
		bottom = plotHeight
	}
	c.BandTop, c.BandHeight = coordinate(top), coordinate(math.Max(bottom-top, 1))
	const room = 11 // between two lines of text
	if above == 0 && original-top >= room {
		c.High = Label{coordinate(top + 3), short(m.High)}
	}
	if below == 0 && bottom-original >= room {
		c.Low = Label{coordinate(bottom + 3), short(m.Low)}
	}
}

// place spreads checks over the plot, the latest at the right.
func place(i, n int) float64 {
	const step, edge = 10.0, 8.0
	if n > stripChecks/2 {
		return edge + (plotWidth-2*edge)*float64(i)/float64(max(n-1, 1))
	}
	return plotWidth - edge - 2*step*float64(n-1-i)
}

// coordinate has one decimal: less than anybody sees.
func coordinate(v float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0")
}

// words are the chart for who does not see it; the numbers are text beside it.
func words(points []*repro.CheckedMetric) string {
	there, outside := 0, 0
	for _, p := range points {
		if p != nil && decimal.Finite(p.Reproduced) {
			there++
			if p.State == repro.StateOutside {
				outside++
			}
		}
	}
	return fmt.Sprintf("%d of %s outside", outside, wording.Count(there, "reproduction", "reproductions"))
}
