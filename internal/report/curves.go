package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/markdown"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// curvesShown is how many histories a report tells about.
const curvesShown = 10

// apart gives the curves that are worth a line: those that part somewhere, or
// could not be laid side by side.
func apart(curves []repro.Curve) (shown []repro.Curve, more int) {
	for _, curve := range curves {
		switch {
		case curve.Pattern == repro.PatternEqual:
		case len(shown) == curvesShown:
			more++
		default:
			shown = append(shown, curve)
		}
	}
	return shown, more
}

// curveText is a curve in words, without its name. A saved curve may lack the
// points that its own counts promise; then only the counts are told.
func curveText(c repro.Curve) string {
	if c.Shared > 0 && (c.First == nil || c.Last == nil) || c.FirstDifferent != nil && (c.Largest == nil || c.Last == nil) || c.Shared == 0 && c.FirstDifferent != nil {
		return wording.Count(c.Shared, "shared point", "shared points")
	}
	return strings.TrimPrefix(cause.CurveSentence(c), c.Name+": ")
}

// curvesHeading says how to read what follows: where a difference is drawn over time, what a
// bar is.
func curvesHeading(shown []repro.Curve) string {
	if slices.ContainsFunc(shown, func(c repro.Curve) bool { return c.Spark != "" }) {
		return "Training curves, first step to last (height: log of the difference; ·: none):"
	}
	return "Training curves:"
}

// sparkText is the difference over time between the steps that it begins and ends with; "" where
// none is drawn.
func sparkText(c repro.Curve) string {
	if c.Spark == "" || c.NoSteps || c.First == nil || c.Last == nil {
		return c.Spark
	}
	return fmt.Sprintf("%d %s %d", c.First.Step, c.Spark, c.Last.Step)
}

// maxSpark is its length: 32 bars and two numbers.
const maxSpark = 80

// curves says where the training curves part.
func (s *screen) curves(c repro.Comparison) {
	shown, more := apart(c.Curves)
	if len(shown) == 0 {
		return
	}
	s.Gap()
	s.Line("%s", curvesHeading(shown))
	for _, curve := range shown {
		name := printable.Middle(curve.Name, terminal.NameWidth)
		if curve.Spark != "" {
			s.Line("  %s  %s", name, printable.Middle(sparkText(curve), maxSpark))
			s.Paragraph("    ", "    ", curveText(curve))
			continue
		}
		s.Paragraph("  "+name+"  ", "    ", curveText(curve))
	}
	if more > 0 {
		s.Line("  and %s; the report file has all", wording.Count(more, "more", "more"))
	}
}

// curves says the same in Markdown.
func (d *draft) curves() {
	shown, more := apart(d.r.Comparison.Curves)
	lines := []string{}
	for _, curve := range shown {
		line := "- " + markdown.Code(curve.Name, markdown.NameWidth) + ": " + markdown.Prose(curveText(curve))
		if curve.Spark != "" {
			line += " " + markdown.Code(sparkText(curve), maxSpark)
		}
		lines = append(lines, line)
	}
	if more > 0 {
		lines = append(lines, "- "+wording.Count(more, "more curve", "more curves")+" in the saved report")
	}
	if len(lines) > 0 {
		d.add(curvesHeading(shown) + "\n\n" + strings.Join(lines, "\n"))
	}
}
