package remedy

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// TestRemedy: the message says what to change in the run command, in the
// spelling that the training's program takes.
func TestRemedy(t *testing.T) {
	t.Parallel()
	depth := params.Difference{Name: "max_depth", Original: "25", Reproduced: "30", Logged: true}
	placed := depth
	placed.Held = true
	secret := depth
	secret.MaybeSecret = true
	dotted := params.Difference{Name: "model.max_depth", Original: "a b", Reproduced: "c", Logged: true}
	odd := params.Difference{Name: "x; rm", Original: "1", Reproduced: "2", Logged: true}
	named := params.Difference{Name: "name", Original: "'a b'", Reproduced: `''"'"'a b'"'"''`, Logged: true}
	lines := depth
	lines.Original = "1\n2"
	const mapping = ", or map it with --params-map max_depth=KEY where a params file holds it under another name"
	for name, tt := range map[string]struct {
		command, program string
		differing        params.Difference
		want             string
	}{
		"the command says it":                   {"python train.py --max-depth 30", "", depth, "; the run command says --max-depth 30: make it --max-depth 25"},
		"with an equals sign":                   {"python train.py --max_depth=30 -q", "", depth, "; the run command says --max_depth=30: make it --max_depth=25"},
		"as Hydra takes it":                     {"python train.py model.max_depth=c", "", dotted, "; the run command says model.max_depth=c: make it model.max_depth='a b'"},
		"for mlflow run":                        {"mlflow run . -P max_depth=30", "", depth, "; the run command says max_depth=30: make it max_depth=25"},
		"for mlflow run, as it logs it":         {"mlflow run . -P name=x", "", named, "; the run command says name=x: make it name='a b'"},
		"for mlflow run, a whole word":          {`mlflow run . -P 'name='\''a b'\'''`, "", named, `; the run command says 'name='\''a b'\''': make it 'name=a b'`},
		"not said to mlflow run, as it logs it": {"mlflow run .", "", named, "; add -P name='a b' to the command that trains" + strings.ReplaceAll(mapping, "max_depth", "name")},
		"not said to mlflow run":                {"mlflow run .", "", depth, "; add -P max_depth=25 to the command that trains" + mapping},
		"papermill":                             {"papermill nb/a.ipynb out.ipynb", "", depth, "; add -p max_depth 25 to the command that trains" + mapping},
		"papermill, of a text":                  {"python -m papermill nb/a.ipynb out.ipynb", "", params.Difference{Name: "ver", Original: "3.9", Reproduced: "3.10", Logged: true}, "; add -r ver 3.9 to the command that trains" + strings.ReplaceAll(mapping, "max_depth", "ver")},
		"papermill, that says it":               {"papermill nb/a.ipynb out.ipynb -p max_depth 30", "", depth, "; the run command says -p max_depth 30: make it -p max_depth 25"},
		"not said, dashes":                      {"python src/train.py", `add_argument("--max-depth")`, depth, "; add --max-depth 25 to the command that trains" + mapping},
		"not said, underscores":                 {"python -m src.train", `add_argument("--max_depth")`, depth, "; add --max_depth 25 to the command that trains" + mapping},
		"not said, Hydra":                       {"python src/train.py", `@hydra.main()`, depth, "; add max_depth=25 to the command that trains" + mapping},
		"not said, nobody can look":             {"python src/train.py --lr 1", "", depth, "; add the option of python src/train.py that sets max_depth (25)" + mapping},
		"not said, as a module":                 {"python -m src.train", "", depth, "; add the option of python -m src.train that sets max_depth (25)" + mapping},
		"not said, make":                        {"make train", "", depth, "; add the option of src/train.py that sets max_depth (25)" + mapping},
		"another flag sets it":                  {"python src/train.py", `add_argument("--deep", dest="max_depth")`, depth, "; add --deep 25 to the command that trains" + mapping},
		"another flag is handed on":             {"python src/train.py", "add_argument('--deep')\nForest(n=a.n, max_depth=a.deep)", depth, "; add --deep 25 to the command that trains" + mapping},
		"by a full path":                        {"make evaluate", `add_argument("--max_depth")`, depth, "; make evaluate hands no options on: use python src/train.py --max_depth 25 as the run command, or put $(ARGS) into the recipe, commit it, and run it with make evaluate ARGS='--max_depth 25'" + mapping},
		"a run directory":                       {"python src/train.py", "", params.Difference{Name: "out", Original: "runs/20261128-230303", Reproduced: "runs/20261129-010203", Logged: true}, "; every training has another out: leave it out with --ignore-params out"},
		"a longer name is another":              {"python src/train.py --max-depth-2 30", `add_argument("--max-depth-2")`, depth, "; add the option of python src/train.py that sets max_depth (25)" + mapping},
		"make, with a variable for it":          {"dvc checkout && make -B train", `add_argument("--max-depth")`, depth, "; make it make -B train ARGS='--max-depth 25'" + mapping},
		"make, that has its variable":           {`make train ARGS='--lr 1 --net '\''a b'\'''`, `add_argument("--max-depth")`, depth, `; make it make train ARGS='--lr 1 --net '\''a b'\'' --max-depth 25'` + mapping},
		"make, that has it twice":               {`make ARGS="--lr 1" train ARGS=--quick`, `add_argument("--max-depth")`, depth, "; make it make train ARGS='--lr 1 --quick --max-depth 25'" + mapping},
		"make, of a program of Hydra":           {"make train ARGS=lr=1", "import hydra\n@hydra.main()", depth, "; use python src/train.py {hydra} as the run command: it passes all params, as Hydra's overrides"},
		"make, without one":                     {"make evaluate", `add_argument("--max-depth")`, depth, "; make evaluate hands no options on: use python src/train.py --max-depth 25 as the run command, or put $(ARGS) into the recipe, commit it, and run it with make evaluate ARGS='--max-depth 25'" + mapping},
		"DVC":                                   {"dvc repro --force", `add_argument("--max-depth")`, depth, "; dvc repro hands no options on: put --max-depth 25 into the stage's cmd in dvc.yaml and commit it, or use python src/train.py --max-depth 25 as the run command" + mapping},
		"a script that hands them on":           {"sh run.sh", `add_argument("--max-depth")`, depth, "; add --max-depth 25 to the command that trains" + mapping},
		"a script that does not":                {"bash ./fix.sh", `add_argument("--max-depth")`, depth, "; fix.sh hands no options on: put \"$@\" behind the program in it and commit it, or use python src/train.py --max-depth 25 as the run command" + mapping},
		"of a step of a pipeline":               {"python src/train.py", `add_argument("--C")`, params.Difference{Name: "clf__C", Original: "0.3", Reproduced: "1.0", Logged: true}, "; add --C 0.3 to the command that trains" + strings.ReplaceAll(mapping, "max_depth", "clf__C")},
		"a params file holds it":                {"make run", "", placed, ""},
		"a file holds it, and overridden":       {"make run --max-depth 30", "", placed, "; the run command says --max-depth 30: make it --max-depth 25"},
		"a secret":                              {"make run", "", secret, ""},
		"a name that is no option":              {"make run", "", odd, ""},
		"a value that is no word":               {"make run", "", lines, ""},
	} {
		t.Run(name, func(t *testing.T) {
			training := train.Training{Files: fstest.MapFS{"src/train.py": {Data: []byte(tt.program)}, "run.sh": {Data: []byte("python src/train.py \"$@\"\n")}, "nb/a.ipynb": {Data: []byte("{\"source\": [\"ver = '3.10'\\n\", \"max_depth = 30\"]}")}, "fix.sh": {Data: []byte("python src/train.py\n")},
				"Makefile": {Data: []byte("ARGS ?=\n.PHONY: train\nevaluate: train\n\tpython src/evaluate.py\ntrain: data.csv\n\tpython src/train.py $(ARGS)\n")}}}
			run := repro.Run{Tags: map[string]string{lineage.MlflowSource: "src/train.py"}}
			if strings.HasPrefix(name, "by a full path") {
				run.Tags[lineage.MlflowSource] = "/cache/w1/iris/src/train.py"
			}
			want := tt.want
			if name := tt.differing.Name; !tt.differing.Held && !strings.Contains(want, "every training") { // a training may work it out for itself
				want += "; where the training itself works " + name + " out, leave it out with --ignore-params " + wording.Quote(name)
			}
			if got := Of(repro.Plan{Command: tt.command}, training, run, []params.Difference{tt.differing}); got != want {
				t.Errorf("remedy\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// TestNotWritten: the message has the plan's reason for a param that was not put back.
func TestNotWritten(t *testing.T) {
	t.Parallel()
	differing := []params.Difference{{Name: "lr", Original: "0.25", Reproduced: "0.1", Logged: true, Held: true}}
	edit := repro.ParamEdit{Name: "lr", File: "params.yaml", Key: []string{"train", "lr"}}
	with := func(status repro.ParamStatus, note string) repro.ParamEdit {
		edit := edit
		edit.Status, edit.Note = status, note
		return edit
	}
	other := repro.ParamEdit{File: "params.yaml", Key: []string{"finetune", "lr"}, Status: repro.ParamNotRecorded}
	for name, tt := range map[string]struct {
		edits []repro.ParamEdit
		want  string
	}{
		"refused":             {[]repro.ParamEdit{with(repro.ParamRefused, "the file has a list")}, "; lr was not written: the file has a list"},
		"ambiguous":           {[]repro.ParamEdit{with(repro.ParamAmbiguous, "2 keys fit")}, "; lr was not written: 2 keys fit"},
		"written":             {[]repro.ParamEdit{with(repro.ParamWritten, "an int becomes a float")}, ""},
		"written, and others": {[]repro.ParamEdit{with(repro.ParamWritten, ""), other}, "; lr is train.lr in params.yaml, which has finetune.lr as well: map it with --params-map lr=finetune.lr"},
		"no place":            {[]repro.ParamEdit{{Name: "lr", Status: repro.ParamLoggedOnly}, other}, ""},
	} {
		if got := NotWritten(tt.edits, differing); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// TestFlags: the option is the one that the program's text has for a param.
func TestFlags(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ program, name, want string }{
		{`p.add_argument("--seed", type=int)` + "\nForest(random_state=a.seed)", "random_state", "--seed"},
		{`p.add_argument("-s", "--seed")` + "\nmlflow.log_param('random_state', args.seed)", "random_state", "--seed"},
		{`p.add_argument("--seed")` + "\nparams = {'random_state': FLAGS.seed}", "random_state", "--seed"},
		{`p.add_argument("--seed")` + "\nForest(random_state=42)", "random_state", ""},
		{`p.add_argument("--random-state")`, "model.random_state", "--random-state"},
		{`@click.option("--random_state", default=1)`, "random_state", "--random_state"},
		{`@click.option("--rs", "random_state")` + "\ndef main(random_state): pass", "random_state", "--rs"},
		{`flags.DEFINE_integer("random_state", 1, "the seed")`, "random_state", "--random_state"},
		{"import typer\ndef main(lr: float = 1, random_state: int = 1):\n  pass\ntyper.run(main)", "random_state", "--random-state"},
		{"import fire\ndef main(lr=1, random_state=1):\n  pass\nfire.Fire(main)", "random_state", "--random_state"},
		{"from transformers import HfArgumentParser\nclass Args:\n    random_state: int = 1\n", "random_state", "--random_state"},
		{"def main(random_state=1): pass", "random_state", ""},
		{"sys.argv[1].split('=')", "random_state", ""},
		{"", "random_state", ""},
	} {
		if got := flagOf(tt.program, tt.name); got != tt.want {
			t.Errorf("%s in %q: %q, want %q", tt.name, tt.program, got, tt.want)
		}
	}
}

// TestObjects: the text of a whole object is no option, where its params differ as well.
func TestObjects(t *testing.T) {
	t.Parallel()
	clf := params.Difference{Name: "clf", Original: "LogisticRegression(C=0.3)", Reproduced: "LogisticRegression()", Logged: true}
	steps := params.Difference{Name: "steps", Original: "[('clf', LogisticRegression(C=0.3))]", Reproduced: "[]", Logged: true}
	c := params.Difference{Name: "clf__C", Original: "0.3", Reproduced: "1.0", Logged: true}
	layers := params.Difference{Name: "layers", Original: "(64, 32)", Reproduced: "(1,)", Logged: true}
	files := fstest.MapFS{"train.py": {Data: []byte(`add_argument("--C")`)}}
	for _, tt := range []struct {
		differing []params.Difference
		with      []string
		without   string
	}{
		{[]params.Difference{clf, c, steps}, []string{"add --C 0.3 to the command", "works clf__C out"}, "LogisticRegression"},
		{[]params.Difference{clf}, []string{"sets clf ('LogisticRegression(C=0.3)')"}, "--C"},
		{[]params.Difference{layers, c}, []string{"sets layers ('(64, 32)')", "add --C 0.3"}, "clf "},
	} {
		got := Of(repro.Plan{Command: "python train.py"}, train.Training{Files: files}, repro.Run{Tags: map[string]string{lineage.MlflowSource: "train.py"}}, tt.differing)
		for _, with := range tt.with {
			if !strings.Contains(got, with) || strings.Contains(got, tt.without) {
				t.Errorf("%s\nwant %q, not %q", got, with, tt.without)
			}
		}
	}
}

// TestKeyMeant: a param that found no key is told the one key that its name ends as.
func TestKeyMeant(t *testing.T) {
	t.Parallel()
	edits := []repro.ParamEdit{
		{Name: "hparams/lr", Logged: "0.08", Status: repro.ParamLoggedOnly}, {File: "params.yaml", Key: []string{"lr"}, Old: "0.05", Status: repro.ParamNotRecorded},
		{File: "params.yaml", Key: []string{"a", "depth"}, Status: repro.ParamNotRecorded}, {File: "params.yaml", Key: []string{"b", "depth"}, Status: repro.ParamNotRecorded},
		{Name: "seed", File: "params.yaml", Key: []string{"seed"}, Status: repro.ParamWritten},
	}
	for name, want := range map[string]string{"hparams/lr": "--params-map hparams/lr=params.yaml:lr", "depth": "", "hparams/seed": "", "rate": ""} {
		got := Of(repro.Plan{Params: edits, Command: "python train.py"}, train.Training{}, repro.Run{}, []params.Difference{{Name: name, Original: "0.08", Reproduced: "0.05", Logged: true}})
		if want == "" && strings.Contains(got, "looks like its key") || !strings.Contains(got, want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}
