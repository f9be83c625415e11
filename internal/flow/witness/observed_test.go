package witness

import (
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// TestObserved: what was seen proves, lacks or speaks against, in words.
func TestObserved(t *testing.T) {
	t.Parallel()
	data := []observe.Data{{Path: "data/iris.csv", SHA256: "0123456789abcdef"}, {Path: "/data/big.parquet"}}
	seen := observe.Finding{Processes: 2, Programs: []string{"train.py"}, Params: []string{"params.yaml"}, Data: data, Unhashed: true}
	lacking := seen
	lacking.Lacks = []string{"the code was not seen to read params.yaml"}
	same := seen
	same.Same = []string{"models/m.ubj"}
	for _, tt := range []struct {
		name    string
		f       observe.Finding
		c       collect.Collected
		want    want
		shows   bool // the witness speaks
		unaided bool
	}{
		{"a model as before, and nothing puts files back", same, collect.Collected{Run: repro.Run{ID: "new"}}, passed("it logged the run"), true, true},
		{"a model as before", same, collect.Collected{Run: repro.Run{ID: "new"}}, unknown("a library wrote models/m.ubj again, or something put it back"), false, false},
		{"something lacks, and nothing puts files back", lacking, collect.Collected{}, unknown("no proof by itself"), false, true},
		{"a file", seen, collect.Collected{Files: []string{"m.json"}, Run: repro.Run{From: "m.json"}}, passed("the commit's train.py was seen to read params.yaml, data/iris.csv (sha256 0123456789ab), /data/big.parquet; it wrote m.json; not all data was hashed"), true, false},
		{"a run", seen, collect.Collected{Run: repro.Run{ID: "new"}}, passed("it logged the run"), true, false},
		{"something lacks", lacking, collect.Collected{}, unknown("no proof by itself: the code was not seen to read params.yaml"), false, false},
		{"other code", observe.Finding{OtherCode: []string{"/clone/train.py"}}, collect.Collected{}, refused(repro.OtherCode, "/clone/train.py, which is not the checkout's"), false, false},
		{"a failure", observe.Finding{Failed: []string{"train.py (ValueError)"}}, collect.Collected{}, refused(repro.PipelineFailed, "train.py (ValueError) was seen to fail"), false, false},
		{"a copy", observe.Finding{PutBack: []string{"m.json was copied from old.json by cp.py"}}, collect.Collected{}, refused(repro.NotProven, "m.json was copied from old.json by cp.py"), false, false},
		{"other code comes first", observe.Finding{OtherCode: []string{"a"}, PutBack: []string{"b"}, Lacks: []string{"c"}}, collect.Collected{}, refused(repro.OtherCode, "run a"), false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var asked []string
			training := train.Training{Unaided: func(files []string) bool { return tt.unaided && slices.Equal(files, tt.f.Same) }, Observed: func(files []string, run string) observe.Finding {
				asked = append(append(asked, files...), run)
				return tt.f
			}}
			gates := observed(training, tt.c)
			if len(gates) != 1 || len(asked) != len(tt.c.Files)+1 || asked[len(asked)-1] != tt.c.Run.ID {
				t.Fatalf("%d gates, asked %q", len(gates), asked)
			}
			tt.want.check(t, gates[0])
			spoke := spoke(repro.Run{}, training, repro.Gate{}, repro.Gate{}, gates, tt.c)
			if got := len(spoke) > 0 && spoke[len(spoke)-1] == evidence.Observed; got != tt.shows {
				t.Errorf("the witnesses are %v, want observed: %t", spoke, tt.shows)
			}
		})
	}
	if gates := observed(train.Training{}, collect.Collected{}); gates != nil {
		t.Errorf("nobody observed: %+v", gates)
	}
}

// TestObserved_endedEarly: what was killed when a training was ended early is no doubt, and
// what had failed before is.
func TestObserved_endedEarly(t *testing.T) {
	t.Parallel()
	ours, own := "train.py (killed before its end)", "prepare.py (ValueError)"
	for _, c := range []struct {
		status repro.ExecutionStatus
		failed []string
		text   string // "" where nothing speaks against it
	}{
		{repro.ExecEndedEarly, []string{ours}, ""},
		{repro.ExecEndedEarly, []string{ours, own}, "though " + own + " was seen to fail"},
		{repro.ExecSucceeded, []string{ours}, "though " + ours + " was seen to fail"},
	} {
		training := train.Training{Execution: repro.Execution{Status: c.status}, Observed: func([]string, string) observe.Finding { return observe.Finding{Failed: c.failed} }}
		gate := observed(training, collect.Collected{})[0]
		if failed := gate.State == repro.GateFailed; failed != (c.text != "") || failed && !strings.Contains(gate.Text, c.text) {
			t.Errorf("%s, %q: %+v", c.status, c.failed, gate)
		}
	}
}
