package report

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/report/markdown"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// trainedCode says which commit was trained, where the result is read beside another one or
// may be; "" where it is not.
func trainedCode(r repro.Result, page Page) string {
	code := r.Plan.Code
	if !page.Trained || code.Commit == "" {
		return ""
	}
	text := "Trained the code of " + markdown.Code(shortCommit(code.Commit), markdown.NameWidth)
	if (code.Asked == "original" || code.Asked == "head") && code.From != "" {
		text += ", the " + markdown.Prose(strings.TrimPrefix(code.From, "the "))
	}
	if page.Head != "" {
		text += ", not of this pull request's head " + markdown.Code(shortCommit(page.Head), markdown.NameWidth)
	}
	return text + "."
}

// Opening is the headline of a result and its first sentences: what is left of a comment
// that is too long.
func Opening(r repro.Result, page Page) string {
	d := &draft{r: r, page: page}
	return "### " + symbol(r) + " " + title(r) + ": " + d.label() + "\n\n" + d.sentence() + "\n"
}
