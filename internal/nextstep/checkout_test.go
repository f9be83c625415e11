package nextstep

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestCommandLineGetsDataOfDVC: data that DVC tracks is checked out, and only other files are lent.
func TestCommandLineGetsDataOfDVC(t *testing.T) {
	t.Parallel()
	r := repro.Result{
		Verdict: repro.Unverified, Reason: repro.PipelineFailed, Original: repro.Run{ID: "1234"},
		Plan:      repro.Plan{Command: "python train.py"},
		Execution: repro.Execution{LookedFor: []string{"data/raw.csv.dvc", ".env"}},
	}
	if got, want := CommandLine(r, nil, ""), "reproduce run --run-id 1234 --run-command 'dvc checkout data/raw.csv.dvc && python train.py' --with .env"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := Planned("run", repro.Plan{Command: r.Plan.Command, Original: r.Original}, nil, Advice{Tracking: []string{"data/raw.csv.dvc"}}), "reproduce run --run-id 1234 --run-command 'dvc checkout data/raw.csv.dvc && python train.py'"; got != want {
		t.Errorf("planned: got %s, want %s", got, want)
	}
	r.Execution.LookedFor = r.Execution.LookedFor[:1]
	if got, want := CommandLine(r, nil, ""), "reproduce run --run-id 1234 --run-command 'dvc checkout data/raw.csv.dvc && python train.py'"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
