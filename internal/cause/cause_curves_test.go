package cause

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestPatternsSpeak has what each way in which curves part says of each kind
// of difference: + for it, - against it, nothing where it could be or not.
func TestPatternsSpeak(t *testing.T) {
	t.Parallel()
	differences := []repro.Input{
		input("data", "train.csv", "1", "2"), input("data", "test.csv", "1", "2"), input("seed", "seed", "1", "2"),
		input("params", "learning_rate", "1", "2"), input("params", "test_size", "1", "2"), input("params", "epochs", "1", "2"),
		input("params", "lr_scheduler", "1", "2"), input("params", "num_workers", "1", "2"), input("params", "n_jobs", "1", "2"),
		input("params", "eval_threshold", "1", "2"), input("environment", "numpy", "1", "2"), input("environment", "boto3", "1", "2"),
		input("hardware", "hardware", "A", "B"), input("code", "train.py", "1", "2"),
	}
	for pattern, want := range map[repro.Pattern]string{
		repro.PatternStart:      "train.csv+ test.csv+ seed+ learning_rate+ test_size+ epochs+ lr_scheduler+ num_workers+ n_jobs- eval_threshold+ numpy- boto3 hardware- train.py",
		repro.PatternArithmetic: "train.csv- test.csv- seed- learning_rate- test_size- epochs- lr_scheduler- num_workers- n_jobs+ eval_threshold- numpy+ boto3 hardware+ train.py",
		repro.PatternSecond:     "train.csv test.csv seed+ learning_rate test_size- epochs lr_scheduler+ num_workers+ n_jobs eval_threshold- numpy boto3 hardware train.py",
		repro.PatternJump:       "train.csv test.csv seed learning_rate test_size epochs lr_scheduler+ num_workers n_jobs eval_threshold numpy boto3 hardware train.py",
		repro.PatternLength:     "train.csv- test.csv- seed- learning_rate test_size epochs+ lr_scheduler num_workers n_jobs eval_threshold numpy boto3 hardware train.py",
		repro.PatternOffset:     "train.csv- test.csv- seed- learning_rate- test_size- epochs- lr_scheduler- num_workers- n_jobs- eval_threshold- numpy- boto3 hardware- train.py",
		repro.PatternFactor:     "train.csv- test.csv- seed- learning_rate- test_size- epochs- lr_scheduler- num_workers- n_jobs- eval_threshold- numpy- boto3 hardware- train.py",
		repro.PatternEvaluation: "train.csv test.csv+ seed- learning_rate- test_size- epochs- lr_scheduler- num_workers- n_jobs eval_threshold+ numpy boto3 hardware train.py",
	} {
		curves := []repro.Curve{{Name: "val_loss", Pattern: pattern}}
		if pattern == repro.PatternEvaluation {
			curves = []repro.Curve{{Name: "train_loss", Pattern: repro.PatternEqual}, {Name: "val_loss", Pattern: repro.PatternStart, FirstOutside: &repro.CurvePoint{}}}
		}
		comparison := ledgerDrift
		comparison.Curves = curves
		by := map[string]repro.Cause{}
		for _, cause := range FindCauses(differences, Clues{Comparison: comparison}) {
			by[cause.Name] = cause
		}
		var got []string
		for _, difference := range differences {
			cause, sign := by[difference.Name], ""
			switch {
			case cause.Strength == repro.ConsistentWith && strings.HasPrefix(cause.Evidence, "val_loss "+short(pattern)):
				sign = "+"
			case cause.Strength == repro.DiffersUntested && strings.Contains(cause.Evidence, "points to another cause"):
				sign = "-"
			case cause.Strength != repro.DiffersUntested:
				sign = "?"
			}
			got = append(got, difference.Name+sign)
		}
		if text := strings.Join(got, " "); text != want {
			t.Errorf("%s:\ngot  %s\nwant %s", pattern, text, want)
		}
		// Where nothing recorded is of the evaluation, the evaluation is what is left.
		evaluates := pattern == repro.PatternOffset || pattern == repro.PatternFactor
		if by["val_loss"].Factor == "evaluation" != evaluates {
			t.Errorf("%s: the evaluation is a cause: %+v", pattern, by["val_loss"])
		}
	}
}

// TestCurvesLeaveWhatStagesSay: a stage that let a difference in, or ruled it
// out, has said more than a curve can.
func TestCurvesLeaveWhatStagesSay(t *testing.T) {
	t.Parallel()
	comparison := ledgerDrift
	comparison.Curves = []repro.Curve{{Name: "loss", Pattern: repro.PatternArithmetic}}
	data := input("data", "train.csv", "1", "2")
	own := []repro.OwnChange{{Kind: "data", Name: "train.csv"}}
	for outs, want := range map[repro.OutsState]repro.Strength{repro.OutsDiffer: repro.ConsistentWith, repro.OutsEqual: repro.Same} {
		stage := repro.StageChange{Stage: "prepare", Own: own, Outs: outs, Leads: true, Witness: "dvc.lock"}
		causes := FindCauses([]repro.Input{data}, Clues{Comparison: comparison, Stages: []repro.StageChange{stage}})
		if causes[0].Strength != want || strings.Contains(causes[0].Evidence, "something else") {
			t.Errorf("outputs %s: %+v, want %s", outs, causes[0], want)
		}
	}
}

// TestNothingFitsTheCurves: then what they say alone is said.
func TestNothingFitsTheCurves(t *testing.T) {
	t.Parallel()
	comparison := ledgerDrift
	comparison.Curves = []repro.Curve{{Name: "loss", Pattern: repro.PatternJump}}
	got := Conclude(comparison, FindCauses([]repro.Input{input("data", "train.csv", "1", "1")}, Clues{Comparison: comparison}))
	if want := "Nothing that was recorded differs: something that was not recorded differs, or the metrics vary from run to run. loss: equal at first, then apart at once: consistent with an event at that step (schedule, augmentation, checkpoint, data shard)."; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestOnlyData: where data alone differs, a constant offset is no other definition of the metric.
func TestOnlyData(t *testing.T) {
	t.Parallel()
	curves := []repro.Curve{{Name: "val", Pattern: repro.PatternOffset, FirstOutside: &repro.CurvePoint{}}}
	row := func(factor, name string, bearing repro.Bearing) repro.Cause {
		return repro.Cause{Factor: factor, Name: name, Strength: repro.DiffersUntested, Bearing: bearing}
	}
	for name, c := range map[string]struct {
		causes  []repro.Cause
		guessed bool
	}{
		"data":               {[]repro.Cause{row(repro.KindData, "train.csv", "")}, false},
		"a table in git":     {[]repro.Cause{row(repro.KindFile, "data/a.txt", ""), row(repro.KindCode, "old.py", repro.BearingSeldom)}, false},
		"data and code":      {[]repro.Cause{row(repro.KindData, "train.csv", ""), row(repro.KindCode, "train.py", "")}, true},
		"settings in a file": {[]repro.Cause{row(repro.KindFile, "conf/metrics.yaml", "")}, true},
		"nothing":            {nil, true},
	} {
		all, _ := byCurves(c.causes, curves)
		if guessed := len(all) > len(c.causes); guessed != c.guessed {
			t.Errorf("%s: another definition is guessed: %v", name, guessed)
		}
	}
}
