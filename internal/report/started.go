package report

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/markdown"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Started is what a job summary says of a training that another job finishes.
func Started(r repro.Result, page Page) string {
	d := draft{r: r, page: page}
	parts := []string{"### Started: " + d.label(), "The training runs, and there is no verdict yet. A job with " + markdown.Code("command: finish", markdown.NameWidth) + " compares and answers when it is over."}
	var links []string
	for _, l := range []struct{ text, address string }{{"training run", page.inRepository(r.Execution.URL)}, {"params commit", page.commit(r.Change.Commit)}} {
		if url, ok := printable.URL(l.address); ok {
			links = append(links, markdown.Link(l.text, url))
		}
	}
	if len(links) > 0 {
		parts = append(parts, strings.Join(links, " · "))
	}
	return strings.Join(parts, "\n\n") + "\n"
}
