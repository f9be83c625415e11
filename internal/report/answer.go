package report

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/report/markdown"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A Usage is one form that can be written, and what it means.
type Usage struct{ Form, Means string }

// Answer is the answer to a comment that asked for a check and came to nothing, or that
// asked for help: why is "" then. who asked is named, and not mentioned.
func Answer(who, why string, usage []Usage) string {
	parts := []string{"### What a comment can say"}
	if why != "" {
		parts = []string{"### Nothing was checked", "The comment of " + markdown.Code(who, markdown.NameWidth) + " came to nothing: " + markdown.Prose(wording.Stop(why)), "A comment can say:"}
	}
	var rows [][]string
	for _, u := range usage {
		rows = append(rows, []string{markdown.Cell(u.Form, markdown.NameWidth), markdown.ProseCell(wording.Capital(strings.TrimSuffix(u.Means, ".")))})
	}
	return strings.Join(append(parts, markdown.Table("ll", []string{"Comment", "Meaning"}, rows)), "\n\n") + "\n"
}
