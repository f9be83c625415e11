package action

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// The nights of twelve models, a letter a night: R reproduced, D drifted, U not
// verified, m due and without a result, - not due. On night 11 the nightly did not run
// at all, on night 17 the report job ran twice, and on night 23 another wrote to the
// branch at the same time. model-5 has a new version from night 16 on.
var nights = map[string]string{
	"model-00": "RRRRRRRRRR-RRRRRRRRRRRRRRRRRRR",
	"model-01": "RRRRRDDDDD-DDDDDDDDDDDDDDDDDDD", // broken on night 6
	"model-02": "RRRRRRRRDD-DDRRRRRRRRRRRRRRRRR", // broken and mended
	"model-03": "RRDRRDRRDR-RDRRDRRDRRDRRDRRDRR", // a flake each third night
	"model-04": "RRRRRRUUUR-RRRRRRRRRRRRRRRRRRR", // a pipeline that failed for a while
	"model-05": "RRRRRRRRRR-RRRRRRRRRRRRRRRRRRR",
	"model-06": "RRRRRRRRRR-RRRRRRRRRRmmRRRRRRR", // a job that was killed
	"model-07": "RRRRRRRRRR-RRRRRRRRRRRRRRRRRRm",
	"model-08": "DDDDDDDDDD-DDDDDDDDUUUDDDDDDDD", // broken from the start, and not always seen
	"model-09": "mmmmmmmmmm-mmmmmmmmmmmmmmmmmmm", // never came to anything
	"model-10": "R------R---R------R------R----", // weekly
	"model-11": "RRRRRRRRRR-RRRRRRRRRRRRRDDRDDD", // broken twice
}

// resultOf is the saved result of one letter.
func resultOf(model string, night int, letter byte, at time.Time) repro.Result {
	r := map[byte]func() repro.Result{'R': reporttest.ReproducedResult, 'D': reporttest.DriftedResult, 'U': reporttest.UnverifiedResult}[letter]()
	if letter == 'R' { // the metrics that the drift has
		for _, d := range reporttest.DriftedResult().Comparison.Deltas {
			found := false
			for _, own := range r.Comparison.Deltas {
				found = found || own.Name == d.Name
			}
			if !found {
				r.Comparison.Deltas = append(r.Comparison.Deltas, reporttest.Delta(d.Name, d.Original, d.Original, "0.001", 0, repro.StateIdentical))
			}
		}
	}
	version := "7"
	if model == "model-05" && night >= 16 {
		version = "8"
	}
	r.CheckedAt, r.Plan.ID = at, fmt.Sprintf("r-%d-%s", night, model)
	r.Plan.Model.Name, r.Plan.Model.Version = model, version
	r.Original.ID, r.Reproduction.ID = fmt.Sprintf("%032x", len(model)+int(version[0])), fmt.Sprintf("%032x", night*1000+int(model[7])*10+int(model[6]))
	r.Plan.Model.RunID = r.Original.ID
	return r
}

// A reportFixture is the report job of a nightly.
type reportFixture struct {
	*fixture
	at time.Time

	mu   sync.Mutex
	told []string // to the chat
}

// chat takes what is told.
func (s *reportFixture) chat(w http.ResponseWriter, r *http.Request) {
	var message struct{ Text string }
	err := json.NewDecoder(r.Body).Decode(&message)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told = append(s.told, message.Text)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
	}
}

func (s *reportFixture) messages() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.told)
}

func newReportFixture(t *testing.T) *reportFixture {
	t.Helper()
	s := &reportFixture{fixture: &fixture{dir: t.TempDir()}}
	s.prepare(t, githubtest.Options{NoCheckout: true})
	return s
}

func (s *reportFixture) prepare(t *testing.T, options githubtest.Options) {
	t.Helper()
	s.env = inputs(t)
	s.Server = githubtest.New(t, options)
	s.Push("main", map[string][]byte{"train.py": []byte("")})
	if err := os.MkdirAll(filepath.Join(s.dir, "workspace"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"GITHUB_ACTIONS": "true", "GITHUB_API_URL": s.URL, "GITHUB_SERVER_URL": "https://github.test",
		"GITHUB_REPOSITORY": githubtest.Owner + "/" + githubtest.Name, "GITHUB_RUN_ID": "77", "GITHUB_SHA": s.Head("main"),
		"GITHUB_OUTPUT": filepath.Join(s.dir, "output"), "GITHUB_STEP_SUMMARY": filepath.Join(s.dir, "summary"),
		"INPUT_COMMAND": "report", "INPUT_GITHUB-TOKEN": githubtest.Token, "INPUT_FAIL-ON": "never",
		"INPUT_HISTORY-BRANCH": "reproduce-history", "INPUT_PAGE": "models.html", "INPUT_ISSUE": "on-drift", "INPUT_MIN-INTERVAL": "168h",
	} {
		s.env[name] = value
	}
	chat := httptest.NewServer(http.HandlerFunc(s.chat))
	t.Cleanup(chat.Close)
	s.env["REPRODUCE_WEBHOOK"] = chat.URL + "/hooks/canary"
	s.event(t, "schedule", map[string]any{})
}

// night saves what the jobs of a night found, and reports.
func (s *reportFixture) night(t *testing.T, night int) {
	t.Helper()
	results := filepath.Join(s.dir, "workspace", "reproduce-results")
	if err := os.RemoveAll(results); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(results, 0o755); err != nil {
		t.Fatal(err)
	}
	var due []string
	for model, letters := range nights {
		letter := letters[night-1]
		if letter == '-' {
			continue
		}
		version := "7"
		if model == "model-05" && night >= 16 {
			version = "8"
		}
		due = append(due, fmt.Sprintf(`{"name":%q,"version":%q}`, model, version))
		if letter == 'm' {
			continue
		}
		text, err := reportjson.Encode(resultOf(model, night, letter, s.at))
		if err != nil {
			t.Fatal(err)
		}
		gittest.Write(t, results, model+"/report.json", string(text))
	}
	s.env["INPUT_DUE"] = "[" + strings.Join(due, ",") + "]"
	if night == 23 {
		s.another(t)
	}
	s.report(t)
}

// another is somebody who adds to the branch while the night is added: the first
// attempt finds it moved.
func (s *reportFixture) another(t *testing.T) {
	t.Helper()
	head := s.Head("reproduce-history")
	done := false
	s.Between("POST /repos/{owner}/{repo}/git/commits", func() {
		if done {
			return
		}
		done = true
		s.Push("reproduce-history", map[string][]byte{"checks/elsewhere/1/20261116T024100Z-0123456789ab.json": []byte(`{"check_version":1,"checked_at":"2026-11-16T02:41:00Z","model":{"name":"elsewhere","version":"1"},"verdict":"missed"}` + "\n")})
	})
	if head == "" {
		t.Fatal("there is no branch yet")
	}
}

func (s *reportFixture) report(t *testing.T) {
	t.Helper()
	p := s.process()
	p.Now = func() time.Time { return s.at.Add(time.Hour) }
	s.log.Reset()
	if got := Run(t.Context(), p); got != 0 {
		t.Fatalf("exit code %d\n%s", got, s.log.String())
	}
	if log := s.log.String(); strings.Contains(log, "::warning") || strings.Contains(strings.NewReplacer("::add-mask::"+s.env["REPRODUCE_WEBHOOK"], "", "::add-mask::/hooks/canary", "").Replace(log), "hooks/canary") {
		t.Fatalf("%s", log)
	}
}

// morning holds the page and the badges against the letters.
func (s *reportFixture) morning(t *testing.T, night int) {
	t.Helper()
	page := read(t, filepath.Join(s.dir, "workspace", "models.html"))
	_, body, _ := strings.Cut(page, "<tbody")
	body, _, _ = strings.Cut(body, "</tbody>")
	states := map[string]string{}
	for _, row := range strings.Split(body, "<tr ")[1:] {
		_, state, _ := strings.Cut(row, `data-state="`)
		state, _, _ = strings.Cut(state, `"`)
		_, name, _ := strings.Cut(row, `<a href="#m`)
		_, name, _ = strings.Cut(name, ">")
		name, rest, _ := strings.Cut(name, "<")
		if strings.Contains(rest, "v8") {
			name += " v8"
		}
		states[name] = state
	}
	for model, letters := range nights {
		name := model
		if model == "model-05" && night >= 16 {
			name += " v8"
		}
		told := strings.ReplaceAll(letters[:night], "-", "")
		last := told[len(told)-1]
		got := states[name]
		want := map[byte][]string{'R': {"reproduced", "recovered", "flaky"}, 'D': {"drifted", "flaky"}, 'U': {"unverified"}, 'm': {"stale", "new"}}[last]
		if last == 'U' && strings.HasSuffix(strings.TrimRight(told, "Um"), "D") { // it goes on
			want = []string{"drifted"}
		}
		right := false
		for _, state := range want {
			right = right || got == state
		}
		if !right || got == "flaky" && model != "model-03" && model != "model-11" || got == "new" && model != "model-09" {
			t.Errorf("night %d: %s is %q after %s", night, name, got, told)
		}
	}
	green := 0
	for _, state := range states {
		if state == "reproduced" || state == "recovered" {
			green++
		}
	}
	if badge := gittest.Git(t, s.Dir, "show", "reproduce-history:badges/all.json"); !strings.Contains(strings.Replace(badge, " versions", "", 1), fmt.Sprintf(`"%d of %d reproduced `, green, len(states))) {
		t.Errorf("night %d: the badge is %s, and the page has %d of %d", night, badge, green, len(states))
	}
	if night == 12 && !strings.Contains(page, "1 night did not run") {
		t.Errorf("night 12: the page does not say that the night before did not run")
	}
}
