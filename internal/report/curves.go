package report

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/repro"
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
		return count(c.Shared, "shared point", "shared points")
	}
	return strings.TrimPrefix(cause.CurveSentence(c), c.Name+": ")
}

// curves says where the training curves part.
func (s *screen) curves(c repro.Comparison) {
	shown, more := apart(c.Curves)
	if len(shown) == 0 {
		return
	}
	s.gap()
	s.line("Training curves:")
	for _, curve := range shown {
		name := clip(curve.Name, nameWidth)
		if curve.Spark != "" {
			s.line("  %s  %s", name, clip(curve.Spark, 40))
			s.paragraph("    ", "    ", curveText(curve))
			continue
		}
		s.paragraph("  "+name+"  ", "    ", curveText(curve))
	}
	if more > 0 {
		s.line("  and %s; the report file has all", count(more, "more", "more"))
	}
}

// curves says the same in Markdown.
func (d *draft) curves() {
	shown, more := apart(d.r.Comparison.Curves)
	lines := []string{}
	for _, curve := range shown {
		line := "- " + code(curve.Name, mdName) + ": " + prose(curveText(curve))
		if curve.Spark != "" {
			line += " " + code(curve.Spark, 40)
		}
		lines = append(lines, line)
	}
	if more > 0 {
		lines = append(lines, "- "+count(more, "more curve", "more curves")+" in the saved report")
	}
	if len(lines) > 0 {
		d.add("Training curves:\n\n" + strings.Join(lines, "\n"))
	}
}
