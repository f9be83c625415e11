package action

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
)

// TestStep_killedWhileTelling: whichever call (one in five, where time is short) the report job is killed at, before it is sent
// or after, the chat hears of the drift: from the job that is run again, or from the next
// night. It hears it once, but where the job died between the chat's answer and the commit
// that says so: nobody else knows then. The issue is there once, and no check is lost.
func TestStep_killedWhileTelling(t *testing.T) {
	t.Parallel()
	for _, then := range []string{"run again", "the next night"} {
		for _, death := range deaths {
			name, again := death.name+", and "+then, then == "run again"
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				s, relay := newRelayedReport(t)
				restore := s.Keep()
				for call := 1; ; call += stride() {
					restore()
					s.told = nil
					s.check(t, 1, 'R')
					s.reported(t)
					s.check(t, 2, 'D')
					relay.begin(planned{call: call, fault: death})
					s.killed(t)
					died := relay.isDead()
					calls := relay.calls
					relay.begin()
					if !again {
						s.env["GITHUB_RUN_ID"] = "78"
						s.check(t, 3, 'D')
					}
					if !again && strings.Contains(gittest.Git(t, s.Dir, "ls-tree", "-r", "--name-only", "reproduce-history", "checks/"), "/20261102T") { // which is not due then
						s.checkOf(t, "model-01", 3, 'R')
					}
					s.reported(t)
					s.reported(t)
					s.env["GITHUB_RUN_ID"] = "77"
					told, most := strings.Count(strings.Join(s.messages(), "\n"), "• model-00 v7: drifted, before reproduced"), 1
					if asked := strings.Contains(strings.Join(calls, "\n"), "chat POST"); asked && died {
						most = 2
					}
					if told < 1 || told > most {
						t.Errorf("killed at call %d (%s): told %d times\n%s", call, calls[len(calls)-1], told, strings.Join(calls, "\n"))
					}
					if n := len(s.Issues()); n != 1 {
						t.Errorf("killed at call %d: %d issues", call, n)
					}
					files := strings.Fields(gittest.Git(t, s.Dir, "ls-tree", "-r", "--name-only", "reproduce-history", "checks/"))
					if want := 2; len(files) < want || again && len(files) != want {
						t.Errorf("killed at call %d: kept %q", call, files)
					}
					if left := gittest.Git(t, s.Dir, "show", "reproduce-history:untold.jsonl"); strings.TrimSpace(left) != "" {
						t.Errorf("killed at call %d: left to tell is %s", call, left)
					}
					if !died {
						return
					}
				}
			})
		}
	}
}

// newRelayedReport is a report job whose calls can meet faults.
func newRelayedReport(t *testing.T) (*reportFixture, *relay) {
	t.Helper()
	s := &reportFixture{fixture: &fixture{dir: t.TempDir()}}
	r := newRelay(func() time.Time { return s.at })
	t.Cleanup(r.other.Close)
	s.prepare(t, githubtest.Options{NoCheckout: true, Around: r.around("github"), Now: func() time.Time { return s.at.Add(time.Hour) }})
	chat := httptest.NewServer(r.around("chat")(http.HandlerFunc(s.chat)))
	t.Cleanup(chat.Close)
	s.env["REPRODUCE_WEBHOOK"] = chat.URL + "/hooks/canary"
	return s, r
}

// TestStep_killedBeforeTelling: a job that keeps its checks in a directory and dies before the
// chat is asked leaves the news to the next one, which has nothing new to add.
func TestStep_killedBeforeTelling(t *testing.T) {
	t.Parallel()
	s := newReportFixture(t)
	s.env["INPUT_HISTORY"], s.env["INPUT_HISTORY-BRANCH"], s.env["INPUT_ISSUE"] = "past", "", "off"
	kept := func() []string {
		files, err := filepath.Glob(filepath.Join(s.dir, "workspace", "past", "checks", "*", "*", "*"))
		if err != nil {
			t.Fatal(err)
		}
		return files
	}
	s.check(t, 1, 'R')
	s.reported(t)
	s.check(t, 2, 'D')
	p := s.process()
	p.Now = func() time.Time { return s.at.Add(time.Hour) }
	p.Getenv = func(name string) string {
		if name == "REPRODUCE_WEBHOOK" && len(kept()) == 2 { // the chat is about to be asked
			panic(name)
		}
		return s.env[name]
	}
	func() {
		defer func() {
			if died := recover(); died != "REPRODUCE_WEBHOOK" {
				t.Fatalf("it did not die: %v", died)
			}
		}()
		Run(t.Context(), p)
	}()
	if len(kept()) != 2 || len(s.messages()) > 0 {
		t.Fatalf("it died elsewhere: %q, told %q", kept(), s.messages())
	}
	s.reported(t)
	s.reported(t)
	if told := strings.Count(strings.Join(s.messages(), "\n"), "• model-00 v7: drifted, before reproduced"); told != 1 {
		t.Errorf("told %d times: %q", told, s.messages())
	}
}

// check saves what one model's job found in a night.
func (s *reportFixture) check(t *testing.T, night int, letter byte) {
	t.Helper()
	s.checkOf(t, "model-00", night, letter)
}

func (s *reportFixture) checkOf(t *testing.T, model string, night int, letter byte) {
	t.Helper()
	s.at = time.Date(2026, 11, night, 2, 41, 0, 0, time.UTC)
	results := filepath.Join(s.dir, "workspace", "reproduce-results")
	if err := os.RemoveAll(results); err != nil {
		t.Fatal(err)
	}
	text, err := reportjson.Encode(resultOf(model, night, letter, s.at))
	if err != nil {
		t.Fatal(err)
	}
	gittest.Write(t, results, model+"/report.json", string(text))
}

// killed runs the report job, whatever comes of it.
func (s *reportFixture) killed(t *testing.T) {
	t.Helper()
	p := s.process()
	p.Now = func() time.Time { return s.at.Add(time.Hour) }
	s.log.Reset()
	Run(t.Context(), p)
}
