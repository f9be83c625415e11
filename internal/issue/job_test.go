package issue

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestDecideAll has a job a line, of checks between commas after what came before: each
// job does one thing, by how the model stands after all of them.
func TestDecideAll(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		story, want string
		told        int // by the comment of the last job
	}{
		{"R, D", "open", 1},
		{"D, D version=8", "open", 2},
		{"D, R", "leave", 0}, // it is back already
		{"D; R, D version=8", "open; comment", 2},
		{"D; D version=8, R", "open; comment", 2},
		{"D; R, R version=8", "open; close", 1},
		{"D, D version=8; R, R version=8; D, R version=8", "open; close; reopen", 1},
		{"D; R; D, R", "open; close; update", 0},
		{"D run=x; R run=y, D run=x; D run=x, R run=y; R run=y, D run=x", "open; comment; update; update", 0}, // two registries
		{"D run=x, R run=y; R run=y; R run=x", "open; update; close", 1},
		{"D; R run=y, D run=x; R run=y, D run=x", "open; comment; update", 0}, // kept when issues had no runs
		{"U, U version=8; D, U version=8", "leave; open", 1},
	} {
		var now *Issue
		var got []string
		told, night := 0, 0
		for job := range strings.SplitSeq(test.story, "; ") {
			var results []repro.Result
			for text := range strings.SplitSeq(job, ", ") {
				night++
				results = append(results, result(night, text))
			}
			action, note, of := DecideAll(now, results)
			got, told = append(got, string(action)), len(of)
			if action != Leave {
				now = &Issue{Open: action != Close && (action != Update || now.Open), Note: note}
			}
			if again, kept, _ := DecideAll(now, results); now != nil && (again != Leave || len(kept.Versions) != len(now.Versions)) {
				t.Errorf("%s: a job that runs again does %s", test.story, again)
			}
		}
		if strings.Join(got, "; ") != test.want || told != test.told {
			t.Errorf("%s: %s, and %d told; want %s, and %d", test.story, strings.Join(got, "; "), told, test.want, test.told)
		}
	}
	shown := Shown([]repro.Result{result(1, "D"), result(2, "D version=8"), result(3, "R version=9")})
	if shown.Model().Version != "8" || Shown([]repro.Result{result(1, "R"), result(2, "U version=8")}).Model().Version != "8" {
		t.Errorf("shown is version %s", shown.Model().Version)
	}
}
