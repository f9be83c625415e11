package report

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/report/markdown"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// chart draws the first curve that parts enough to be seen: beyond its tolerance, else at
// all. Where there is little room, as in a comment, the sparkline has to do.
func (d *draft) chart() {
	if !d.open {
		return
	}
	var seen *repro.Curve
	for i, curve := range d.r.Comparison.Curves {
		if tellsMore(curve) && (seen == nil || seen.FirstOutside == nil && curve.FirstOutside != nil) {
			seen = &d.r.Comparison.Curves[i]
		}
	}
	if seen != nil {
		d.add(markdown.Diagram(mermaid(*seen, other(d.r))))
	}
}

// fewestDrawn points make a curve; the two sides of one are told apart from
// partsBy of the range that both take.
const (
	fewestDrawn = 4
	partsBy     = 0.02
)

// tellsMore says whether a chart shows what words and a sparkline do not.
func tellsMore(c repro.Curve) bool {
	low, high, apart := math.Inf(1), math.Inf(-1), 0.0
	for _, p := range c.Drawn {
		if !decimal.Finite(p.Original) || !decimal.Finite(p.Reproduced) {
			return false
		}
		low, high = math.Min(low, math.Min(p.Original, p.Reproduced)), math.Max(high, math.Max(p.Original, p.Reproduced))
		apart = math.Max(apart, p.Distance())
	}
	// Mermaid reads no exponents: beyond these a number has more digits than an axis has room for.
	largest := math.Max(math.Abs(low), math.Abs(high))
	return len(c.Drawn) >= fewestDrawn && !c.NoSteps && largest < 1e9 && high-low > 1e-6 && apart >= partsBy*(high-low)
}

// ownName is a name that is shown in a chart as it is: whatever else a person writes might
// mean something to Mermaid.
var ownName = regexp.MustCompile(`^[A-Za-z0-9_./@ -]{1,40}$`)

// mermaid is a curve as an XY chart, in the order of the points.
// https://mermaid.js.org/syntax/xyChart.html
func mermaid(c repro.Curve, reproduced string) []string {
	name := "metric"
	if ownName.MatchString(c.Name) {
		name = c.Name
	}
	var steps, before, after []string
	for _, p := range fewer(c.Drawn) {
		steps = append(steps, strconv.FormatInt(p.Step, 10))
		before, after = append(before, plain(p.Original)), append(after, plain(p.Reproduced))
	}
	return []string{
		"---",
		"config:",
		"  themeVariables:",
		"    xyChart:",
		`      plotColorPalette: "#0969da, #bc4c00"`,
		"---",
		"xychart-beta",
		`  title "` + name + `: original (blue), ` + strings.ToLower(reproduced) + ` (orange)"`,
		`  x-axis "step" [` + strings.Join(steps, ", ") + "]",
		`  y-axis "` + name + `"`,
		"  line [" + strings.Join(before, ", ") + "]",
		"  line [" + strings.Join(after, ", ") + "]",
	}
}

// mostDrawn points have room for their steps side by side.
const mostDrawn = 12

// fewer keeps of each few neighbours the one that parts most; the last point is the result.
func fewer(points []repro.CurvePoint) []repro.CurvePoint {
	var kept []repro.CurvePoint
	for few := range slices.Chunk(points, (len(points)+mostDrawn-1)/mostDrawn) {
		kept = append(kept, slices.MaxFunc(few, func(a, b repro.CurvePoint) int { return cmp.Compare(a.Distance(), b.Distance()) }))
	}
	kept[len(kept)-1] = points[len(points)-1]
	return kept
}

// plain is a number of six digits without an exponent.
func plain(v float64) string {
	digits := 6
	if v != 0 {
		digits = min(max(5-int(math.Floor(math.Log10(math.Abs(v)))), 0), 12)
	}
	text := strconv.FormatFloat(v, 'f', digits, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}
