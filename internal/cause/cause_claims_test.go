package cause

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// claims are words that no sentence may have without an experiment.
var claims = []string{"caused", "because", "due to", "the cause ", "the reason", "accounts for", "responsible", "led to", "explains the", "proves", "made it drift"}

// TestNoSentenceClaimsACause puts differences, locks, curves and earlier checks
// together at random and reads every sentence that comes out of it: none may
// claim a cause, and one that points at something says that it was not tested.
func TestNoSentenceClaimsACause(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 8))
	pick := func(options ...string) string { return options[random.IntN(len(options))] }
	patterns := []repro.Pattern{repro.PatternNothing, repro.PatternEqual, repro.PatternLength, repro.PatternStart, repro.PatternArithmetic, repro.PatternSecond, repro.PatternJump, repro.PatternOffset, repro.PatternFactor}
	names := map[string][]string{
		"code": {"commit", "src/train.py", "uncommitted changes"}, "data": {"data/train.csv", "data/test.csv"}, "params": {"depth", "n_jobs", "epochs", "2 params"},
		"seed": {"random_state"}, "environment": {"numpy", "boto3", "Python", "MLflow"}, "hardware": {"hardware", "threads"}, "command": {"train"}, repro.KindDerived: {"rows"},
	}
	said := map[string]bool{}
	pointed, led := 0, 0
	for range 20_000 {
		var now, then []repro.Input
		for kind, list := range names {
			for _, name := range list {
				if random.IntN(3) == 0 {
					now = append(now, input(kind, name, pick("", "1", "2"), pick("", "1", "2", "not there")))
				}
				if random.IntN(2) == 0 {
					then = append(then, input(kind, name, "1", pick("", "1", "2")))
				}
			}
		}
		comparison := ledgerDrift
		for range random.IntN(3) {
			comparison.Curves = append(comparison.Curves, repro.Curve{Name: pick("loss", "train_loss", "val_loss"), Pattern: patterns[random.IntN(len(patterns))], FirstOutside: &repro.CurvePoint{}})
		}
		clues := Clues{Comparison: comparison, Before: repro.Params{{Name: "n_jobs", Value: pick("1", "-1")}}, Original: repro.Lineage{Packages: []repro.Package{{Name: "xgboost", Version: "2.0.0"}}}}
		for range random.IntN(3) {
			stage := repro.StageChange{Stage: pick("prepare", "train", "evaluate"), Outs: []repro.OutsState{repro.OutsEqual, repro.OutsDiffer, repro.OutsUnknown}[random.IntN(3)], Leads: random.IntN(3) > 0, Measures: random.IntN(3) == 0, Witness: "dvc.lock"}
			if random.IntN(2) == 0 && len(now) > 0 {
				one := now[random.IntN(len(now))]
				stage.Own = []repro.OwnChange{{Kind: one.Kind, Name: one.Name}}
			}
			clues.Stages = append(clues.Stages, stage)
		}
		if random.IntN(2) == 0 {
			clues.Ledger = NewLedger([]repro.Record{checked(26, repro.Reproduced, then...), checked(28, repro.Drifted, then[:random.IntN(len(then)+1)]...)}, today())
		}
		now = clues.Ledger.Mark(now, Comparer{})
		causes := FindCauses(now, clues)
		text := clues.Ledger.Conclude(comparison, causes, now)
		said[text] = true
		for _, cause := range causes {
			said[cause.Evidence] = true
			if cause.Strength == repro.Established || cause.Strength == repro.Isolated {
				t.Fatalf("%s without an experiment: %+v", cause.Strength, cause)
			}
		}
		points := strings.Contains(text, "consistent with ") && !strings.Contains(text, ": consistent with ") || strings.Contains(text, "likelier") || strings.Contains(text, "could explain")
		if points {
			pointed++
			if !strings.Contains(text, "not tested") {
				t.Fatalf("it points at something and does not say that nobody tested it: %s", text)
			}
		}
		if strings.Contains(text, "likelier") {
			led++
		}
	}
	for text := range said {
		for _, claim := range claims {
			if strings.Contains(strings.ToLower(text), claim) {
				t.Fatalf("it says %q: %s", claim, text)
			}
		}
	}
	if len(said) < 1000 || pointed < 1000 || led < 100 {
		t.Errorf("only %d sentences, %d that point at something, %d by an earlier check", len(said), pointed, led)
	}
}

// TestConcludeBesides: what was called no cause by its form alone is not left out where one
// input is named.
func TestConcludeBesides(t *testing.T) {
	t.Parallel()
	drift := repro.Comparison{Deltas: []repro.Delta{{Name: "f1", State: repro.StateOutside}}}
	data := repro.Input{Kind: repro.KindData, Name: "x.csv", Original: "md5 1", Now: "md5 2", State: repro.InputDiffers}
	idle := func(kind, name, why string) repro.Input {
		return repro.Input{Kind: kind, Name: name, Original: "1", Now: "2", State: repro.InputDiffers, Bearing: repro.BearingIdle, Note: why}
	}
	asText := idle(repro.KindFile, "c.yaml", repro.NoValue+"; train.py may read it as text")
	asText.Bearing = repro.BearingSeldom
	unread := idle(repro.KindCode, "serve.py", repro.OnlyComments+"; "+repro.NotSeenRead)
	readme := repro.Input{Kind: repro.KindFile, Name: "README.md", Original: "1", Now: "2", State: repro.InputDiffers, Bearing: repro.BearingSeldom}
	const one = "One input differs from the original run: x.csv. It could explain the drift; this was not tested."
	for _, c := range []struct {
		idle []repro.Input
		want string
	}{
		{nil, one},
		{[]repro.Input{idle(repro.KindFile, "params.yaml", "its keys are compared one by one")}, one},
		{[]repro.Input{unread}, one},
		{[]repro.Input{idle(repro.KindCode, "a.py", repro.OnlyComments)}, one + " a.py differs as well, " + inText + "."},
		{[]repro.Input{idle(repro.KindCode, "a.py", repro.OnlyLayout), idle(repro.KindCode, "b.ipynb", repro.OnlyOutputs)}, one + " a.py and b.ipynb differ as well, " + inText + "."},
		{[]repro.Input{asText}, one + " c.yaml differs as well, " + inText + "."},
	} {
		causes := FindCauses(append([]repro.Input{data}, c.idle...), Clues{Comparison: drift})
		if got := Conclude(drift, causes); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
	const text, chance = ". Something that was not recorded may differ as well, or the metrics vary from run to run.", "Nothing that was recorded differs: something that was not recorded differs, or the metrics vary from run to run."
	for _, c := range []struct {
		inputs []repro.Input
		want   string
	}{
		{nil, chance},
		{[]repro.Input{unread}, chance},
		{[]repro.Input{idle(repro.KindFile, ".gitignore", "git and DVC read it, and no training")}, chance},
		{[]repro.Input{idle(repro.KindFile, "c.yaml", repro.NoValue)}, "Of what was recorded only c.yaml differs, " + inText + text},
		{[]repro.Input{asText}, "Of what was recorded only c.yaml differs, " + inText + text},
		{[]repro.Input{readme, asText}, "A training seldom reads README.md, which differs; c.yaml differs " + inText + text},
	} {
		causes := FindCauses(c.inputs, Clues{Comparison: drift})
		if got := Conclude(drift, causes); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

// TestConcludeUncommitted: changes that nobody committed are told of the run that had them.
func TestConcludeUncommitted(t *testing.T) {
	t.Parallel()
	drift := repro.Comparison{Deltas: []repro.Delta{{Name: "f1", State: repro.StateOutside}}}
	for _, c := range []struct{ original, now, want string }{
		{"conf.json", "clean", "The original was trained with changes that are not in its commit: recorded"},
		{"conf.json", "none", "The original was trained with changes that are not in its commit: recorded"},
		{"none", "conf.json", "The second run was trained with changes that are not in its commit: conf.json"},
		{"lib.py", "conf.json", "Both runs were trained with changes that are not in their commits: lib.py in the first, conf.json in the second"},
	} {
		dirt := repro.Input{Kind: repro.KindCode, Name: repro.DirtyTree, Original: c.original, Now: c.now, State: repro.InputDiffers, Bearing: repro.BearingRead, Evidence: "recorded"}
		got := Conclude(drift, FindCauses([]repro.Input{dirt}, Clues{Comparison: drift}))
		if got != c.want+". They could explain the drift; this was not tested." {
			t.Errorf("%s, %s: %s", c.original, c.now, got)
		}
	}
}

// TestConcludeOpen: beside what only one recorded, or what is seldom read, nothing is said to be
// the rest.
func TestConcludeOpen(t *testing.T) {
	t.Parallel()
	drift := repro.Comparison{Deltas: []repro.Delta{{Name: "f1", State: repro.StateOutside}}}
	for name, input := range map[string]repro.Input{
		"one side": {Kind: repro.KindData, Name: "u.csv", Original: "sha256 1", State: repro.InputUnknown},
		"since":    {Kind: repro.KindFile, Name: "a.json", State: repro.InputUnknown, Evidence: repro.ChangedSince},
		"seldom":   {Kind: repro.KindFile, Name: "README.md", Original: "1", Now: "2", State: repro.InputDiffers, Bearing: repro.BearingSeldom},
	} {
		got := Conclude(drift, FindCauses([]repro.Input{input}, Clues{Comparison: drift}))
		if !strings.Contains(got, input.Name) || !strings.HasSuffix(got, "; something that was not recorded may differ as well, or the metrics vary from run to run.") {
			t.Errorf("%s: %s", name, got)
		}
	}
}
