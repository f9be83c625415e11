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
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
)

// TestStep_chatIsToldAgain: a message that did not get through is sent with the next
// report, once, and one that did is never sent again; on a branch and in a directory.
func TestStep_chatIsToldAgain(t *testing.T) {
	t.Parallel()
	for _, place := range []string{"branch", "directory"} {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			s := newReportFixture(t)
			if place == "directory" {
				s.env["INPUT_HISTORY-BRANCH"], s.env["INPUT_HISTORY"] = "", "past"
			}
			broken := true
			chat := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if broken {
					w.WriteHeader(http.StatusBadRequest)
					return
				}
				s.chat(w, r)
			}))
			t.Cleanup(chat.Close)
			s.env["REPRODUCE_WEBHOOK"] = chat.URL + "/hooks/canary"
			night := func(n int, letters map[string]byte) string {
				t.Helper()
				s.at = time.Date(2026, 11, n, 2, 41, 0, 0, time.UTC)
				results := filepath.Join(s.dir, "workspace", "reproduce-results")
				if err := os.RemoveAll(results); err != nil {
					t.Fatal(err)
				}
				for model, letter := range letters {
					text, err := reportjson.Encode(resultOf(model, n, letter, s.at))
					if err != nil {
						t.Fatal(err)
					}
					gittest.Write(t, results, model+"/report.json", string(text))
				}
				return s.reported(t)
			}
			night(1, map[string]byte{"model-00": 'R', "model-01": 'R'})
			if log := night(2, map[string]byte{"model-00": 'D', "model-01": 'R'}); !strings.Contains(log, "the chat was not told") || strings.Contains(log, "not kept") {
				t.Fatalf("%s", log)
			}
			night(3, map[string]byte{"model-00": 'D', "model-01": 'R'}) // broken still
			broken = false
			night(3, map[string]byte{"model-00": 'D', "model-01": 'R'}) // the job ran again
			night(3, map[string]byte{"model-00": 'D', "model-01": 'R'})
			night(4, map[string]byte{"model-00": 'D', "model-01": 'D'})
			night(4, map[string]byte{"model-00": 'D', "model-01": 'D'})
			told := strings.Join(s.messages(), "\n")
			if strings.Count(told, "• model-00 v7: drifted, before reproduced") != 1 || strings.Count(told, "• model-01 v7: drifted, before reproduced") != 1 || strings.Count(told, "•") != 2 {
				t.Errorf("the chat has\n%s", told)
			}
		})
	}
}

// TestStep_historyThatCannotBeRead is said on the page, and no badge is green from a part.
func TestStep_historyThatCannotBeRead(t *testing.T) {
	t.Parallel()
	s := newReportFixture(t)
	s.env["REPRODUCE_WEBHOOK"] = ""
	night := func(n int) {
		t.Helper()
		s.at = time.Date(2026, 11, n, 2, 41, 0, 0, time.UTC)
		text, err := reportjson.Encode(resultOf("model-00", n, 'R', s.at))
		if err != nil {
			t.Fatal(err)
		}
		gittest.Write(t, filepath.Join(s.dir, "workspace", "reproduce-results"), "model-00/report.json", string(text))
		s.reported(t)
	}
	night(1)
	s.Push("reproduce-history", map[string][]byte{"checks/model-00/7/20261101T034100Z-0123456789ab.json": []byte(`{"check_version":1,"half`)})
	night(2)
	page := read(t, filepath.Join(s.dir, "workspace", "models.html"))
	if !strings.Contains(page, "could not be read") || !strings.Contains(page, "left out checks/model-00/7/20261101T034100Z-0123456789ab.json") {
		t.Error("the page does not say so")
	}
	for _, name := range []string{"all.json", "models/model-00.json"} {
		if badge := gittest.Git(t, s.Dir, "show", "reproduce-history:badges/"+name); !strings.Contains(badge, `, history not read","color":"lightgrey"`) {
			t.Errorf("%s is %s", name, badge)
		}
	}
}

// reported runs the report job, and gives its log.
func (s *reportFixture) reported(t *testing.T) string {
	t.Helper()
	p := s.process()
	p.Now = func() time.Time { return s.at.Add(time.Hour) }
	s.log.Reset()
	if got := Run(t.Context(), p); got != 0 {
		t.Fatalf("exit code %d\n%s", got, s.log.String())
	}
	return s.log.String()
}
