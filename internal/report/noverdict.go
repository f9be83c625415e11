package report

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/markdown"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// NoVerdict is the job summary of a step that ended before there was anything to judge: why
// is what its error says.
func NoVerdict(why string) string {
	return "### No verdict\n\n" + markdown.Prose(wording.Capital(wording.Stop(why))) + "\n\nNothing was compared, so nothing was found out about the model.\n"
}

// NoVerdictComment is what a comment says of a check that ended before there was anything to
// judge: its report, its line in the table of several models, and the title above it. asked
// is the model with the version that was asked for, in words.
func NoVerdictComment(asked repro.ModelVersion, why string, page Page) (body, line, title string) {
	of := &draft{r: repro.Result{Plan: repro.Plan{Model: asked}, Original: repro.Run{ID: asked.RunID}}}
	body = "### " + repro.Unverified.Symbol() + " No verdict: " + of.label() + "\n\n"
	if page.Head != "" {
		body += "The check of " + markdown.Code(shortCommit(page.Head), markdown.NameWidth) + " ended before there was anything to judge: "
	} else {
		body += "The latest check ended before there was anything to judge: "
	}
	body += markdown.Prose(wording.Stop(printable.Clip(why, 2000))) + "\n\nWhat an earlier check found is no result of this one, and does not stand here any more.\n"
	links := "–"
	if job, ok := printable.URL(page.Job); ok {
		links = markdown.Link("check", job)
		body += "\n<sub>" + markdown.Link("workflow run", job) + "</sub>\n"
	}
	line = "| " + strings.Join([]string{repro.Unverified.Symbol() + " no verdict", markdown.Pipes(of.label()), "–", links}, " | ") + " |"
	name := label(of.r)
	if asked.Version != "" && !markdown.IsNumber(asked.Version) {
		name = asked.Name + " " + asked.Version
	}
	return body, line, repro.Unverified.Symbol() + " No verdict: " + markdown.HTML(name, markdown.NameWidth)
}
