package action

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
	"github.com/reproduce-action/reproduce/internal/repro"
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

// TestStep_issueOfSeveralVersions: more versions than a comment has room for drift in the night
// that opens the issue, whose text has room for one: a comment tells of the latest.
func TestStep_issueOfSeveralVersions(t *testing.T) {
	t.Parallel()
	s := newReportFixture(t)
	s.at = time.Date(2026, 11, 1, 2, 41, 0, 0, time.UTC)
	for n := range maxBriefs + 2 {
		s.checkAt(t, s.at.Add(time.Duration(n)*time.Minute), strconv.Itoa(n), 'D')
	}
	s.reported(t)
	issues := s.Issues()
	if len(issues) != 1 {
		t.Fatalf("%+v\n%s", issues, s.log.String())
	}
	comments := s.Comments(issues[0].Number)
	if len(comments) != 1 {
		t.Fatalf("the comments are %+v", comments)
	}
	body := comments[0].Body
	if got := strings.Count(body, "model-00"); got != maxBriefs || strings.Contains(body, " v1:") || !strings.Contains(body, " v2") || !strings.Contains(body, " v11") {
		t.Errorf("it tells of %d\n%s", got, body)
	}
}

// TestStep_issueOfOneInstant: of two checks of one instant the worse counts, and one that is
// dated ahead of the clock changes nothing.
func TestStep_issueOfOneInstant(t *testing.T) {
	t.Parallel()
	s := newReportFixture(t)
	open := func(what string) {
		t.Helper()
		s.reported(t)
		if issues := s.Issues(); len(issues) != 1 || issues[0].Closed {
			t.Errorf("%s: %+v\n%s", what, issues, s.log.String())
		}
		if err := os.RemoveAll(filepath.Join(s.dir, "workspace", "reproduce-results")); err != nil {
			t.Fatal(err)
		}
	}
	s.at = time.Date(2026, 11, 1, 2, 41, 0, 0, time.UTC)
	s.checkAt(t, s.at, "7", 'D')
	open("it drifts")
	s.at = s.at.AddDate(0, 0, 1)
	s.checkAt(t, s.at.Add(48*time.Hour), "7", 'R')
	open("a reproduction of the future")
	for _, order := range []string{"RD", "DR"} {
		s.at = s.at.AddDate(0, 0, 1)
		for i, letter := range order {
			r := s.resultAt(s.at, "7", byte(letter))
			r.Plan.ID += order
			s.save(t, fmt.Sprint(i), r)
		}
		open(order)
	}
}

func (s *reportFixture) resultAt(at time.Time, version string, letter byte) repro.Result {
	r := resultOf("model-00", at.Day(), letter, at)
	r.Plan.Model.Version = version
	r.Reproduction.ID = fmt.Sprintf("%032x", at.Unix()+int64(letter))
	return r
}

func (s *reportFixture) save(t *testing.T, dir string, r repro.Result) {
	t.Helper()
	text, err := reportjson.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	gittest.Write(t, filepath.Join(s.dir, "workspace", "reproduce-results"), dir+"/report.json", string(text))
}

func (s *reportFixture) checkAt(t *testing.T, at time.Time, version string, letter byte) {
	t.Helper()
	s.save(t, version, s.resultAt(at, version, letter))
}
