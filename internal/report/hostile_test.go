package report

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// outside gives Markdown without what stands in code spans and code blocks, by
// CommonMark's rules for both: what is left is what Markdown acts on.
// https://spec.commonmark.org/0.31.2/#code-spans
func outside(body string) string {
	var out strings.Builder
	fence := ""
	for _, line := range strings.Split(body, "\n") {
		bare := strings.TrimLeft(line, " ")
		ticks := bare[:len(bare)-len(strings.TrimLeft(bare, "`"))]
		switch {
		case fence != "":
			if len(ticks) >= len(fence) && strings.TrimSpace(bare) == ticks {
				fence = ""
			}
			continue
		case len(ticks) >= 3 && !strings.Contains(bare[len(ticks):], "`"):
			fence = ticks
			continue
		}
		out.WriteString(withoutSpans(line) + "\n")
	}
	if fence != "" {
		return "unclosed code block"
	}
	return out.String()
}

func withoutSpans(line string) string {
	var out strings.Builder
	for i := 0; i < len(line); {
		if line[i] != '`' {
			out.WriteByte(line[i])
			i++
			continue
		}
		run := len(line[i:]) - len(strings.TrimLeft(line[i:], "`"))
		end := closing(line[i+run:], run)
		if end < 0 {
			out.WriteString(line[i : i+run])
			i += run
			continue
		}
		out.WriteString("CODE")
		i += run + end + run
	}
	return out.String()
}

func closing(text string, run int) int {
	for i := 0; i < len(text); {
		if text[i] != '`' {
			i++
			continue
		}
		n := len(text[i:]) - len(strings.TrimLeft(text[i:], "`"))
		if n == run {
			return i
		}
		i += n
	}
	return -1
}

var (
	ourTags  = regexp.MustCompile(`^<(/?details( open)?|/?summary|/?sub)>`)
	anyLink  = regexp.MustCompile(`!?\]\(([^)]*)\)`)
	goodLink = regexp.MustCompile(`^https?://[A-Za-z0-9.-]+(:\d+)?(/[A-Za-z0-9._~/#%?=&+-]*)?$`)
	autoLink = regexp.MustCompile(`(?i)(https?:|ftp:|mailto:|www\.|[a-z0-9]@|@[a-z0-9]|\bgh-\d|#\d)`)
)

// checkMarkdown finds what a hostile text could have made of a body.
func checkMarkdown(body string, marker bool) error {
	if n := strings.Count(body, "<!--"); marker && n != 1 || !marker && n != 0 {
		return fmt.Errorf("%d comment markers", n)
	}
	if marker {
		if !strings.HasPrefix(body, "<!-- ") {
			return fmt.Errorf("the marker is not first")
		}
		body = body[strings.Index(body, "\n"):]
	}
	for _, r := range body {
		if r != '\n' && r != '\u200b' && !shows(r) && r != '\ufe0f' {
			return fmt.Errorf("invisible character %U", r)
		}
	}
	rest := outside(body)
	if rest == "unclosed code block" {
		return fmt.Errorf("%s", rest)
	}
	for _, l := range anyLink.FindAllStringSubmatch(rest, -1) {
		if !goodLink.MatchString(l[1]) || strings.HasPrefix(l[0], "!") || strings.Contains(l[1], "evil") {
			return fmt.Errorf("link %q", l[0])
		}
	}
	rest = anyLink.ReplaceAllString(rest, "]")
	for i := range len(rest) {
		if rest[i] == '<' && !ourTags.MatchString(rest[i:]) {
			return fmt.Errorf("raw HTML %.30q", rest[i:])
		}
	}
	if found := autoLink.FindString(rest); found != "" {
		return fmt.Errorf("%q would become a link or a mention", found)
	}
	for _, line := range strings.Split(rest, "\n") {
		if bare := strings.ReplaceAll(line, " ", ""); len(bare) > 2 && strings.Trim(bare, "*") == "" || len(bare) > 2 && strings.Trim(bare, "-") == "" {
			return fmt.Errorf("a ruled line %q", line)
		}
	}
	if longestRun(body, '`') > 80 {
		return fmt.Errorf("more backticks in a row than cmark reads as one run")
	}
	if strings.Contains(rest, "`") {
		return fmt.Errorf("a backtick outside code")
	}
	if opened, closed := strings.Count(rest, "<details"), strings.Count(rest, "</details>"); opened != closed {
		return fmt.Errorf("%d details opened, %d closed", opened, closed)
	}
	return checkTables(body)
}

// checkTables counts the cells of every row as cmark-gfm does: a backslash
// takes the next character with it, in code spans too.
func checkTables(body string) error {
	columns := 0
	for _, line := range strings.Split(body, "\n") {
		if !strings.HasPrefix(line, "| ") && !strings.HasPrefix(line, "|:") {
			columns = 0
			continue
		}
		cells := 0
		for i := 0; i < len(line); i++ {
			switch line[i] {
			case '\\':
				i++
			case '|':
				cells++
			}
		}
		if columns != 0 && cells != columns {
			return fmt.Errorf("a row with %d bars in a table of %d: %.100q", cells, columns, line)
		}
		columns = cells
	}
	return nil
}

func checkTerminal(text string) error {
	if !utf8.ValidString(text) {
		return fmt.Errorf("invalid UTF-8")
	}
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(strings.TrimLeft(line, " \t"), "::") || strings.Contains(line, "##[") {
			return fmt.Errorf("a command to the runner: %.80q", line)
		}
		for _, r := range line {
			if unicode.IsControl(r) || !shows(r) {
				return fmt.Errorf("invisible character %U in %.80q", r, line)
			}
		}
	}
	return nil
}

// checkAll renders a result every way there is.
func checkAll(t *testing.T, r repro.Result) {
	t.Helper()
	for _, width := range []int{0, 40, 120} {
		if err := checkTerminal(Terminal(r, Style{Width: width})); err != nil {
			t.Fatalf("terminal: %v", err)
		}
	}
	if err := checkTerminal(Show(View{Plan: r.Plan}, Style{Width: 80}) + Plan(r.Plan, Style{})); err != nil {
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
	table, _ := Swept([]repro.Result{r, r}, Sweep{Page: page})
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
		result := anyResult(r)
		result.Verdict = []repro.Verdict{repro.Reproduced, repro.Drifted, repro.Unverified}[r.IntN(3)]
		checkAll(t, result)
	}
}

// poisoned puts text wherever a result holds text from outside.
func poisoned(text string) repro.Result {
	r := driftedResult()
	r.Comparison.Deltas[0].Name, r.Comparison.Deltas[1].Name, r.Comparison.Deltas[2].Notes, r.Comparison.Deltas[3].Tolerance = text, text, []string{text}, text
	r.Comparison.Deltas[3].Allowed = text
	r.Inputs[0].Evidence, r.Inputs[1].Name, r.Inputs[1].Original, r.Inputs[2].Note = text, text, text, text
	r.Causes[0].Evidence, r.Causes[1].Name = text, text
	r.Plan.Model.Name, r.Plan.Model.Version, r.Plan.Model.Stage, r.Plan.Model.Aliases = text, text, text, []string{text}
	r.Plan.Params[0].Name, r.Plan.Params[1].Logged, r.Plan.Params[3].Note = text, text, text
	r.Execution.Name, r.Execution.Detail, r.Execution.URL = text, text, text
	r.Execution.Log = []string{text, text}
	r.Original.URL, r.Original.ID, r.Warnings, r.Next, r.Diagnosis, r.Detail, r.Tool = text, text, []string{text, text}, text, text, text, text
	r.Evidence[0].Name, r.Evidence[1].Text, r.Plan.Code.From = text, text, text
	return r
}

func FuzzReports(f *testing.F) {
	for _, text := range hostile {
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
