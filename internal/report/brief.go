package report

import (
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/markdown"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Brief gives a result as a headline and a sentence, in Markdown: what is said where
// the whole stands elsewhere.
func Brief(r repro.Result) string {
	return "### " + symbol(r) + " " + title(r) + ": " + markdown.Code(label(r), markdown.NameWidth) + "\n\n" + markdown.Prose(Sentence(r)) + "\n"
}

// Paragraph is a sentence of ours with names of others in it, in Markdown.
func Paragraph(text string) string { return markdown.Prose(text) + "\n" }

// IssueTitle is what the one issue of a model is called. A title is plain text.
func IssueTitle(model string) string {
	return "Reproducibility: " + markdown.Inert(printable.Middle(model, markdown.NameWidth))
}
