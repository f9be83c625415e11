package report

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// checkAll renders a result every way there is.
func checkAll(t *testing.T, r repro.Result) {
	t.Helper()
	for _, width := range []int{0, 40, 120} {
		if err := checkTerminal(Terminal(r, terminal.Style{Width: width})); err != nil {
			t.Fatalf("terminal: %v", err)
		}
	}
	if err := checkTerminal(Show(View{Plan: r.Plan}, terminal.Style{Width: 80}) + Plan(Planned{Plan: r.Plan}, terminal.Style{})); err != nil {
		t.Fatalf("show or plan: %v", err)
	}
	comment, _ := Comment(r, page)
	if err := checkMarkdown(comment, true); err != nil {
		t.Fatalf("comment: %v\n%s", err, comment)
	}
	summary, _ := Summary(r, page)
	if err := checkMarkdown(summary, false); err != nil {
		t.Fatalf("summary: %v\n%s", err, summary)
	}
	table, _ := Swept(Outlines([]repro.Result{r, r}), Sweep{Page: page})
	if err := checkMarkdown(table, false); err != nil {
		t.Fatalf("nightly: %v\n%s", err, table)
	}
	if utf8.RuneCountInString(comment) > CommentRunes || len(summary) > SummaryBytes {
		t.Fatalf("%d runes of comment, %d bytes of summary", utf8.RuneCountInString(comment), len(summary))
	}
}

func TestHostileValuesStayValues(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(10, 11))
	for range 300 {
		result := reporttest.AnyResult(r)
		result.Verdict = []repro.Verdict{repro.Reproduced, repro.Drifted, repro.Unverified}[r.IntN(3)]
		checkAll(t, result)
	}
}

// poisoned puts text wherever a result holds text from outside.
func poisoned(text string) repro.Result {
	r := reporttest.DriftedResult()
	r.Comparison.Deltas[0].Name, r.Comparison.Deltas[1].Name, r.Comparison.Deltas[2].Notes, r.Comparison.Deltas[3].Tolerance = text, text, []string{text}, text
	r.Comparison.Deltas[3].Allowed = text
	r.Inputs[0].Evidence, r.Inputs[1].Name, r.Inputs[1].Original, r.Inputs[2].Note = text, text, text, text
	r.Causes[0].Evidence, r.Causes[1].Name = text, text
	r.Plan.Model.Name, r.Plan.Model.Version, r.Plan.Model.Stage, r.Plan.Model.Aliases = text, text, text, []string{text}
	r.Plan.Params[0].Name, r.Plan.Params[1].Logged, r.Plan.Params[3].Note = text, text, text
	r.Execution.Name, r.Execution.Detail, r.Execution.URL = text, text, text
	r.Execution.Log = []string{text, text}
	r.Original.URL, r.Original.ID, r.Registry, r.Warnings, r.Next, r.Again, r.Diagnosis, r.Detail, r.Tool = text, text, []string{text, text + "."}, []string{text, text}, text, text, text, text, text
	r.Evidence[0].Name, r.Evidence[1].Text, r.Plan.Code.From = text, text, text
	return r
}

func FuzzReports(f *testing.F) {
	for _, text := range reporttest.Hostile {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := poisoned(text)
		checkAll(t, r)
		r.Verdict, r.Reason, r.Execution.Status = repro.Unverified, repro.Reason(text), repro.ExecFailed
		checkAll(t, r)
	})
}

// TestTheChecksSee keeps the tests above from passing because they are blind.
func TestTheChecksSee(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{
		"hello @team", "see #1", "<script>", "[a](javascript:alert)", "![x](https://evil.example/p.png)", "<!-- x -->", "`open", "```\nopen",
		"| a | b |\n|:--|:--|\n| c | d | e |\n", "| a | b |\n|:--|:--|\n| `x\\\\|y` | d |\n", "http://x", "<details>", "a\u202eb", "****", "a\n\n---", strings.Repeat("`", 90) + "@x" + strings.Repeat("`", 90),
	} {
		if checkMarkdown(bad, false) == nil {
			t.Errorf("%q: nothing found", bad)
		}
	}
	for _, bad := range []string{"  ::error::x", "a ##[error] b", "\x1b[31m", "a\u200bb", "\xff"} {
		if checkTerminal(bad) == nil {
			t.Errorf("%q: nothing found", bad)
		}
	}
}
