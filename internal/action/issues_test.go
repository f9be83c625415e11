package action

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
)

// TestStep_issueOfTwoRegistries: two registries have model-00 v7, of two original runs. The
// one that reproduces never closes the issue of the one that drifts, and a night with both
// changes the issue once at most.
func TestStep_issueOfTwoRegistries(t *testing.T) {
	t.Parallel()
	s := newReportFixture(t)
	for n, night := range []struct {
		checks   string // letter and run of each, in their order
		open     bool
		comments int // after the night
	}{
		{"Dx", true, 0},
		{"Ry", true, 1}, // what may take its place is told once
		{"Dx Ry", true, 1},
		{"Ry Dx", true, 1},
		{"Ry", true, 1},
		{"Ry Rx", false, 2},
		{"Rx Dy", true, 3},
		{"Ry Dx", true, 4}, // closed by the one and opened by the other, in one step
		{"Rx Ry", false, 5},
		{"Rx Ry", false, 5},
	} {
		s.at = time.Date(2026, 11, n+1, 2, 41, 0, 0, time.UTC)
		results := filepath.Join(s.dir, "workspace", "reproduce-results")
		if err := os.RemoveAll(results); err != nil {
			t.Fatal(err)
		}
		for i, check := range strings.Fields(night.checks) {
			r := resultOf("model-00", n+1, check[0], s.at.Add(time.Duration(i)*time.Minute))
			r.Original.ID = strings.Repeat(fmt.Sprintf("%x", check[1]), 16)
			r.Plan.Model.RunID = r.Original.ID
			r.Plan.ID += check[1:]
			r.Reproduction.ID = fmt.Sprintf("%032x", 1000*n+i)
			text, err := reportjson.Encode(r)
			if err != nil {
				t.Fatal(err)
			}
			gittest.Write(t, results, fmt.Sprintf("%d/report.json", i), string(text))
		}
		p := s.process()
		p.Now = func() time.Time { return s.at.Add(time.Hour) }
		s.log.Reset()
		Run(t.Context(), p)
		issues := s.Issues()
		if len(issues) != 1 || issues[0].Closed == night.open {
			t.Fatalf("night %d, %s: %+v\n%s", n+1, night.checks, issues, s.log.String())
		}
		if got := len(s.Comments(issues[0].Number)); got != night.comments {
			t.Errorf("night %d, %s: %d comments, want %d", n+1, night.checks, got, night.comments)
		}
	}
}

// TestStep_issueOfSeveralVersions: two versions drift in the night that opens the issue, whose
// text has room for one: a comment tells of both.
func TestStep_issueOfSeveralVersions(t *testing.T) {
	t.Parallel()
	s := newReportFixture(t)
	s.at = time.Date(2026, 11, 1, 2, 41, 0, 0, time.UTC)
	for i, version := range []string{"7", "8"} {
		r := resultOf("model-00", 1, 'D', s.at.Add(time.Duration(i)*time.Minute))
		r.Plan.Model.Version = version
		r.Reproduction.ID = fmt.Sprintf("%032x", i+1)
		text, err := reportjson.Encode(r)
		if err != nil {
			t.Fatal(err)
		}
		gittest.Write(t, filepath.Join(s.dir, "workspace", "reproduce-results"), version+"/report.json", string(text))
	}
	s.reported(t)
	issues := s.Issues()
	if len(issues) != 1 {
		t.Fatalf("%+v\n%s", issues, s.log.String())
	}
	comments := s.Comments(issues[0].Number)
	if len(comments) != 1 || !strings.Contains(comments[0].Body, "v7") || !strings.Contains(comments[0].Body, "v8") {
		t.Errorf("the comments are %+v", comments)
	}
}
