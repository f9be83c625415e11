package repro

import (
	"strings"
	"testing"
)

// TestPatternsSpeak has what each way in which curves part says of each kind
// of difference: + for it, - against it, nothing where it could be or not.
func TestPatternsSpeak(t *testing.T) {
	t.Parallel()
	differences := []Input{
		input("data", "train.csv", "1", "2"), input("data", "test.csv", "1", "2"), input("seed", "seed", "1", "2"),
		input("params", "learning_rate", "1", "2"), input("params", "test_size", "1", "2"), input("params", "epochs", "1", "2"),
		input("params", "lr_scheduler", "1", "2"), input("params", "num_workers", "1", "2"), input("params", "n_jobs", "1", "2"),
		input("params", "eval_threshold", "1", "2"), input("environment", "numpy", "1", "2"), input("environment", "boto3", "1", "2"),
		input("hardware", "hardware", "A", "B"), input("code", "train.py", "1", "2"),
	}
	for pattern, want := range map[Pattern]string{
		PatternStart:      "train.csv+ test.csv+ seed+ learning_rate+ test_size+ epochs+ lr_scheduler+ num_workers+ n_jobs- eval_threshold+ numpy- boto3 hardware- train.py",
		PatternArithmetic: "train.csv- test.csv- seed- learning_rate- test_size- epochs- lr_scheduler- num_workers- n_jobs+ eval_threshold- numpy+ boto3 hardware+ train.py",
		PatternSecond:     "train.csv test.csv seed+ learning_rate- test_size- epochs lr_scheduler+ num_workers+ n_jobs eval_threshold- numpy boto3 hardware train.py",
		PatternJump:       "train.csv test.csv seed learning_rate test_size epochs lr_scheduler+ num_workers n_jobs eval_threshold numpy boto3 hardware train.py",
		PatternLength:     "train.csv- test.csv- seed- learning_rate test_size epochs+ lr_scheduler num_workers n_jobs eval_threshold numpy boto3 hardware train.py",
		PatternOffset:     "train.csv- test.csv- seed- learning_rate- test_size- epochs- lr_scheduler- num_workers- n_jobs- eval_threshold- numpy- boto3 hardware- train.py",
		PatternFactor:     "train.csv- test.csv- seed- learning_rate- test_size- epochs- lr_scheduler- num_workers- n_jobs- eval_threshold- numpy- boto3 hardware- train.py",
		PatternEvaluation: "train.csv test.csv+ seed- learning_rate- test_size- epochs- lr_scheduler- num_workers- n_jobs eval_threshold+ numpy boto3 hardware train.py",
	} {
		curves := []Curve{{Name: "val_loss", Pattern: pattern}}
		if pattern == PatternEvaluation {
			curves = []Curve{{Name: "train_loss", Pattern: PatternEqual}, {Name: "val_loss", Pattern: PatternStart, FirstOutside: &CurvePoint{}}}
		}
		comparison := ledgerDrift
		comparison.Curves = curves
		by := map[string]Cause{}
		for _, cause := range FindCauses(differences, Clues{Comparison: comparison}) {
			by[cause.Name] = cause
		}
		var got []string
		for _, difference := range differences {
			cause, sign := by[difference.Name], ""
			switch {
			case cause.Strength == ConsistentWith && strings.HasPrefix(cause.Evidence, "val_loss "+pattern.short()):
				sign = "+"
			case cause.Strength == DiffersUntested && strings.Contains(cause.Evidence, "speaks for something else"):
				sign = "-"
			case cause.Strength != DiffersUntested:
				sign = "?"
			}
			got = append(got, difference.Name+sign)
		}
		if text := strings.Join(got, " "); text != want {
			t.Errorf("%s:\ngot  %s\nwant %s", pattern, text, want)
		}
		// Where nothing recorded is of the evaluation, the evaluation is what is left.
		evaluates := pattern == PatternOffset || pattern == PatternFactor
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
	comparison.Curves = []Curve{{Name: "loss", Pattern: PatternArithmetic}}
	data := input("data", "train.csv", "1", "2")
	own := []OwnChange{{Kind: "data", Name: "train.csv"}}
	for outs, want := range map[OutsState]Strength{OutsDiffer: ConsistentWith, OutsEqual: Same} {
		stage := StageChange{Stage: "prepare", Own: own, Outs: outs, Leads: true, Witness: "dvc.lock"}
		causes := FindCauses([]Input{data}, Clues{Comparison: comparison, Stages: []StageChange{stage}})
		if causes[0].Strength != want || strings.Contains(causes[0].Evidence, "something else") {
			t.Errorf("outputs %s: %+v, want %s", outs, causes[0], want)
		}
	}
}

// TestNothingFitsTheCurves: then what they say alone is said.
func TestNothingFitsTheCurves(t *testing.T) {
	t.Parallel()
	comparison := ledgerDrift
	comparison.Curves = []Curve{{Name: "loss", Pattern: PatternJump}}
	got := Conclude(comparison, FindCauses([]Input{input("data", "train.csv", "1", "1")}, Clues{Comparison: comparison}))
	if want := "Nothing that was recorded differs: it is something that nobody recorded, or chance. loss: equal at first, then apart at once: consistent with an event at that step (schedule, augmentation, checkpoint, data shard)."; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
