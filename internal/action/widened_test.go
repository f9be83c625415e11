package action

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestStep_widenedTolerance: a model drifts, and the next night its tolerances are wide enough
// for the same numbers. Nothing is green by that, and all say why: the issue, which stays open, the
// job summary, the page, the badges and the chat.
func TestStep_widenedTolerance(t *testing.T) {
	t.Parallel()
	s := newReportFixture(t)
	for day := range 2 {
		s.at = time.Date(2026, 11, 1+day, 2, 41, 0, 0, time.UTC)
		r := resultOf("model-00", day+1, 'D', s.at)
		if day == 1 {
			r.Verdict, r.Reason, r.Causes, r.Diagnosis = repro.Reproduced, repro.WithinTolerance, nil, ""
			for i, d := range r.Comparison.Deltas {
				if d.State != repro.StateIgnored {
					r.Comparison.Deltas[i] = reporttest.Delta(d.Name, d.Original, d.Reproduced, "0.5", 0.01, repro.StateWithin)
				}
			}
		}
		text, err := reportjson.Encode(r)
		if err != nil {
			t.Fatal(err)
		}
		gittest.Write(t, filepath.Join(s.dir, "workspace", "reproduce-results"), "0/report.json", string(text))
		if err := os.Truncate(s.env["GITHUB_STEP_SUMMARY"], 0); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		s.reported(t)
	}
	issues := s.Issues()
	if len(issues) != 1 || issues[0].Closed {
		t.Fatalf("the issues are %+v\n%s", issues, s.log.String())
	}
	comments := s.Comments(issues[0].Number)
	if len(comments) != 1 {
		t.Fatalf("the comments are %+v", comments)
	}
	const ended = "A wider tolerance ended the drift of 1 Nov 2026. Still outside of what was allowed then: accuracy (0.005 abs, now 0.5 abs)"
	for where, text := range map[string]string{
		"the issue": issues[0].Body, "its comment": comments[0].Body, "the job summary": read(t, s.env["GITHUB_STEP_SUMMARY"]), "the log": strings.Join(strings.Fields(s.log.String()), " "),
		"the page": read(t, filepath.Join(s.dir, "workspace", "models.html")), "the chat": strings.Join(s.messages(), "\n"),
	} {
		if !strings.Contains(strings.NewReplacer("\u200b", "", "`", "", "\\", "", "\u2060", "").Replace(text), ended) {
			t.Errorf("%s does not say so:\n%s", where, text)
		}
	}
	for _, badge := range []string{"all", "models/model-00", "models/model-00/7"} {
		if text := gittest.Git(t, s.Dir, "show", "reproduce-history:badges/"+badge+".json"); !strings.Contains(text, "wider tolerance") {
			t.Errorf("the badge %s is %s", badge, text)
		}
	}
}
