package action

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/demo"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
)

// sizes are how many models there are.
var sizes = []story{
	{"pull_request", "one model", func(t *testing.T, s *stage) { s.marked(t) }},
	{"pull_request", "ten models, a job each", func(t *testing.T, s *stage) {
		s.ten(t)
		about := 0
		for _, request := range s.Requests() {
			if strings.Contains(request, "/issues/") {
				about++
			}
		}
		if about > 30 {
			t.Errorf("the one comment for ten models took %d requests, at most 30", about)
		}
	}},
	{"pull_request", "ten models, a job each, with comment: off", func(t *testing.T, s *stage) { s.ten(t, "comment=off") }},
	{"schedule", "list: one of two is due", func(t *testing.T, s *stage) {
		s.listed(t, "max-models=1")
	}},
	{"schedule", "list: 256 of 300 are due", func(t *testing.T, s *stage) {
		s.models(t, 300)
		s.listed(t, "max-models=0")
	}},
	{"schedule", "list: no model is called so", func(t *testing.T, s *stage) { s.listed(t, "models=nothing-*") }},
	{"schedule", "report: ten results", func(t *testing.T, s *stage) { s.night(t, 10) }},
	{"schedule", "report: 256 results", func(t *testing.T, s *stage) { s.night(t, 256) }},
	{"schedule", "report: none", func(t *testing.T, s *stage) { s.night(t, 0) }},
}

// ten checks ten models on one pull request, one after the other.
func (s *stage) ten(t *testing.T, said ...string) {
	t.Helper()
	s.pull(t)
	s.say(said...)
	for _, name := range s.models(t, 10) {
		s.run(t, "model="+name)
	}
}

func (s *stage) listed(t *testing.T, said ...string) {
	t.Helper()
	s.as(t, "list", "version=production")
	s.on(t, "schedule")
	s.run(t, said...)
}

// night is the report of a night with n results, of which one in five drifted.
func (s *stage) night(t *testing.T, n int) {
	t.Helper()
	s.as(t, "report", "tracking-uri=")
	s.on(t, "schedule")
	results := filepath.Join(s.dir, "workspace", "reproduce-results")
	for i := range n {
		model := fmt.Sprintf("model-%02d", i)
		text, err := reportjson.Encode(resultOf(model, 1, "RRRRD"[i%5], began))
		if err != nil {
			t.Fatal(err)
		}
		dir := filepath.Join(results, model)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "report.json"), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s.job(t)
}

// models registers n models more, each with the original of version 1.
func (s *stage) models(t *testing.T, n int) (names []string) {
	t.Helper()
	from := filepath.Join(s.store, "models", demo.Model)
	for i := range n {
		name := fmt.Sprintf("model-%03d", i+1)
		for _, file := range []string{"meta.yaml", "version-1/meta.yaml", "aliases/production"} {
			text := strings.ReplaceAll(read(t, filepath.Join(from, file)), demo.Model, name)
			path := filepath.Join(s.store, "models", name, file)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		names = append(names, name)
	}
	return names
}
