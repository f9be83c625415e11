package history

import (
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestJoin: a model that two directories tell of is one where its checks are of one run of the
// registry, and two where the names alone are equal.
func TestJoin(t *testing.T) {
	t.Parallel()
	check := func(day int, original, repository string) repro.Check {
		c := repro.Check{Repository: repository}
		c.Model, c.Version, c.Original, c.ID = "churn", "7", original, original+repository+string(rune('a'+day))
		c.At, c.Verdict, c.Reason = time.Date(2026, 11, day, 2, 41, 0, 0, time.UTC), repro.Unverified, repro.NotExecuted
		return c
	}
	on := func(host string, c repro.Check) repro.Check {
		c.Links.Model = "https://" + host + "/#/models/churn/versions/7"
		return c
	}
	for name, test := range map[string]struct {
		a, b []repro.Check
		rows int
	}{
		"one run":                       {[]repro.Check{check(1, "x", "")}, []repro.Check{check(2, "x", "")}, 1},
		"and one that knows none":       {[]repro.Check{check(1, "x", ""), check(3, "", "")}, []repro.Check{check(2, "x", "")}, 1},
		"two runs":                      {[]repro.Check{check(1, "x", "")}, []repro.Check{check(2, "y", "")}, 2},
		"one of them names its project": {[]repro.Check{check(1, "x", "")}, []repro.Check{check(2, "x", "https://github.test/o/a")}, 1},
		"a registry and its copy":       {[]repro.Check{on("a.test", check(1, "x", ""))}, []repro.Check{on("b.test", check(2, "x", ""))}, 2},
		"one registry":                  {[]repro.Check{on("a.test", check(1, "x", ""))}, []repro.Check{on("a.test", check(2, "x", ""))}, 1},
		"both do":                       {[]repro.Check{check(1, "x", "https://github.test/o/b")}, []repro.Check{check(2, "x", "https://github.test/o/a")}, 2},
	} {
		var dirs []string
		for _, checks := range [][]repro.Check{test.a, test.b} {
			dir := t.TempDir()
			if _, err := Append(dir, checks); err != nil {
				t.Fatal(err)
			}
			dirs = append(dirs, dir)
		}
		for range 2 {
			checks, _ := (&Reader{}).Read(dirs)
			rows := map[string]bool{}
			for _, c := range checks {
				rows[c.Repository] = true
			}
			if len(rows) != test.rows {
				t.Errorf("%s: %v, want %d", name, rows, test.rows)
			}
			dirs[0], dirs[1] = dirs[1], dirs[0]
		}
	}
}
