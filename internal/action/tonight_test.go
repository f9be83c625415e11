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

// TestStep_resultsOfTonight: a result of another night is no check of what was due tonight.
func TestStep_resultsOfTonight(t *testing.T) {
	t.Parallel()
	const day, due = 24 * time.Hour, `due=[{"name":"model-00","version":"7"}]`
	for name, tt := range map[string]struct {
		ago  time.Duration
		due  string
		exit string
	}{
		"of an hour ago":                 {time.Hour, due, "0"},
		"of a long night":                {23 * time.Hour, due, "0"},
		"of a clock that is a bit ahead": {-4 * time.Minute, due, "0"},
		"of a clock an hour ahead":       {-time.Hour, due, "4"}, // it counts when its time has come
		"of last night but one":          {25 * time.Hour, due, "4"},
		"of last month":                  {30 * day, due, "4"},
		"of tomorrow's tomorrow":         {-49 * time.Hour, due, "4"},
		"of next year":                   {-365 * day, due, "4"},
		"of last month, nobody is due":   {30 * day, "due=", "0"}, // a table of what is there
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &stage{fixture: newFixture(t)}
			text, err := reportjson.Encode(resultOf("model-00", 1, 'R', began.Add(-tt.ago)))
			if err != nil {
				t.Fatal(err)
			}
			gittest.Write(t, filepath.Join(s.dir, "workspace", "reproduce-results"), "model-00/report.json", string(text))
			s.as(t, "report", tt.due, "tracking-uri=", "history-branch=reproduce-history", "issue=on-drift")
			s.env["INPUT_TRACKING-URI"] = ""
			s.on(t, "schedule")
			s.job(t)
			if s.exits[0] != tt.exit {
				t.Errorf("exit code %s, want %s\n%s", s.exits[0], tt.exit, s.log.String())
			}
			summary, _ := os.ReadFile(s.env["GITHUB_STEP_SUMMARY"])
			if missed := strings.Contains(string(summary), "1 not checked"); missed != (tt.exit == "4") {
				t.Errorf("the summary is\n%s", summary)
			}
			if told := strings.Contains(s.log.String(), "is of no check of this night"); told != (tt.exit == "4") {
				t.Errorf("the log is\n%s", s.log.String())
			}
		})
	}
}
