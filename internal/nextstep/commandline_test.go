package nextstep

import (
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

const originalID = "0123456789abcdef0123456789abcdef"

// TestCommandLine: the one thing to do now is a line that can be pasted, or nothing.
func TestCommandLine(t *testing.T) {
	t.Parallel()
	result := func(verdict repro.Verdict, reason repro.Reason, command string) repro.Result {
		r := repro.Result{Verdict: verdict, Reason: reason, Change: repro.Change{Branch: "reproduce/iris/v7"}}
		r.Plan.Command, r.Plan.Model = command, repro.ModelVersion{Name: "iris", Version: "7"}
		return r
	}
	hosted := result(repro.Unverified, repro.PipelineTimedOut, "")
	hosted.Plan.Workflow = "train.yml"
	drifted := result(repro.Drifted, repro.MetricsOutsideTolerance, "")
	drifted.Plan.Workflow = "train.yml"
	repeated := result(repro.Drifted, repro.MetricsOutsideTolerance, "make run")
	repeated.Repeats = make([]repro.Run, 4)
	byRun := result(repro.Drifted, repro.MetricsOutsideTolerance, "make run")
	byRun.Plan.Model, byRun.Original.ID = repro.ModelVersion{}, originalID
	without := func(r repro.Result, files ...string) repro.Result {
		r.Execution.NotMade = files
		return r
	}
	lacking := result(repro.Unverified, repro.InputsMissing, "make run")
	lacking.Execution.Sought, lacking.Execution.NotMade = []string{"models/base.json", "b.pkl"}, []string{"x.pkl"}
	unobserved := result(repro.Unverified, repro.NotProven, "make run")
	unobserved.Execution.Reporting = "make run PYTHONPATH=src:$PYTHONPATH"
	unobserved.Evidence = []repro.Gate{{Name: evidence.CodeOfCommit, State: repro.GateFailed, Reason: repro.NotProven}}
	lackingThere := lacking
	lackingThere.Plan.Command, lackingThere.Plan.Workflow = "", "train.yml"
	keptThere := lackingThere
	keptThere.Plan.Keep = []string{"a.pkl"}
	keeping := without(result(repro.Drifted, repro.ModelOutsideTolerance, "make run"), "models/base.json")
	keeping.Plan.Keep = []string{"a.pkl"}
	unlent := without(result(repro.Drifted, repro.MetricsOutsideTolerance, "make run"), "a.pkl")
	unlent.Execution.LookedFor, unlent.Plan.With = []string{"local.json"}, []string{"data"}
	unfilled := result(repro.Unverified, repro.PipelineFailed, "make run")
	unfilled.Warnings = []string{"submodule lib is empty in the training, because its commit is not available: no such file; run: git submodule update --init --recursive"}
	unlentTo := unlent
	unlentTo.Verdict, unlentTo.Reason = repro.Unverified, repro.InputsMissing
	unlinked := result(repro.Unverified, repro.PipelineFailed, "make run")
	unlinked.Execution.Linking = "ln -s /home/ada/data ../data && "
	byFile := byRun
	byFile.Original.From = "models/m.json"
	nameless := byRun
	nameless.Original.ID = ""
	withCommit := result(repro.Drifted, repro.MetricsOutsideTolerance, "make run")
	withCommit.Original.Tags = map[string]string{"mlflow.source.git.commit": "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678"}
	unmade := result(repro.Unverified, repro.PipelineFailed, "make run")
	unmade.Change.Branch = ""
	skipped := result(repro.Unverified, repro.NotExecuted, "make run")
	skipped.Execution.Skipped = []string{"train"}
	quoted := result(repro.Drifted, repro.MetricsOutsideTolerance, "sh -c 'a; b'")
	quoted.Plan.Model.Name = "iris $(rm)"
	dashed, aliased := quoted, quoted
	dashed.Plan.Command, dashed.Plan.Model.Name = "make run", "-x"
	aliased.Plan.Command, aliased.Plan.Model.Name = "make run", "iris@home"
	for name, tt := range map[string]struct {
		result repro.Result
		typed  settings.Values
		want   string
	}{
		"it came back":                     {result(repro.Reproduced, repro.Identical, "make run"), nil, ""},
		"it drifted":                       {result(repro.Drifted, repro.MetricsOutsideTolerance, "make run"), nil, "reproduce run iris --version 7 --run-command 'make run' --repeats auto"},
		"it drifted on GitHub":             {drifted, nil, "reproduce run iris --version 7 --workflow train.yml --repeats auto"},
		"it drifted without a file":        {without(result(repro.Drifted, repro.MetricsOutsideTolerance, "make run"), "models/base.json"), nil, "reproduce run iris --version 7 --run-command 'make run' --keep models/base.json"},
		"its model drifted without one":    {keeping, settings.Values{"keep": "a.pkl"}, "reproduce run iris --version 7 --run-command 'make run' --keep a.pkl --keep models/base.json"},
		"it failed without a submodule":    {unfilled, nil, "git submodule update --init --recursive && reproduce run iris --version 7 --run-command 'make run'"},
		"it may have drifted without one":  {unlentTo, settings.Values{"with": "data"}, "reproduce run iris --version 7 --run-command 'make run' --with data --with local.json"},
		"it failed without data beside it": {unlinked, nil, "reproduce run iris --version 7 --run-command 'ln -s /home/ada/data ../data && make run'"},
		"it drifted without a local file":  {unlent, settings.Values{"with": "data"}, "reproduce run iris --version 7 --run-command 'make run' --with data --with local.json"},
		"it looked for files in vain":      {lacking, nil, "reproduce run iris --version 7 --run-command 'make run' --keep models/base.json --keep b.pkl"},
		"a Python was not observed":        {unobserved, nil, "reproduce run iris --version 7 --run-command 'make run PYTHONPATH=src:$PYTHONPATH'"},
		"it did on GitHub":                 {lackingThere, nil, "reproduce run iris --version 7 --workflow train.yml --keep models/base.json --keep b.pkl"},
		"it did there, with another kept":  {keptThere, settings.Values{"keep": "a.pkl", "workflow-inputs": "gpu=1"}, "reproduce run iris --version 7 --workflow train.yml --workflow-inputs gpu=1 --keep a.pkl --keep models/base.json --keep b.pkl"},
		"repeated without a file":          {without(repeated, "a.pkl", "b c.pkl"), nil, "reproduce run iris --version 7 --run-command 'make run' --keep a.pkl --keep 'b c.pkl'"},
		"without many files":               {without(result(repro.Drifted, repro.MetricsOutsideTolerance, "make run"), "a", "b", "c", "d"), nil, "reproduce run iris --version 7 --run-command 'make run' --repeats auto"},
		"without another project's":        {without(result(repro.Drifted, repro.MetricsOutsideTolerance, "make run"), "../b/a.pkl"), nil, "reproduce run iris --version 7 --run-command 'make run' --repeats auto"},
		"it drifted on GitHub without one": {without(drifted, "a.pkl"), nil, "reproduce run iris --version 7 --workflow train.yml --repeats auto"},
		"it came back without one":         {without(result(repro.Reproduced, repro.Identical, "make run"), "a.pkl"), nil, ""},
		"today's code drifted":             {withCommit, settings.Values{"code-ref": "head"}, "reproduce run iris --version 7 --run-command 'make run' --code-ref original"},
		"its own code drifted":             {withCommit, settings.Values{"code-ref": "original"}, "reproduce run iris --version 7 --run-command 'make run' --code-ref original --repeats auto"},
		"it drifted five times":            {repeated, nil, ""},
		"it drifted, known by run":         {byRun, nil, "reproduce run --run-id " + originalID + " --run-command 'make run' --repeats auto"},
		"nobody knows what it was":         {nameless, nil, ""},
		"words of a shell":                 {quoted, nil, `reproduce run 'iris $(rm)' --version 7 --run-command 'sh -c '\''a; b'\''' --repeats auto`},
		"a name like a flag":               {dashed, nil, "reproduce run models:/-x/7 --run-command 'make run' --repeats auto"},
		"a name like an alias":             {aliased, nil, "reproduce run models:/iris@home/7 --run-command 'make run' --repeats auto"},
		"DVC skipped":                      {result(repro.Unverified, repro.NotExecuted, "dvc repro"), nil, "reproduce run iris --version 7 --run-command 'dvc repro --force'"},
		"DVC skipped, under make":          {skipped, nil, "reproduce run iris --version 7 --run-command 'dvc repro --force'"},
		"DVC skipped, quietly":             {result(repro.Unverified, repro.NotExecuted, "dvc repro --force -q -f prep"), nil, "reproduce run iris --version 7 --run-command 'dvc repro --force'"},
		"make did nothing":                 {result(repro.Unverified, repro.NotExecuted, "make run"), nil, ""},
		"it drifted, with flags": {
			result(repro.Drifted, repro.MetricsOutsideTolerance, "make run"),
			settings.Values{"tracking-uri": "../mlruns", "version": "production", "run-command": "make run", "repeats": "1", "tolerances": "loss: 1%"},
			"reproduce run iris --version 7 --run-command 'make run' --tracking-uri ../mlruns --tolerances 'loss: 1%' --repeats auto",
		},
		"it drifted, known by a file":       {byFile, settings.Values{"metadata": "models/m.json"}, "reproduce run --run-command 'make run' --metadata models/m.json --repeats auto"},
		"DVC skipped what is frozen":        {result(repro.Unverified, repro.NotExecuted, "dvc repro --force"), nil, ""},
		"it took too long, saved elsewhere": {hosted, settings.Values{"output-dir": "out", "params-map": "a=b"}, "reproduce resume --timeout 24h --output-dir out"},
		"it failed":                         {result(repro.Unverified, repro.PipelineFailed, "make run"), nil, "git switch --detach reproduce/iris/v7 && make run"},
		"a line of several failed":          {result(repro.Unverified, repro.PipelineFailed, "echo a; exit 3"), nil, "git switch --detach reproduce/iris/v7 && sh -c 'echo a; exit 3'"},
		"it failed before a branch":         {unmade, nil, ""},
		"it took too long":                  {result(repro.Unverified, repro.PipelineTimedOut, "make run"), nil, "reproduce run iris --version 7 --run-command 'make run' --timeout 24h"},
		"it took too long there":            {hosted, nil, "reproduce resume --timeout 24h"},
		"nothing to be done":                {result(repro.Unverified, repro.NoBaselineMetrics, "make run"), nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := CommandLine(tt.result, tt.typed, "reproduce-report"); got != tt.want {
				t.Errorf("next: %s\nwant: %s", got, tt.want)
			}
		})
	}
}

// TestCommandLineKeepsPlaceholders: another command is made from the one with placeholders; what
// is typed into a shell has the params.
func TestCommandLineKeepsPlaceholders(t *testing.T) {
	t.Parallel()
	filled := func(given string) repro.Result {
		r := repro.Result{Verdict: repro.Unverified, Reason: repro.PipelineFailed, Original: repro.Run{ID: "0123"}, Change: repro.Change{Branch: "b"}}
		r.Plan.Given, r.Plan.Command = given, strings.ReplaceAll(given, "{lr}", "0.1")
		return r
	}
	lent, skipped, failed := filled("python train.py {lr}"), filled("dvc repro -q && python eval.py {lr}"), filled("python train.py {lr}")
	lent.Execution.LookedFor = []string{"data.dvc"}
	skipped.Reason = repro.NotExecuted
	for want, r := range map[string]repro.Result{
		"reproduce run --run-id 0123 --run-command 'dvc checkout data.dvc && python train.py {lr}'": lent,
		"reproduce run --run-id 0123 --run-command 'dvc repro --force && python eval.py {lr}'":      skipped,
		"git switch --detach b && python train.py 0.1":                                              failed,
	} {
		for _, typed := range []settings.Values{nil, {"run-command": r.Plan.Given}} {
			if got := CommandLine(r, typed, ""); got != want {
				t.Errorf("typed %v: %s, want %s", typed, got, want)
			}
		}
		if got, want := Again(r, nil), "reproduce run --run-id 0123 --run-command '"+r.Plan.Given+"'"; got != want {
			t.Errorf("again: %s, want %s", got, want)
		}
	}
}

// TestAgain: what was typed is typed again, or it is another check.
func TestAgain(t *testing.T) {
	t.Parallel()
	var r repro.Result
	r.Plan.Command, r.Plan.Model = "make run", repro.ModelVersion{Name: "iris", Version: "7; rm -r x"}
	typed := settings.Values{"version": "production", "repeats": "auto", "material": "f1: 0.1", "metrics": "f1\nacc*", "tolerances": "loss: 1%", "output-dir": "hist", "json": "true"}
	want := "reproduce run iris --version '7; rm -r x' --run-command 'make run'"
	got := Again(r, typed)
	for _, flag := range []string{" --repeats auto", " --material 'f1: 0.1'", " --metrics f1", " --metrics 'acc*'", " --tolerances 'loss: 1%'", " --output-dir hist"} {
		if !strings.Contains(got, flag) {
			t.Errorf("%s lacks%s", got, flag)
		}
	}
	if !strings.HasPrefix(got, want) || strings.Contains(got, "--json") || Again(r, nil) != want {
		t.Errorf("got %s and %s, want %s and what was typed", got, Again(r, nil), want)
	}
	if got := AfterBaseline(r, settings.Values{"repeats": "5", "material": "5%"}); got != want+" --material 5%" {
		t.Errorf("the check after a baseline: %s", got)
	}
	dry := settings.Values{"dry-run": "true", "repeats": "5"}
	if got := Planned("baseline", r.Plan, dry, Advice{}); got != strings.Replace(want, "run", "baseline", 1)+" --repeats 5" {
		t.Errorf("what was planned: %s", got)
	}
	r.Original = repro.Run{ID: originalID, From: "m.json"}
	r.Plan.Model = repro.ModelVersion{}
	if got := Again(r, nil); got != "" {
		t.Errorf("without its metadata file: %s", got)
	}
	if got := Again(r, settings.Values{"metadata": "m.json"}); got != "reproduce run --run-command 'make run' --metadata m.json" {
		t.Errorf("with its metadata file: %s", got)
	}
	if got := Again(repro.Result{Original: repro.Run{ID: originalID}}, nil); got != "" {
		t.Errorf("a comparison, which trained nothing: %s", got)
	}
}

// TestAgain_everyFlag: of all flags of run the command to check again forgets none but
// those that only say how it is shown.
func TestAgain_everyFlag(t *testing.T) {
	t.Parallel()
	forgets := []string{"dry-run", "json"}
	replaced := []string{"version", "run-id", "run-command", "workflow"} // by what they came to
	for _, option := range settings.Flags("run") {
		if slices.Contains(replaced, option.Name) {
			continue
		}
		typed, want := "a b", " --"+option.Name+" 'a b'"
		switch option.Kind {
		case settings.Lines:
			typed, want = "a b\nc", want+" --"+option.Name+" c"
		case settings.Bool:
			typed, want = "true", " --"+option.Name
		}
		var r repro.Result
		r.Plan.Command, r.Plan.Model = "make run", repro.ModelVersion{Name: "iris", Version: "7"}
		got := Again(r, settings.Values{option.Name: typed})
		if has := strings.Contains(got, want); has == slices.Contains(forgets, option.Name) {
			t.Errorf("--%s: %s", option.Name, got)
		}
	}
}
