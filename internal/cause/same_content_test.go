package cause

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestSameContent: what a commit holds is not known by the commit's name. Two commits may
// have one file, and a check that does not know its commit cannot look.
func TestSameContent(t *testing.T) {
	t.Parallel()
	of := func(kind, name, now, evidence string) repro.Input {
		return repro.Input{Kind: kind, Name: name, Original: "aaaaaaa", Now: now, State: repro.InputDiffers, Evidence: evidence}
	}
	readme := func(now string) repro.Input { return of("file", "README.md", now, "git at aaaaaaa and "+now) }
	gone := of("file", "README.md", repro.NotThere, "git at aaaaaaa and ccccccc")
	libs := func(now string) repro.Input { return of("code", "libs", now, "git at aaaaaaa and bbbbbbb") }
	stage := func(now string) repro.Input { return of("code", "train.py", now, "dvc.lock") }
	data := func(now string) repro.Input { return of("data", "d.csv", now, "") }
	for _, tt := range []struct {
		name      string
		now, then repro.Input
		since     string
	}{
		{"two commits", readme("ccccccc"), readme("bbbbbbb"), SinceUnknown},
		{"one commit", readme("bbbbbbb"), readme("bbbbbbb"), SinceAlready},
		{"taken away", gone, readme("bbbbbbb"), SinceChanged},
		{"made again", readme("bbbbbbb"), gone, SinceChanged},
		{"all of the code", of("code", "commit", "ccccccc", ""), of("code", "commit", "bbbbbbb", ""), SinceUnknown},
		{"a submodule's commit is its content", libs("3333333"), libs("2222222"), SinceChanged},
		{"a program by its hash", stage("md5 2"), stage("md5 1"), SinceChanged},
		{"data", data("md5 2"), data("md5 1"), SinceChanged},
	} {
		ledger := NewLedger([]repro.Record{checked(26, repro.Reproduced, tt.then)}, today())
		if got := ledger.Mark([]repro.Input{tt.now}, Comparer{})[0].Since; got != tt.since {
			t.Errorf("%s: since is %q, want %q", tt.name, got, tt.since)
		}
	}
}
