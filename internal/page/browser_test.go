//go:build browser

package page

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestBrowser opens pages and badges in Chromium, and does there what people do. The
// tests are in testdata/browser; `make test-page` makes what they need.
func TestBrowser(t *testing.T) {
	installed := os.Getenv("REPRODUCE_PAGE_ENV")
	if installed == "" {
		t.Fatal("REPRODUCE_PAGE_ENV is not set: run `make test-page`, which makes what is needed first")
	}
	dir := t.TempDir()
	save := func(name, text string) {
		t.Helper()
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	twelve := reporttest.Checks(12, 30)
	save("twelve.html", write(t, twelve))
	save("many.html", write(t, reporttest.Checks(1000, 10)))
	save("empty.html", write(t, nil))
	save("several.html", write(t, twoRepositories()))
	save("hostile.html", write(t, hostileChecks()))
	save("numbers.html", write(t, oddChecks()))
	for _, file := range Badges(Known{Checks: twelve, Now: made, Limit: fortnight}) {
		save("badges/"+file.Path, string(file.Data))
	}
	tests, err := filepath.Glob("testdata/browser/*.test.mjs")
	if err != nil || len(tests) == 0 {
		t.Fatalf("no tests: %v", err)
	}
	node := exec.Command("node", append([]string{"--test", "--test-reporter=spec", "--test-concurrency=1", "--test-name-pattern", cmp.Or(os.Getenv("REPRODUCE_TESTS"), ".")}, tests...)...)
	node.Env = append(os.Environ(), "REPRODUCE_PAGES="+dir)
	node.Stdout, node.Stderr = os.Stdout, os.Stderr
	if err := node.Run(); err != nil {
		t.Fatalf("node: %v", err)
	}
}

// twoRepositories have models of the same names, one of which drifted in one of them.
func twoRepositories() (checks []repro.Check) {
	for _, c := range reporttest.Checks(3, 8) {
		checks = append(checks, c)
		if c.Model == "churn-classifier" || c.Model == "demand-forecast" && c.Verdict == repro.Reproduced {
			c.Repository = "https://github.example/globex/models"
			checks = append(checks, c)
		}
	}
	return checks
}

// oddChecks have what a chart finds hard: values far outside, none at all, one alone.
func oddChecks() (checks []repro.Check) {
	for i, c := range reporttest.Checks(2, 12)[12:] {
		for k := range c.Metrics {
			m := &c.Metrics[k]
			switch {
			case k == 0 && i == 5:
				m.Reproduced = m.Original * 40
			case k == 1 && i%2 == 1:
				c.Metrics[k] = repro.CheckedMetric{Name: "alone " + m.Name, State: repro.StateExtra, Original: nan(), Reproduced: m.Reproduced, Low: nan(), High: nan()}
			case k == 2 && i > 0:
				m.State, m.Reproduced = repro.StateMissing, nan()
			}
		}
		checks = append(checks, c)
	}
	return checks
}
