package workflow

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestConclusions: only "success" is one.
func TestConclusions(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]repro.ExecutionStatus{
		"success": repro.ExecSucceeded, "failure": repro.ExecFailed, "cancelled": repro.ExecCancelled,
		"timed_out": repro.ExecTimedOut, "neutral": repro.ExecFailed, "skipped": repro.ExecNotStarted,
		"stale": repro.ExecNotStarted, "action_required": repro.ExecNotStarted, "startup_failure": repro.ExecNotStarted,
		"null": repro.ExecFailed, "something_new": repro.ExecFailed,
	} {
		t.Run(word, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, githubtest.Options{NoCheckout: true, Train: func(_ context.Context, job *githubtest.Job) string {
				job.Log.WriteString("ok\nERROR: failed to reproduce 'train'\n")
				return word
			}})
			execution, err := p.train(t, "one")
			if err != nil || execution.Status != want {
				t.Fatalf("got %+v, %v; want %s", execution, err, want)
			}
			if word == "skipped" {
				return // its jobs are skipped as well, and have nothing to say
			}
			if want == repro.ExecSucceeded {
				if execution.Detail != "" {
					t.Errorf("detail is %q", execution.Detail)
				}
				return
			}
			shown := "conclusion " + word + ", "
			switch word {
			case "null":
				shown = "completed without a conclusion, "
			case "failure", "cancelled", "timed_out":
				shown = "" // the status says it
			}
			if !strings.HasPrefix(execution.Detail, shown+`job "train"`) {
				t.Errorf("detail is %q, want it to begin with %q and the job", execution.Detail, shown)
			}
			if word == "failure" && !strings.Contains(execution.Detail, `step "Run dvc repro"`) {
				t.Errorf("detail is %q, want the failed step", execution.Detail)
			}
			if n := len(execution.Log); n != 2 || execution.Log[n-1] != "ERROR: failed to reproduce 'train'" {
				t.Errorf("log is %q", execution.Log)
			}
		})
	}
}

// TestFailedTrainingIsTrainedAgain when somebody asks again, on a commit of its
// own, so that its run is told from the first.
func TestFailedTrainingIsTrainedAgain(t *testing.T) {
	t.Parallel()
	outcome := "failure"
	p := newProject(t, githubtest.Options{NoCheckout: true, Train: func(context.Context, *githubtest.Job) string { return outcome }})
	if execution, err := p.train(t, "one"); err != nil || execution.Status != repro.ExecFailed {
		t.Fatalf("%+v, %v", execution, err)
	}
	outcome = "success"
	execution, err := p.train(t, "two")
	if err != nil || execution.Status != repro.ExecSucceeded {
		t.Fatalf("%+v, %v", execution, err)
	}
	runs := p.Runs()
	if len(runs) != 2 || runs[0].Commit == runs[1].Commit || runs[1].Inputs["reproduce_id"] != "two" {
		t.Errorf("runs: %+v", runs)
	}
}

// TestRealTraining runs a real command in a real checkout, which pushes its
// metrics to the branch.
func TestRealTraining(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{Train: func(ctx context.Context, job *githubtest.Job) string {
		script := `set -e
grep -q 'lr: 0.002' params.yaml
echo '{"accuracy": 0.9}' > metrics.json
git add metrics.json
git -c user.name=ci -c user.email=ci@example.test commit -qm metrics
git push -q origin HEAD`
		cmd := exec.CommandContext(ctx, "sh", "-c", script)
		cmd.Dir = job.Dir
		cmd.Stdout, cmd.Stderr = &job.Log, &job.Log
		if err := cmd.Run(); err != nil {
			fmt.Fprintln(&job.Log, err)
			return "failure"
		}
		return "success"
	}})
	client := p.client(t)
	trainer := Trainer{Client: client}
	change, err := trainer.Apply(t.Context(), p.Plan("one"))
	if err != nil {
		t.Fatal(err)
	}
	execution, err := trainer.Train(t.Context(), p.Plan("one"), change)
	if err != nil || execution.Status != repro.ExecSucceeded {
		t.Fatalf("%+v, %v", execution, err)
	}
	head, _, err := client.TrainedHead(t.Context(), change)
	if err != nil || head == "" || head == change.Commit {
		t.Fatalf("after the training: %s, %v", head, err)
	}
	file, err := client.Git.File(t.Context(), head, "metrics.json")
	if err != nil || string(file.Data) != "{\"accuracy\": 0.9}\n" {
		t.Errorf("metrics: %q, %v", file.Data, err)
	}
	for commit, want := range map[string]bool{change.Commit: true, head: true, p.Base: false, strings.Repeat("e", 40): false, "": false, "v1": false} {
		if ours, err := client.BuiltOn(t.Context(), change, commit); err != nil || ours != want {
			t.Errorf("commit %q is on top of the branch's: %v, %v; want %v", commit, ours, err, want)
		}
	}
	p.Git(t, "update-ref", "refs/heads/"+change.Branch, p.Base)
	if head, _, err := client.TrainedHead(t.Context(), change); err != nil || head != "" {
		t.Errorf("a branch that was reset: %q, %v; want nothing of it", head, err)
	}
	p.Git(t, "update-ref", "-d", "refs/heads/"+change.Branch)
	if head, _, err := client.TrainedHead(t.Context(), change); err != nil || head != "" {
		t.Errorf("a branch that is gone: %q, %v", head, err)
	}
}

// TestTimeout leaves the run alone, and Resume finds it again.
func TestTimeout(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{Looks: 1000, NoCheckout: true})
	trainer := Trainer{Client: p.client(t), Timeout: time.Hour}
	change, err := trainer.Apply(t.Context(), p.Plan("one"))
	if err != nil {
		t.Fatal(err)
	}
	p.Clock.Naps = nil
	execution, err := trainer.Train(t.Context(), p.Plan("one"), change)
	if err != nil || execution.Status != repro.ExecTimedOut || execution.ID == "" || execution.URL == "" || !strings.Contains(execution.Detail, "reproduce resume") {
		t.Errorf("got %+v, %v", execution, err)
	}
	if p.Runs()[0].Cancelled {
		t.Error("the run was cancelled")
	}
	// A second between the writes before, then 15 s for 5 minutes, 30 s for 15, 60 s for 40.
	looks := map[time.Duration]int{}
	for _, nap := range p.Clock.Naps {
		looks[nap]++
	}
	if looks[15*time.Second] != 20 || looks[30*time.Second] != 30 || looks[time.Minute] != 40 {
		t.Errorf("pauses: %v", looks)
	}
	stats := trainer.Client.Stats()
	t.Logf("an hour of waiting: %d polls, of which %d not modified", stats.Polls, stats.NotModified)
	if stats.NotModified < stats.Polls-3 {
		t.Errorf("%d of %d polls were answered in full", stats.Polls-stats.NotModified, stats.Polls)
	}

	p.Finish(p.Runs()[0].ID, "success")
	p.Looks = 0
	execution, err = Trainer{Client: p.client(t)}.Resume(t.Context(), p.Plan("one"), change, execution.ID)
	if err != nil || execution.Status != repro.ExecSucceeded || len(p.Runs()) != 1 {
		t.Errorf("resumed: %+v, %v", execution, err)
	}
}

// TestInterrupted stops waiting at once, names the run, and can cancel it.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{Looks: 1000, NoCheckout: true})
	ctx, cancel := context.WithCancel(t.Context())
	trainer := Trainer{Client: p.client(t, func(o *github.Options) {
		o.Notify = func(line string) {
			if strings.Contains(line, "in_progress") {
				cancel()
			}
		}
	})}
	change, err := trainer.Apply(ctx, p.Plan("one"))
	if err != nil {
		t.Fatal(err)
	}
	execution, err := trainer.Train(ctx, p.Plan("one"), change)
	if err == nil || ctx.Err() == nil || execution.ID == "" || execution.Status != "" {
		t.Fatalf("got %+v, %v", execution, err)
	}
	for range 2 { // that it is over already is no error
		if err := trainer.Cancel(t.Context(), execution.ID); err != nil {
			t.Fatal(err)
		}
	}
	if !p.Runs()[0].Cancelled {
		t.Error("the run goes on")
	}
}

func TestRunThatIsNotOurs(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{NoCheckout: true})
	trainer := Trainer{Client: p.client(t)}
	change, err := trainer.Apply(t.Context(), p.Plan("one"))
	if err != nil {
		t.Fatal(err)
	}
	execution, err := trainer.Train(t.Context(), p.Plan("one"), change)
	if err != nil {
		t.Fatal(err)
	}
	other := change
	other.Commit = p.Base
	if _, err := trainer.Resume(t.Context(), p.Plan("one"), other, execution.ID); err == nil {
		t.Error("a run of another commit was taken for ours")
	}
	other = change
	other.Branch = "reproduce/other/v1"
	if _, err := trainer.Resume(t.Context(), p.Plan("one"), other, execution.ID); err == nil {
		t.Error("a run of another branch was taken for ours")
	}
	for _, bad := range []string{"", "0", "-1", "9e9", "../1", "latest"} {
		if _, err := trainer.Resume(t.Context(), p.Plan("one"), change, bad); err == nil {
			t.Errorf("run %q was taken", bad)
		}
	}
	p.Forget(p.Runs()[0].ID)
	execution, err = trainer.Resume(t.Context(), p.Plan("one"), change, execution.ID)
	if err != nil || execution.Status != repro.ExecCancelled || !strings.Contains(execution.Detail, "gone") {
		t.Errorf("a deleted run: %+v, %v", execution, err)
	}
}

// TestReRun says which attempt it was.
func TestReRun(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{NoCheckout: true})
	var warnings []string
	trainer := Trainer{Client: p.client(t), Warn: func(text string) { warnings = append(warnings, text) }}
	change, err := trainer.Apply(t.Context(), p.Plan("one"))
	if err != nil {
		t.Fatal(err)
	}
	execution, err := trainer.Train(t.Context(), p.Plan("one"), change)
	if err != nil {
		t.Fatal(err)
	}
	p.Rerun(p.Runs()[0].ID)
	execution, err = trainer.Resume(t.Context(), p.Plan("one"), change, execution.ID)
	if err != nil || execution.Attempt != 2 || len(warnings) != 1 || !strings.Contains(warnings[0], "attempt 2") {
		t.Errorf("%+v, %v, %q", execution, err, warnings)
	}
}

// TestReuse: a nightly check wants a training of its own, two overlapping jobs
// want one together.
func TestReuse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		reuse, after time.Duration
		runs         int
	}{{0, 100 * time.Hour, 1}, {time.Hour, time.Minute, 1}, {time.Hour, 2 * time.Hour, 2}, {-1, 0, 2}} {
		p := newProject(t, githubtest.Options{NoCheckout: true})
		for n := range 2 {
			trainer := Trainer{Client: p.client(t), Reuse: c.reuse}
			plan := p.Plan(fmt.Sprint("attempt-", n))
			change, err := trainer.Apply(t.Context(), plan)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := trainer.Train(t.Context(), plan, change); err != nil {
				t.Fatal(err)
			}
			if err := p.Clock.Sleep(t.Context(), c.after+time.Minute); err != nil {
				t.Fatal(err)
			}
		}
		if got := len(p.Runs()); got != c.runs {
			t.Errorf("reuse for %s, again after %s: %d runs, want %d", c.reuse, c.after, got, c.runs)
		}
		if got := p.Refs("refs/heads/"); len(got) != 2 {
			t.Errorf("branches: %v", got)
		}
	}
}

// TestBranchNotSeenYet: GitHub does not know at once what it just made.
func TestBranchNotSeenYet(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{NoCheckout: true})
	trainer := Trainer{Client: p.client(t)}
	change, err := trainer.Apply(t.Context(), p.Plan("one"))
	if err != nil {
		t.Fatal(err)
	}
	for n := range 3 {
		p.Fault(n+1, githubtest.NoRef)
	}
	execution, err := trainer.Train(t.Context(), p.Plan("one"), change)
	if err != nil || execution.Status != repro.ExecSucceeded || len(p.Runs()) != 1 {
		t.Errorf("%+v, %v, %d runs", execution, err, len(p.Runs()))
	}
}
