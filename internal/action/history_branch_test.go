package action

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/history"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
	"github.com/reproduce-action/reproduce/internal/report/reporttest"
)

// TestStepKeepsAHistory has nights that list, check and report, with a branch of past
// checks that nobody made.
func TestStepKeepsAHistory(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	s.event(t, "schedule", map[string]any{})
	next := func(command string, want int, inputs ...string) {
		t.Helper()
		for _, name := range []string{"MODEL", "VERSION", "OUTPUT-DIR", "RESULTS", "DUE", "WORKFLOW", "TRACKING-URI", "PAGE"} {
			s.env["INPUT_"+name] = ""
		}
		s.env["INPUT_COMMAND"], s.env["INPUT_HISTORY-BRANCH"] = command, "reproduce-history"
		for i := 0; i < len(inputs); i += 2 {
			s.env["INPUT_"+inputs[i]] = inputs[i+1]
		}
		if got := s.step(t.Context()); got != want {
			t.Fatalf("%s: exit code %d, want %d\n%s", command, got, want, s.log.String())
		}
	}
	checks := func() []string {
		t.Helper()
		out := gittest.Git(t, s.Dir, "ls-tree", "-r", "--name-only", "reproduce-history", "checks/")
		return strings.Fields(out)
	}
	const due = `[{"name":"iris-classifier","version":"1"},{"name":"upsell","version":"3"}]`

	next("list", 0, "VERSION", "production", "TRACKING-URI", s.store) // there is no branch yet
	if models := read(t, s.env["GITHUB_OUTPUT"]); !strings.Contains(models, `"version":"1"`) {
		t.Errorf("due are %s", models)
	}
	next("run", 0, "MODEL", "iris-classifier", "VERSION", "1", "OUTPUT-DIR", "reproduce-results/check-0", "WORKFLOW", "train.yml", "TRACKING-URI", s.store)
	next("report", 4, "DUE", due, "PAGE", "reproduce-report/models.html")
	if page := read(t, filepath.Join(s.dir, "workspace", "reproduce-report", "models.html")); !strings.Contains(page, "1 of 2 models reproduces; 1 was never checked.") {
		t.Errorf("the page is\n%s", page)
	}
	if badge := gittest.Git(t, s.Dir, "show", "reproduce-history:badges/all.json"); !strings.Contains(badge, `"1 of 2 reproduced `) {
		t.Errorf("the badge is %s", badge)
	}
	kept := checks()
	if len(kept) != 2 || !strings.HasPrefix(kept[0], "checks/iris-classifier/1/20261123T024107Z-") || !strings.HasPrefix(kept[1], "checks/upsell/3/") {
		t.Fatalf("kept are %q\n%s", kept, s.log.String())
	}
	if message := gittest.Git(t, s.Dir, "log", "--format=%s", "reproduce-history"); strings.TrimSpace(message) != "Add 1 check, and 1 that did not run" {
		t.Errorf("the commits are %q", message)
	}
	next("report", 4, "DUE", due) // the job is run again
	if again := checks(); len(again) != 2 || strings.Count(gittest.Git(t, s.Dir, "log", "--format=%H", "reproduce-history"), "\n") != 0 {
		t.Errorf("a second time kept %q", again)
	}

	// The next night knows of it, with no tag in the registry.
	if err := os.WriteFile(s.env["GITHUB_OUTPUT"], nil, 0o644); err != nil {
		t.Fatal(err)
	}
	next("list", 0, "VERSION", "production", "TRACKING-URI", s.store)
	if models := read(t, s.env["GITHUB_OUTPUT"]); strings.Contains(models, "iris") {
		t.Errorf("due are %s", models)
	}
	// A day later it is due if the default branch touched its files since that night.
	for _, push := range [][2]string{{"docs/guide.md", ""}, {"requirements.txt", "its environment may have changed"}} {
		file, want := push[0], push[1]
		s.Push("main", map[string][]byte{file: []byte("numpy==2.0")})
		s.env["INPUT_COMMAND"], s.env["INPUT_VERSION"], s.env["INPUT_OUTPUT-DIR"] = "list", "production", ""
		s.log.Reset()
		s.env["INPUT_CODE-REF"] = "head" // what is trained is what changed
		p := s.process()
		p.Now = func() time.Time { return s.process().Now().Add(24 * time.Hour) }
		if got := Run(t.Context(), p); got != 0 || want != "" != strings.Contains(s.log.String(), "iris-classifier") || !strings.Contains(s.log.String(), want) {
			t.Errorf("exit code %d; want %q in\n%s", got, want, s.log.String())
		}
	}
	s.env["INPUT_CODE-REF"] = ""
	next("run", 0, "MODEL", "iris-classifier", "VERSION", "1", "OUTPUT-DIR", "reproduce-results/check-0", "WORKFLOW", "train.yml", "TRACKING-URI", s.store)
	if report := read(t, filepath.Join(s.dir, "workspace", "reproduce-results", "check-0", "report.json")); strings.Contains(report, `"earlier"`) {
		t.Errorf("the clock stands still in this test, so no check is earlier:\n%s", report)
	}

	// Another repository has a model of the same name; its history is a directory here, and
	// the branch is read as any repository's.
	other := reporttest.Checks(1, 3)
	for i := range other {
		other[i].Model, other[i].Version, other[i].Repository = "iris-classifier", "1", "https://github.test/globex/models"
	}
	if _, err := history.Append(filepath.Join(s.dir, "workspace", "globex"), other); err != nil {
		t.Fatal(err)
	}
	s.env["INPUT_HISTORY"] = "globex\nocto/churn:reproduce-history\nocto/churn:no-such-branch"
	next("report", 0, "HISTORY-BRANCH", "", "PAGE", "reproduce-report/all.html")
	page := read(t, filepath.Join(s.dir, "workspace", "reproduce-report", "all.html"))
	for _, want := range []string{"2 of 3 models reproduce; 1 was never checked.", `<option value="1">octo/churn</option>`, `<option value="2">globex/models</option>`, "last 3 checks: 3 reproduced", "last 2 checks: 2 reproduced", "last check: 1 did not run"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %q\n%s", want, page)
		}
	}
	if !strings.Contains(s.log.String(), "history octo/churn:no-such-branch: earlier checks are not known from it: octo/churn has no branch no-such-branch") {
		t.Errorf("nothing is said of the branch that is not there:\n%s", s.log.String())
	}
	s.env["INPUT_HISTORY"] = ""

	// A branch that is somebody's work is left alone, and the verdict stands.
	s.Push("side", map[string][]byte{"train.py": []byte("")})
	side := s.Head("side")
	s.env["INPUT_HISTORY-BRANCH"] = "side"
	s.env["INPUT_COMMAND"], s.env["INPUT_MODEL"], s.env["INPUT_VERSION"], s.env["INPUT_OUTPUT-DIR"], s.env["INPUT_WORKFLOW"], s.env["INPUT_TRACKING-URI"] = "report", "", "", "", "", ""
	if got := s.step(t.Context()); got != 0 || s.Head("side") != side || !strings.Contains(s.log.String(), "::warning title=reproduce::the history was not extended: branch \"side\" holds") {
		t.Errorf("exit code %d, and the branch is at %s, was at %s\n%s", got, s.Head("side"), side, s.log.String())
	}
}

// TestStepPutsBackDamagedChecks: on a branch too, a check that was damaged is named until the
// same check is added again, and badges that are somebody's are left alone.
func TestStepPutsBackDamagedChecks(t *testing.T) {
	t.Parallel()
	s := newReportFixture(t)
	s.env["REPRODUCE_WEBHOOK"] = ""
	s.at = time.Date(2026, 11, 1, 2, 41, 0, 0, time.UTC)
	results := filepath.Join(s.dir, "workspace", "reproduce-results")
	save := func(model string) {
		t.Helper()
		text, err := reportjson.Encode(resultOf(model, 1, 'R', s.at))
		if err != nil {
			t.Fatal(err)
		}
		gittest.Write(t, results, model+"/report.json", string(text))
	}
	save("model-00")
	s.reported(t)
	path := strings.TrimSpace(gittest.Git(t, s.Dir, "ls-tree", "-r", "--name-only", "reproduce-history", "checks/"))
	whole := gittest.Git(t, s.Dir, "show", "reproduce-history:"+path)
	s.Push("reproduce-history", map[string][]byte{path: []byte(whole[:len(whole)/2])})
	if err := os.RemoveAll(results); err != nil {
		t.Fatal(err)
	}
	save("model-01")
	if s.reported(t); !strings.Contains(read(t, filepath.Join(s.dir, "workspace", "models.html")), "left out "+path+" (damaged: ") {
		t.Error("the page does not say so")
	}
	save("model-00")
	s.reported(t)
	if now := gittest.Git(t, s.Dir, "show", "reproduce-history:"+path); now != whole {
		t.Errorf("it is %q", now)
	}
	if strings.Contains(read(t, filepath.Join(s.dir, "workspace", "models.html")), "left out") {
		t.Error("the page says that it is damaged")
	}
	s.Push("reproduce-history", map[string][]byte{"badges/all.svg": []byte("<svg>mine</svg>\n")})
	before := s.Head("reproduce-history")
	if log := s.reported(t); s.Head("reproduce-history") != before || !strings.Contains(log, "holds badges/all.svg, which is no badge of reproduce; name a branch of its own") {
		t.Errorf("the branch is at %s, was at %s\n%s", s.Head("reproduce-history"), before, log)
	}
}
