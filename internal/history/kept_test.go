package history

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// letters reads a check from a file's name: its day, its verdict and the metrics that it judged,
// the one outside in capitals.
func letters(name string) (c repro.Check, err error) {
	name, _, _ = strings.Cut(name, ".")
	parts := strings.Split(name, "-")
	var day int
	if _, err := fmt.Sscan(parts[0], &day); err != nil {
		return c, err
	}
	c.Model, c.Version, c.Original, c.ID = "churn", "1", "run", name
	c.At = time.Unix(int64(day)*86400, 0)
	c.Verdict = map[string]repro.Verdict{"R": repro.Reproduced, "D": repro.Drifted}[parts[1]]
	for _, metric := range parts[2] {
		m := repro.CheckedMetric{Name: strings.ToLower(string(metric)), Original: 1, Reproduced: 1, Low: 0.9, High: 1.1, Tolerance: "0.1 abs", State: repro.StateWithin}
		if metric >= 'A' && metric <= 'Z' {
			m.Reproduced, m.State = 2, repro.StateOutside
		}
		c.Metrics = append(c.Metrics, m)
	}
	return c, nil
}

// TestRoom_openDrift: a drift that no check has ended is kept where there is no room for it, and
// so is what the original was then. One that was ended is not.
func TestRoom_openDrift(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		oldest []string
		want   string // what is kept of them
	}{
		"open":                         {[]string{"1-D-F", "2-R-l"}, "1-D-F 2-R-l"}, // the first to know l
		"ended":                        {[]string{"1-D-F", "2-R-fl"}, "1-D-F 2-R-fl"},
		"by another metric":            {[]string{"1-R-fl", "2-D-Fl", "3-R-l"}, "1-R-fl 2-D-Fl"},
		"and ended":                    {[]string{"1-R-fl", "2-D-Fl", "3-R-l", "4-R-fl"}, "1-R-fl"},
		"again":                        {[]string{"1-R-fl", "2-D-Fl", "3-D-Fl"}, "1-R-fl 3-D-Fl"},
		"two drifts, and one check":    {[]string{"1-R-fl", "2-D-Fl", "3-D-fL", "4-R-fl"}, "1-R-fl"},
		"two drifts, one after other":  {[]string{"1-R-fl", "2-D-F", "3-D-L", "4-R-f", "5-R-l"}, "1-R-fl 2-D-F 3-D-L"},
		"what ended it came before it": {[]string{"1-R-fl", "3-D-Fl", "2-R-fl"}, "1-R-fl 3-D-Fl"},
	} {
		reader := &Reader{}
		for _, text := range test.oldest {
			c, err := letters(text)
			if err != nil {
				t.Fatal(err)
			}
			reader.retain(c)
		}
		checks, _ := reader.Read(nil)
		var got []string
		for _, c := range checks {
			got = append(got, c.ID)
		}
		if want := strings.Fields(test.want); name == "ended" { // its first check knows f, its second l
			if len(got) != 2 {
				t.Errorf("%s: %q", name, got)
			}
		} else if len(got) != len(want) || !sameSet(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func sameSet(a, b []string) bool {
	has := map[string]bool{}
	for _, text := range a {
		has[text] = true
	}
	for _, text := range b {
		if !has[text] {
			return false
		}
	}
	return len(has) == len(b)
}

// TestRoom_openDriftInFiles: so it is in a directory that has more than is read.
func TestRoom_openDriftInFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const files = maxTotal/maxSize + 2
	for day := 1; day <= files; day++ {
		name := fmt.Sprintf("%d-R-l.json", day)
		if day == 1 {
			name = "1-D-Fl.json"
		}
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, maxSize); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, time.Time{}, time.Unix(int64(day)*86400, 0)); err != nil {
			t.Fatal(err)
		}
	}
	reader := &Reader{Report: func(_ []byte, from string) (repro.Check, error) { return letters(filepath.Base(from)) }}
	checks, gaps := reader.Read([]string{dir})
	drifts := 0
	for _, c := range checks {
		if c.Verdict == repro.Drifted {
			drifts++
		}
	}
	if drifts != 1 || len(checks) >= files || gaps.Unread {
		t.Errorf("%d checks of %d, %d drifts, %+v", len(checks), files, drifts, gaps)
	}
}
