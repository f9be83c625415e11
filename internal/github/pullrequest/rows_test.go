package pullrequest

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// row is the comment about one of several models.
func (p *project) row(model string, verdict repro.Verdict, at time.Time) Comment {
	c := p.comment(verdict, at, "77")
	c.Metadata.Key = "models"
	c.Row = Row{Key: model + "/1", Verdict: verdict, At: at, Line: "| " + model + " | " + string(verdict) + " |", Title: string(verdict) + ": " + model}
	c.Bodies = []string{"### " + model + " at " + at.Format(time.Kitchen) + "\n\nIts report."}
	c.Head = func(rows []Row) string {
		head := fmt.Sprintf("### %d models\n\n| Model | Verdict |\n|:--|:--|\n", len(rows))
		for _, row := range rows {
			head += row.Line + "\n"
		}
		return head
	}
	return c
}

// rows reads what stands there, in the one comment of ours: "churn drifted".
func (p *project) rows(t *testing.T) (rows []string, body string) {
	t.Helper()
	var ours []string
	for _, comment := range p.Comments(12) {
		if comment.Author == githubtest.Bot {
			ours = append(ours, comment.Body)
		}
	}
	if len(ours) != 1 {
		t.Fatalf("%d comments, want one:\n%s", len(ours), strings.Join(ours, "\n---\n"))
	}
	for _, row := range rowsOf(ours[0]) {
		name, _, _ := strings.Cut(row.Key, "/")
		rows = append(rows, name+" "+string(row.Verdict))
		if !strings.HasPrefix(row.details, "### "+name+" at ") || strings.Count(ours[0], "\n"+row.Line+"\n") != 1 && len(rowsOf(ours[0])) > 1 {
			t.Errorf("the row of %s has the report %q in\n%s", name, row.details, ours[0])
		}
	}
	slices.Sort(rows)
	return rows, ours[0]
}

// TestTenModelsAtOnce: jobs of a matrix that end together lose no row, and leave one
// comment, whatever each of them saw.
func TestTenModelsAtOnce(t *testing.T) {
	t.Parallel()
	for _, standing := range []bool{false, true} {
		t.Run(fmt.Sprintf("a comment stands there: %t", standing), func(t *testing.T) {
			t.Parallel()
			p := newProject(t, githubtest.Options{})
			if standing {
				if _, err := p.client(t).Post(t.Context(), p.row("model-3", repro.Drifted, checked)); err != nil {
					t.Fatal(err)
				}
			}
			before := len(p.Requests())
			p.Clock.Awake = 10
			var all sync.WaitGroup
			var want []string
			for n := range 10 {
				model := fmt.Sprintf("model-%d", n)
				want = append(want, model+" reproduced")
				all.Go(func() {
					defer p.Clock.Leave()
					posted, err := p.client(t).Post(t.Context(), p.row(model, repro.Reproduced, checked.Add(time.Duration(n+1)*time.Minute)))
					if err != nil || posted.URL == "" || len(posted.Warnings) > 0 {
						t.Errorf("%s: %+v, %v", model, posted, err)
					}
				})
			}
			all.Wait()
			rows, body := p.rows(t)
			if !slices.Equal(rows, want) {
				t.Errorf("the rows are %q in\n%s", rows, body)
			}
			t.Logf("%d requests", len(p.Requests())-before)
		})
	}
}

// TestTenModelsInTurn take three requests each.
func TestTenModelsInTurn(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	for n := range 10 {
		if _, err := p.client(t).Post(t.Context(), p.row(fmt.Sprintf("model-%d", n), repro.Reproduced, checked)); err != nil {
			t.Fatal(err)
		}
	}
	if rows, _ := p.rows(t); len(rows) != 10 {
		t.Errorf("the rows are %q", rows)
	}
	if got := len(p.Requests()); got > 30 {
		t.Errorf("%d requests for ten models, at most 30", got)
	}
}

// TestRowsThroughTheirLife: edited in place, posted anew where the verdict of all changes
// with that of one that stood there, and never older than it was.
func TestRowsThroughTheirLife(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	p.Comment(12, "someone", "nice model")
	id := int64(0)
	for n, step := range []struct {
		model   string
		verdict repro.Verdict
		at      time.Duration
		policy  CommentPolicy
		outcome string
		moved   bool
		rows    string
	}{
		{"churn", repro.Reproduced, 0, CommentAuto, "created", true, "churn reproduced"},
		{"churn", repro.Reproduced, 0, CommentAuto, "unchanged", false, "churn reproduced"},
		{"fraud", repro.Drifted, time.Hour, CommentAuto, "updated", false, "churn reproduced, fraud drifted"},
		{"churn", repro.Drifted, 2 * time.Hour, CommentAuto, "updated", false, "churn drifted, fraud drifted"},
		{"churn", repro.Reproduced, time.Hour, CommentAuto, "skipped: a newer result is there", false, "churn drifted, fraud drifted"},
		{"fraud", repro.Reproduced, 3 * time.Hour, CommentAuto, "updated", false, "churn drifted, fraud reproduced"},
		{"churn", repro.Reproduced, 4 * time.Hour, CommentAuto, "created", true, "churn reproduced, fraud reproduced"},
		{"churn", repro.Unverified, 5 * time.Hour, CommentUpdate, "updated", false, "churn unverified, fraud reproduced"},
	} {
		c := p.row(step.model, step.verdict, checked.Add(step.at))
		c.Policy = step.policy
		posted, err := p.client(t).Post(t.Context(), c)
		if err != nil || posted.Outcome != step.outcome {
			t.Errorf("step %d: %+v, %v; want %q", n, posted, err, step.outcome)
		}
		rows, body := p.rows(t)
		if got := strings.Join(rows, ", "); got != step.rows {
			t.Errorf("step %d: the rows are %s, want %s\n%s", n, got, step.rows, body)
		}
		all := p.Comments(12)
		if moved := all[len(all)-1].ID != id; moved != step.moved {
			t.Errorf("step %d: another comment: %t", n, moved)
		}
		id = all[len(all)-1].ID
	}
	quiet := p.row("spam", repro.Reproduced, checked)
	quiet.OnlyExisting = true
	if posted, err := p.client(t).Post(t.Context(), quiet); err != nil || posted.Outcome != "updated" {
		t.Errorf("only an existing comment: %+v, %v", posted, err)
	}
}

// TestRowsFarUp: a comment on an early page is found, edited and held by its number.
func TestRowsFarUp(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	if _, err := p.client(t).Post(t.Context(), p.row("churn", repro.Reproduced, checked)); err != nil {
		t.Fatal(err)
	}
	for range 350 {
		p.Comment(12, "someone", "comment")
	}
	before := len(p.Requests())
	if _, err := p.client(t).Post(t.Context(), p.row("fraud", repro.Reproduced, checked)); err != nil {
		t.Fatal(err)
	}
	if rows, _ := p.rows(t); len(rows) != 2 || len(p.Requests())-before != 6 {
		t.Errorf("the rows are %q after %d requests, want 4 pages, an edit and a look", rows, len(p.Requests())-before)
	}
}

// TestRowsThatAreTooLong: the reports of others give way, what came back first.
func TestRowsThatAreTooLong(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	for n, model := range []string{"a", "b", "c", "d"} {
		verdict := repro.Drifted
		if model == "b" {
			verdict = repro.Reproduced
		}
		c := p.row(model, verdict, checked.Add(time.Duration(n)*time.Minute))
		c.Bodies = []string{"### " + model + " at length\n\n" + strings.Repeat("é", 20_000), "### " + model + " at short"}
		if _, err := p.client(t).Post(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	body := p.Comments(12)[0].Body
	for model, kept := range map[string]bool{"a": true, "b": false, "c": true, "d": true} {
		if strings.Contains(body, "### "+model+" at length\n") != kept || !strings.Contains(body, "| "+model+" | ") {
			t.Errorf("the report of %s is there: %t", model, !kept)
		}
	}
}

// TestRowsThatSomebodyEdited: what cannot be read is left out, and a report holds no marker
// of another row.
func TestRowsThatSomebodyEdited(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"a marker of nothing":  rowOpen + "{}" + rowClose + "\ntext\n",
		"a marker that is cut": rowOpen + `{"key":"a/1","verdict":"reproduced","at":"2026-11-20T12:00:00Z"` + "\ntext\n",
		"two lines in a line":  rowOpen + `{"key":"a/1","verdict":"reproduced","at":"2026-11-20T12:00:00Z","line":"|\n\n# x","title":""}` + rowClose + "\n",
		"no time":              rowOpen + `{"key":"a/1","verdict":"reproduced"}` + rowClose + "\n",
		"inside a line":        "x " + rowOpen + `{"key":"a/1","verdict":"reproduced","at":"2026-11-20T12:00:00Z"}` + rowClose + "\n",
	} {
		if rows := rowsOf(body); len(rows) != 0 {
			t.Errorf("%s: %+v", name, rows)
		}
	}
}

// TestRowReplaces: no verdict takes the place of what earlier checks of the model found, and a
// verdict that of none; what other jobs of the same workflow run found stays.
func TestRowReplaces(t *testing.T) {
	t.Parallel()
	none := func(r Row) Row { r.None = true; return r }
	at := checked
	base := Row{Key: "team/churn/1", At: at, Run: "77", Asked: "1"}
	for name, tt := range map[string]struct {
		ours, other Row
		want        bool
	}{
		"none over an earlier run's":             {none(Row{Key: "team/churn/prod", At: at.Add(time.Hour), Run: "78", Asked: "prod"}), base, true},
		"none over one of no run":                {none(Row{Key: "team/churn/prod", At: at, Run: "78", Asked: "prod"}), Row{Key: "team/churn/1", At: at}, true},
		"none beside another job's":              {none(Row{Key: "team/churn/prod", At: at, Run: "77", Asked: "prod"}), base, false},
		"none over the same question's":          {none(Row{Key: "team/churn/x", At: at, Run: "77", Asked: "1"}), base, true},
		"a verdict over an earlier none":         {Row{Key: "team/churn/2", At: at, Run: "78", Asked: "prod"}, none(base), true},
		"a verdict over its own none":            {Row{Key: "team/churn/2", At: at, Run: "77", Asked: "1"}, none(base), true},
		"a verdict beside another job's none":    {Row{Key: "team/churn/2", At: at, Run: "77", Asked: "2"}, none(base), false},
		"a verdict beside another version's":     {Row{Key: "team/churn/2", At: at, Run: "78", Asked: "2"}, base, false},
		"another model":                          {none(Row{Key: "churn/1", At: at, Run: "78", Asked: "1"}), base, false},
		"a verdict over a mistyped model's none": {Row{Key: "team/churn/1", At: at, Run: "78", Asked: "1"}, none(Row{Key: "team/chrun/1", At: at, Run: "77", Asked: "1"}), true},
		"a verdict beside another model's none":  {Row{Key: "price/1", At: at, Run: "77", Asked: "1"}, none(base), false},
		"what is newer":                          {none(Row{Key: "team/churn/prod", At: at.Add(-time.Second), Run: "78", Asked: "prod"}), base, false},
		"a key without a version":                {none(Row{Key: "churn", At: at, Run: "78"}), base, false},
	} {
		if got := tt.ours.replaces(tt.other); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
