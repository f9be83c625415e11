package page

import (
	"bufio"
	"fmt"
	"html"
	"strings"

	"github.com/reproduce-action/reproduce/internal/printable"
)

// This file writes HTML. It does not take html/template: that finds methods by name
// while it runs, so the linker keeps every exported method of every type, and the
// image of the action would grow by half, from 13 MB to 19.

// markup is HTML that stands in this package. A constant becomes one by itself and
// somebody else's text does not: that is always a value, and escaped.
type markup string

// A document is HTML as it is written.
type document struct{ out *bufio.Writer }

// put writes HTML with values in it, a {} for each, in text or in a quoted attribute.
// An error of the writer is kept until it is flushed.
func (d document) put(m markup, values ...any) {
	for i, part := range strings.Split(string(m), "{}") {
		if i > 0 {
			_, _ = d.out.WriteString(escaped(values[i-1])) //nolint:gosec // G602: a markup is ours, with a value for each {}
		}
		_, _ = d.out.WriteString(part)
	}
}

// whole writes a part of the page that has no values, though it may have a {}.
func (d document) whole(m markup) { _, _ = d.out.WriteString(string(m)) }

// where writes the HTML only where its one value is not empty.
func (d document) where(value string, m markup) {
	if value != "" {
		d.put(m, value)
	}
}

// escaped gives a value as text of HTML, and as the value of an attribute in quotes. What
// would not show, or turn the direction of a line, is made visible as on a terminal.
func escaped(value any) string {
	return html.EscapeString(printable.Text(fmt.Sprint(value)))
}
