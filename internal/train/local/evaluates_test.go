package local

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
)

// TestEvaluated: commands whose programs only evaluate, and those that train, or may.
func TestEvaluated(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		command   string
		untrained bool
		want      string
	}{
		{"python main.py evaluate", false, "main.py evaluate"},
		{"python -u src/main.py --config conf.yaml eval", false, "src/main.py --config conf.yaml eval"},
		{"python main.py --mode eval", false, "main.py --mode eval"},
		{"python main.py --mode=test", false, "main.py --mode=test"},
		{"python main.py mode=predict", false, "main.py mode=predict"},
		{"python train.py --eval-only", false, "train.py --eval-only"},
		{"python train.py --no-train", false, "train.py --no-train"},
		{"python run.py --skip_training=true", false, "run.py --skip_training=true"},
		{"python run_glue.py --do_eval", false, "run_glue.py --do_eval"},
		{"python main.py --evaluate", false, "main.py --evaluate"},
		{"python -m churn.cli evaluate", false, "churn.cli evaluate"},
		{"python main.py prepare && python main.py evaluate", false, "main.py evaluate"},
		{"python prepare.py; python main.py evaluate", false, "main.py evaluate"},
		{"python evaluate.py", true, "evaluate.py"},
		{"Rscript main.R --mode eval", false, "main.R --mode eval"},
		{"julia --project src/main.jl evaluate", false, "src/main.jl evaluate"},
		{"python -m churn.evaluate", true, "churn.evaluate"},

		{"python main.py train", false, ""},
		{"python main.py", false, ""},
		{"python main.py train && python main.py evaluate", false, ""},
		{"python train.py && python main.py evaluate", false, ""},
		{"python main.py --mode train_eval", false, ""},
		{"python main.py train evaluate", false, ""},
		{"python run_glue.py --do_train --do_eval", false, ""},
		{"python train.py --eval", false, ""},
		{"python train.py --test", false, ""},
		{"python train.py --split test", false, ""},
		{"python train.py --data data/test.csv --metric score", false, ""},
		{"python train.py data/test.csv", false, ""},
		{"python fit_all.py", false, ""},
		{"python evaluate.py", false, ""}, // the only program there is may train as well
		{"python benchmark.py", false, ""},
		{"python train.py && python evaluate.py", true, ""},
		{"Rscript main.R && Rscript evaluate.R", false, ""},
		{"sh run.sh evaluate", false, ""}, // may do all before it
		{"make evaluate", false, ""},
		{"dvc repro evaluate", false, ""},
	} {
		if got := evaluated(callsOf(tt.command), tt.untrained); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.command, got, tt.want)
		}
	}
}

// TestEvaluated_seen: behind make or a shell's script, what Python ran tells.
func TestEvaluated_seen(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	process := func(id, parent int, code string, args ...string) observe.Process {
		return observe.Process{ID: id, Parent: parent, Dir: top, Args: append([]string{"/usr/bin/python3"}, args...), Code: []observe.Access{{Path: top + "/" + code, At: 1}}}
	}
	worker := process(9, 7, "main.py", "-c", "from multiprocessing.spawn import spawn_main", "--multiprocessing-fork")
	for _, tt := range []struct {
		name  string
		files string
		seen  []observe.Process
		want  string
	}{
		{"evaluates", "main.py", []observe.Process{process(7, 1, "main.py", "main.py", "evaluate"), worker}, "main.py evaluate"},
		{"by its full path", "main.py", []observe.Process{process(7, 1, "main.py", "-u", top+"/main.py", "evaluate")}, "main.py evaluate"},
		{"a module", "churn/cli.py", []observe.Process{process(7, 1, "churn/cli.py", "-m", "churn.cli", "evaluate")}, "churn.cli evaluate"},
		{"trains first", "main.py", []observe.Process{process(6, 1, "main.py", "main.py", "train"), process(7, 1, "main.py", "main.py", "evaluate")}, ""},
		{"the other program did not run", "train.py evaluate.py", []observe.Process{process(7, 1, "evaluate.py", "evaluate.py")}, "evaluate.py"},
		{"the other program is imported", "train.py evaluate.py", []observe.Process{process(7, 1, "train.py", "evaluate.py")}, ""},
		{"there is no other program", "evaluate.py tests/test_train.py", []observe.Process{process(7, 1, "evaluate.py", "evaluate.py")}, ""},
	} {
		p := place{clone: &git.Clone{Dir: top}, checkout: othercode.Checkout{Files: strings.Fields(tt.files)}}
		if got := p.evaluated(&observe.Observation{Processes: tt.seen}, "make run"); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	p := place{clone: &git.Clone{Dir: top}}
	if got := p.evaluated(nil, "python main.py evaluate"); got != "main.py evaluate" {
		t.Errorf("not observed: %q", got)
	}
}
