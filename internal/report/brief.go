package report

import (
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Brief gives a result as a headline and a sentence, in Markdown: what is said where
// the whole stands elsewhere.
func Brief(r repro.Result) string {
	return "### " + symbol(r) + " " + title(r) + ": " + code(label(r), mdName) + "\n\n" + prose(Sentence(r)) + "\n"
}

// IssueTitle is what the one issue of a model is called. A title is plain text.
func IssueTitle(model string) string { return "Reproducibility: " + inert(clip(model, mdName)) }
