package report

import (
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/markdown"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Line is a result as one line of the table that several models share in a comment: a row
// of Markdown, and nothing that was not escaped.
func Line(r repro.Result, page Page) string {
	model := r.Model()
	words, ratio := sweptWords(OutlineOf(r))
	links := []string{}
	for _, l := range []struct{ text, address string }{
		{"version", on(page.Tracking, model.URL)},
		{"original", on(page.Tracking, r.Original.URL)},
		{"run", on(page.Tracking, r.Reproduction.URL)},
		{"params", page.commit(r.Change.Commit)},
		{"training", page.inRepository(r.Execution.URL)},
		{"check", page.Job},
		{"artifacts", artifacts(page.Job)},
	} {
		if url, ok := printable.URL(l.address); ok {
			links = append(links, markdown.Link(l.text, url))
		}
	}
	label := (&draft{r: r}).label()
	if page.Trained && r.Plan.Code.Commit != "" {
		label += ", code of " + markdown.Code(shortCommit(r.Plan.Code.Commit), markdown.NameWidth)
	}
	return "| " + strings.Join([]string{
		symbol(r) + " " + markdown.ProseCell(words), markdown.Pipes(label), ratio, orDash(strings.Join(links, "\u00a0·\u00a0")),
	}, " | ") + " |"
}

// commit is the page of a commit of the repository; "" for none.
func (p Page) commit(sha string) string {
	if p.Repository == "" || sha == "" {
		return ""
	}
	return p.Repository + "/commit/" + sha
}

// artifacts is where the files of a workflow run are.
func artifacts(job string) string {
	if job == "" {
		return ""
	}
	return job + "#artifacts"
}

// Several is the head of a comment about several models: how many came back, and a table
// of a line each, what needs somebody first.
func Several(verdicts []repro.Verdict, lines []string) string {
	counts := map[repro.Verdict]int{}
	rows := make([]int, len(verdicts))
	for i, verdict := range verdicts {
		counts[known3(verdict)]++
		rows[i] = i
	}
	order.Stable(rows, func(a, b int) int { return urgency(verdicts[a]) - urgency(verdicts[b]) })
	var parts []string
	worst := repro.Reproduced
	for _, c := range []struct {
		verdict repro.Verdict
		words   string
	}{{repro.Reproduced, "reproduced"}, {repro.Unverified, "could not be verified"}, {repro.Drifted, "drifted"}} {
		if n := counts[c.verdict]; n > 0 {
			parts, worst = append(parts, strconv.Itoa(n)+" "+c.words), c.verdict
		}
	}
	out := "### " + worst.Symbol() + " " + wording.Count(len(verdicts), "model", "models") + ": " + strings.Join(parts, ", ") + "\n\n" +
		"| Verdict | Model | Outside | Links |\n|:--|:--|--:|:--|\n"
	for _, i := range rows {
		out += lines[i] + "\n"
	}
	return out
}

// Folded is the title above the report of one model of several, which is folded away.
func Folded(r repro.Result) string {
	return symbol(r) + " " + title(r) + ": " + markdown.HTML(label(r), markdown.NameWidth)
}
