package report

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden holds got against testdata/name.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (go test -update writes it anew):\n%s", path, firstDifference(got, string(want)))
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		a, b := "(end)", "(end)"
		if i < len(g) {
			a = g[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if a != b {
			return "got:  " + a + "\nwant: " + b
		}
	}
	return ""
}

var results = map[string]func() repro.Result{
	"reproduced": reproducedResult,
	"drifted":    driftedResult,
	"unverified": unverifiedResult,
	"noisy":      noisyResult,
	"compared":   comparedResult,
}

func TestTerminal(t *testing.T) {
	t.Parallel()
	for name, result := range results {
		golden(t, name+".txt", Terminal(result(), Style{Width: 100}))
	}
}

// page is what a comment has around it.
var page = Page{
	Marker:     `<!-- reproduce:1 {"key":"churn-classifier/7"} -->`,
	Again:      "/reproduce churn-classifier 7",
	Job:        "https://github.example/acme/churn/actions/runs/19604117000",
	Repository: "https://github.example/acme/churn",
	Full:       "the job summary",
	Earlier:    []Past{{Verdict: repro.Reproduced}, {Verdict: repro.Reproduced}, {Verdict: repro.Unverified}, {Verdict: repro.Drifted}},
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	for name, result := range results {
		body, left := Comment(result(), page)
		golden(t, name+".comment.md", body)
		summary, leftToo := Summary(result(), page)
		golden(t, name+".summary.md", summary)
		if len(left)+len(leftToo) > 0 {
			t.Errorf("%s: a small result lost %q and %q", name, left, leftToo)
		}
	}
}
