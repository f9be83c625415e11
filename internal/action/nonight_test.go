package action

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
)

// TestStep_nightThatDidNotRun: list failed, so that no job checked anything. The job is red
// whatever fail-on says, the summary and the chat say why, and neither the page nor a badge
// keeps an old verdict of what was due by past checks. The next night ends it.
func TestStep_nightThatDidNotRun(t *testing.T) {
	t.Parallel()
	s := newReportFixture(t)
	night := func(n int, due string, models ...string) (exit int, summary string) {
		t.Helper()
		s.at = time.Date(2026, 11, n, 2, 41, 0, 0, time.UTC)
		results := filepath.Join(s.dir, "workspace", "reproduce-results")
		if err := os.RemoveAll(results); err != nil {
			t.Fatal(err)
		}
		for _, model := range models {
			text, err := reportjson.Encode(resultOf(model, n, 'R', s.at))
			if err != nil {
				t.Fatal(err)
			}
			gittest.Write(t, results, model+"/report.json", string(text))
		}
		s.env["INPUT_DUE"] = due
		if err := os.WriteFile(s.env["GITHUB_STEP_SUMMARY"], nil, 0o644); err != nil {
			t.Fatal(err)
		}
		p := s.process()
		p.Now = func() time.Time { return s.at.Add(time.Hour) }
		s.log.Reset()
		exit = Run(t.Context(), p)
		return exit, read(t, s.env["GITHUB_STEP_SUMMARY"])
	}
	const told = "The night did not run: the job that lists what is due failed"
	badge := func(name string) string { return gittest.Git(t, s.Dir, "show", "reproduce-history:badges/"+name) }
	states := func() string { return read(t, filepath.Join(s.dir, "workspace", "models.html")) }

	// Nothing is known yet: red all the same.
	exit, summary := night(1, "unknown")
	if exit != 1 || !strings.Contains(summary, told) || !strings.Contains(summary, "no version was due") {
		t.Errorf("the first night: exit code %d\n%s\n%s", exit, summary, s.log.String())
	}
	if exit, _ = night(1, "unknown"); exit != 1 { // and told once
		t.Errorf("the same night again: exit code %d\n%s", exit, s.log.String())
	}
	if strings.Contains(states(), "reproduce-results") {
		t.Error("the page says that results were not read, and nobody made any")
	}
	for n := 2; n <= 5; n++ { // model-01 is checked on one of them: it is due after a week
		models := []string{"model-00"}
		if n == 4 {
			models = append(models, "model-01")
		}
		if exit, summary := night(n, "[]", models...); exit != 0 {
			t.Fatalf("night %d: exit code %d\n%s\n%s", n, exit, summary, s.log.String())
		}
	}
	if got := badge("models/model-00.json"); !strings.Contains(got, "brightgreen") {
		t.Fatalf("the badge was never green: %s", got)
	}
	exit, summary = night(6, "unknown")
	if exit != 1 || !strings.Contains(summary, told) || !strings.Contains(summary, "1 version was due") || !strings.Contains(summary, "1 not checked") || !strings.Contains(summary, "`model-00` v7") {
		t.Errorf("exit code %d\n%s\n%s", exit, summary, s.log.String())
	}
	if !strings.Contains(s.log.String(), "::error title=reproduce::report: the job that lists what is due failed") {
		t.Errorf("no annotation says it\n%s", s.log.String())
	}
	if page := states(); strings.Count(page, `data-state="stale"`) == 0 || strings.Count(page, `data-state="reproduced"`) == 0 {
		t.Error("the page keeps the old verdict of what was due, or has none of what was not")
	}
	for name, green := range map[string]bool{"all.json": false, "models/model-00.json": false, "models/model-01.json": true} {
		if got := badge(name); strings.Contains(got, "brightgreen") != green {
			t.Errorf("the badge %s is %s", name, got)
		}
	}
	messages := strings.Join(s.messages(), "\n")
	if strings.Count(messages, told) != 2 || !strings.Contains(messages, "/actions/runs/77") || strings.Count(messages, "model-00 v7: stale, before reproduced") != 1 {
		t.Errorf("the chat has\n%s", messages)
	}
	kept := gittest.Git(t, s.Dir, "ls-tree", "-r", "--name-only", "reproduce-history", "checks/")
	if exit, _ = night(6, "unknown"); exit != 1 || strings.Count(strings.Join(s.messages(), "\n"), told) != 2 || gittest.Git(t, s.Dir, "ls-tree", "-r", "--name-only", "reproduce-history", "checks/") != kept {
		t.Errorf("the same night again: exit code %d, and it is told or kept again", exit)
	}
	if exit, summary = night(7, `[{"name":"model-00","version":"7"}]`, "model-00"); exit != 0 || strings.Contains(summary, told) || !strings.Contains(badge("models/model-00.json"), "brightgreen") {
		t.Errorf("the night after: exit code %d, %s\n%s", exit, badge("models/model-00.json"), summary)
	}
}
