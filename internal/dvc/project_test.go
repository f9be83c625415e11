package dvc_test

import (
	"errors"
	"os"
	"path"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
)

// tree makes a file system of name, content pairs.
func tree(pairs ...string) fstest.MapFS {
	files := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		files[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return files
}

func mustRead(t *testing.T, files fstest.MapFS) *dvc.Project {
	t.Helper()
	project, err := dvc.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	return project
}

func names(stages []dvc.Stage) []string {
	var names []string
	for _, stage := range stages {
		names = append(names, stage.Name)
	}
	return names
}

func TestTheProjectThatReallyTrains(t *testing.T) {
	t.Parallel()
	project, err := dvc.Read(os.DirFS("../../testdata/projects/iris"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := names(project.Stages), []string{"ingest", "preprocess", "train", "evaluate"}; !reflect.DeepEqual(got, want) {
		t.Errorf("stages %q, want %q", got, want)
	}
	if got, want := project.ParamFiles(), []string{"params.yaml"}; !reflect.DeepEqual(got, want) {
		t.Errorf("params files %q, want %q", got, want)
	}
	if got, want := project.MetricFiles(), []dvc.MetricsFile{{Path: "metrics/metrics.json", Stage: "evaluate"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("metrics files %+v, want %+v", got, want)
	}
	if got, want := project.Training(), []string{"train"}; !reflect.DeepEqual(got, want) {
		t.Errorf("training stages %q, want %q", got, want)
	}
	if len(project.Warnings) > 0 {
		t.Errorf("warnings %q", project.Warnings)
	}
	for _, stage := range project.Stages {
		if stage.Locked == nil {
			t.Errorf("stage %s is not in the lock", stage.Name)
		}
	}
}

func TestStagesAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	project := mustRead(t, tree(
		"dvc.yaml", `
stages:
  evaluate:                 # before what it needs
    cmd: [python eval.py, "python report.py"]
    deps: [models/m.pkl, eval.py]
    metrics: [scores.json: {cache: false}]
    plots: [plots/roc.csv: {x: fpr}, plots]
  train:
    wdir: src
    cmd: python train.py
    deps: [../data/set, train.py, s3://bucket/more.csv, /mnt/abs]
    params:
      - train.lr
      - config.toml: [model.depth]
      - ../other.yaml:
      - train.lr
    outs:
      - ../models: {persist: true}
    frozen: true
metrics: [extra/all.json, scores.json]
params: [conf/base.yaml]
`))
	want := []dvc.Stage{
		{
			Name: "train", File: "dvc.yaml", Dir: "src", Cmd: []string{"python train.py"}, Frozen: true,
			Deps: []dvc.Dependency{{"data/set", "../data/set"}, {"src/train.py", "train.py"}, {"s3://bucket/more.csv", "s3://bucket/more.csv"}, {"/mnt/abs", "/mnt/abs"}},
			Params: []dvc.Declared{
				{"train", "src/params.yaml", "params.yaml", "train.lr"}, {"train", "src/config.toml", "config.toml", "model.depth"}, {"train", "other.yaml", "../other.yaml", ""},
			},
			Outs: []dvc.Output{{"models", "../models", dvc.KindOut, true, true}},
		},
		{
			Name: "evaluate", File: "dvc.yaml", Dir: ".", Cmd: []string{"python eval.py", "python report.py"},
			Deps: []dvc.Dependency{{"models/m.pkl", "models/m.pkl"}, {"eval.py", "eval.py"}},
			Outs: []dvc.Output{
				{"scores.json", "scores.json", dvc.KindMetric, false, false}, {"plots/roc.csv", "plots/roc.csv", dvc.KindPlot, true, false}, {"plots", "plots", dvc.KindPlot, true, false},
			},
		},
	}
	if !reflect.DeepEqual(project.Stages, want) {
		t.Errorf("got  %+v\nwant %+v", project.Stages, want)
	}
	if got, want := project.ParamFiles(), []string{"src/params.yaml", "src/config.toml", "other.yaml", "conf/base.yaml"}; !reflect.DeepEqual(got, want) {
		t.Errorf("params files %q, want %q", got, want)
	}
	if got, want := project.MetricFiles(), []dvc.MetricsFile{{"scores.json", "evaluate", false}, {"extra/all.json", "", false}}; !reflect.DeepEqual(got, want) {
		t.Errorf("metrics files %+v, want %+v", got, want)
	}
	if got, want := project.Upstream("scores.json"), []string{"train", "evaluate"}; !reflect.DeepEqual(got, want) {
		t.Errorf("upstream %q, want %q", got, want)
	}
}

func TestTemplates(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, cmd string
		want      string
		left      []string
	}{
		{"a param", "train --lr ${train.lr}", "train --lr 0.001", nil}, // as DVC reads 1e-3
		{"a bool is lower case", "run ${train.flag}", "run true", nil},
		{"null is None", "run ${train.none}", "run None", nil},
		{"an item of a list", "run ${train.sizes[1]} ${train.sizes.0}", "run 20 10", nil},
		{"a value of vars", "run ${seed} ${deep.er}", "run 7 x y", nil},
		{"a value of a vars file", "run ${chosen}", "run yes-please", nil},
		{"not the keys that vars did not name", "run ${hidden}", "run ${hidden}", []string{"${hidden}"}},
		{"an escaped template is text", `run \${train.lr}`, "run ${train.lr}", nil},
		{"a map in a command", "run ${opts}", "run --a 1 --b --d 'x y' --e 1 2 --f.g None", nil},
		{"an unknown name stays", "run ${nobody} ${train.lr}", "run ${nobody} 0.001", []string{"${nobody}"}},
		{"a list stays", "run ${train.sizes}", "run ${train.sizes}", []string{"${train.sizes}"}},
		{"a stage's own var", "run ${local}", "run here", nil},
		{"an open brace is text", "run ${train.lr", "run ${train.lr", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			project := mustRead(t, tree(
				"params.yaml", "train: {lr: 1e-3, flag: True, none: null, sizes: [10, 20]}\nopts: {a: 1, b: true, c: false, d: x y, e: [1, 2], f: {g: null}}\n",
				"more.yaml", "chosen: yes-please\nhidden: 1\n",
				"dvc.yaml", "vars: [seed: 7, deep: {er: x y}, 'more.yaml:chosen']\nstages:\n  one:\n    vars: [local: here]\n    cmd: "+strings.ReplaceAll(`"`+test.cmd+`"`, `\`, `\\`)+"\n",
			))
			stage := project.Stages[0]
			if len(stage.Cmd) != 1 || stage.Cmd[0] != test.want || !reflect.DeepEqual(stage.Unresolved, test.left) {
				t.Errorf("%q becomes %q, left %q; want %q, left %q", test.cmd, stage.Cmd, stage.Unresolved, test.want, test.left)
			}
		})
	}
}

func TestForeachAndMatrixNameTheirStages(t *testing.T) {
	t.Parallel()
	project := mustRead(t, tree(
		"params.yaml", "models: [svm, forest]\ncities: {oslo: {n: 1}, rome: {n: 2}}\n",
		"dvc.yaml", `
stages:
  simple: {foreach: [a, b], do: {cmd: "run ${item}", outs: ["${item}.txt"]}}
  named: {foreach: "${models}", do: {cmd: "fit ${item}"}}
  composite: {foreach: [{x: 1}, {x: 2}], do: {cmd: "run ${item.x}"}}
  keyed: {foreach: "${cities}", do: {cmd: "run ${key} ${item.n}"}}
  grid:
    matrix: {m: "${models}", size: [1, 2], conf: [{d: 1}]}
    cmd: fit ${item.m} ${item.size} ${item.conf.d} ${key}
  lost: {foreach: "${unknown}", do: {cmd: "run ${item}"}}
  nested: {foreach: ["${models[0]}", "x-${cities.oslo.n}"], do: {cmd: "run ${item}"}}
`))
	want := map[string]string{
		"simple@a": "run a", "simple@b": "run b", "named@svm": "fit svm", "named@forest": "fit forest",
		"composite@0": "run 1", "composite@1": "run 2", "keyed@oslo": "run oslo 1", "keyed@rome": "run rome 2",
		"grid@svm-1-conf0": "fit svm 1 1 svm-1-conf0", "grid@svm-2-conf0": "fit svm 2 1 svm-2-conf0",
		"grid@forest-1-conf0": "fit forest 1 1 forest-1-conf0", "grid@forest-2-conf0": "fit forest 2 1 forest-2-conf0",
		"lost@${unknown}": "run ${item}", "nested@svm": "run svm", "nested@x-1": "run x-1",
	}
	got := map[string]string{}
	for _, stage := range project.Stages {
		got[stage.Name] = strings.Join(stage.Cmd, "\n")
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if stage, ok := project.Stage("simple@b"); !ok || stage.Outs[0].Path != "b.txt" {
		t.Errorf("simple@b makes %+v, want b.txt", stage.Outs)
	}
}

func TestPipelinesInSubdirectories(t *testing.T) {
	t.Parallel()
	project := mustRead(t, tree(
		"dvc.yaml", "stages: {use: {cmd: use, deps: [sub/out]}}\n",
		"sub/dvc.yaml", "stages: {make: {cmd: make it, deps: [in], outs: [out], metrics: [m.json]}}\n",
		"sub/in.dvc", "outs:\n- md5: 0123456789abcdef0123456789abcdef\n  size: 3\n  hash: md5\n  path: in\n",
		"node_modules/x/dvc.yaml", "stages: {junk: {cmd: junk}}\n",
		".dvc/tmp/exp/dvc.yaml", "stages: {junk: {cmd: junk}}\n",
	))
	if got, want := names(project.Stages), []string{"sub/dvc.yaml:make", "use"}; !reflect.DeepEqual(got, want) {
		t.Errorf("stages %q, want %q", got, want)
	}
	if len(project.Tracked) != 1 || project.Tracked[0].Path != "sub/in" || project.Tracked[0].Hash != (dvc.Hash{Scheme: dvc.MD5, Digest: "0123456789abcdef0123456789abcdef"}) {
		t.Errorf("tracked %+v, want sub/in", project.Tracked)
	}
	if got := project.MetricFiles(); len(got) != 1 || got[0].Path != "sub/m.json" || !got[0].Cached {
		t.Errorf("metrics files %+v, want sub/m.json", got)
	}
}

func TestAProjectWithoutDVC(t *testing.T) {
	t.Parallel()
	project := mustRead(t, tree("params.yaml", "lr: 1\n", "Makefile", "run:\n"))
	if len(project.Stages) != 0 || len(project.Training()) != 0 || len(project.Forecast()) != 0 {
		t.Errorf("found %+v where there is nothing", project)
	}
	if got := project.ParamFiles(); !reflect.DeepEqual(got, []string{"params.yaml"}) {
		t.Errorf("params files %q, want params.yaml", got)
	}
}

func TestABrokenPipelineIsRefusedWithItsLine(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		yaml string
		line int
	}{
		"no YAML":         {"stages:\n  a: [\n", 3},
		"a list":          {"- a\n", 1},
		"a stage as text": {"stages:\n  a: run\n", 2},
		"a stage as list": {"stages:\n  a: []\n", 2},
		"no command":      {"stages:\n  a:\n    deps: [x]\n", 3},
		"a stage twice":   {"stages:\n  a: {cmd: x}\n  a: {cmd: y}\n", 3},
		"two documents":   {"stages: {}\n---\nstages: {}\n", 2},
		"too many stages": {"stages:\n  a:\n    matrix: {a: &l [" + strings.Repeat("x,", 30) + "], b: *l, c: *l}\n    cmd: x\n", 2},
		"the billion laughs": {"a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n" +
			"e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\n", 0},
	} {
		_, err := dvc.Read(tree("dvc.yaml", test.yaml))
		refused, ok := errors.AsType[*doc.RefusedError](err)
		if !ok || refused.Path != "dvc.yaml" || test.line > 0 && refused.Line != test.line {
			t.Errorf("%s: %v; want a refusal of dvc.yaml line %d", name, err, test.line)
		}
	}
	if _, err := dvc.Read(tree("dvc.yaml", "# nothing yet\n")); err != nil {
		t.Errorf("an empty dvc.yaml: %v", err)
	}
}

func TestABrokenLockOrDataFileIsAWarning(t *testing.T) {
	t.Parallel()
	project := mustRead(t, tree(
		"dvc.yaml", "stages: {a: {cmd: x, deps: [d]}}\n", "dvc.lock", "<<<<<<< HEAD\nschema: '2.0'\n", "d.dvc", "outs: [{md5: x}]\n",
	))
	if len(project.Stages) != 1 || project.Stages[0].Locked != nil {
		t.Errorf("stages %+v, want one without a lock", project.Stages)
	}
	if text := strings.Join(project.Warnings, "\n"); !strings.Contains(text, "dvc.lock:") || !strings.Contains(text, "d.dvc") {
		t.Errorf("warnings %q, want both files named", text)
	}
}

func TestStagesInACircleDoNotHang(t *testing.T) {
	t.Parallel()
	project := mustRead(t, tree("dvc.yaml", "stages: {a: {cmd: x, deps: [b], outs: [a]}, b: {cmd: y, deps: [a], outs: [b]}}\n", "dvc.lock", "schema: '2.0'\nstages: {}\n"))
	if got := project.Upstream("a"); len(got) != 2 {
		t.Errorf("upstream of a is %q, want both", got)
	}
	if got := project.Forecast(); len(got) != 2 {
		t.Errorf("forecast %v, want two", got)
	}
}

func TestTrainingStagesAreFoundByNameCommandParamsOrPlace(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, stages string
		want         []string
	}{
		{"by name", "prep: {cmd: x, params: [a], outs: [p]}, train: {cmd: y, deps: [p]}", []string{"train"}},
		{"two of them", "train-a: {cmd: x}, train_b: {cmd: y}, eval: {cmd: z}", []string{"train-a", "train_b"}},
		{"not the splitter", "train_test_split: {cmd: python split.py, outs: [p]}, model: {cmd: python fit.py, deps: [p]}", []string{"model"}},
		{"not a longer word", "constraints: {cmd: x, outs: [c]}, re_outfit: {cmd: y, deps: [c]}, refit: {cmd: z}", []string{"refit"}},
		{"by program", "prep: {cmd: python src/training/prepare.py}, model: {cmd: python -m pkg.train --fast}", []string{"model"}},
		{"by params upstream of metrics", "prep: {cmd: x, outs: [p]}, build: {cmd: y, deps: [p], params: [a], outs: [m]}, score: {cmd: z, deps: [m], metrics: [s.json]}, other: {cmd: o, params: [b]}", []string{"build"}},
		{"all upstream of metrics", "prep: {cmd: x, outs: [p]}, score: {cmd: z, deps: [p], metrics: [s.json]}, other: {cmd: o}", []string{"prep", "score"}},
		{"all", "one: {cmd: x}, two: {cmd: y}", []string{"one", "two"}},
	} {
		project := mustRead(t, tree("dvc.yaml", "stages: {"+test.stages+"}\n"))
		if got := project.Training(); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: training stages %q, want %q", test.name, got, test.want)
		}
	}
}

// TestTooManyStages: however an entry multiplies, what it stands for is bounded.
func TestTooManyStages(t *testing.T) {
	t.Parallel()
	items := "[" + strings.Repeat("1,", 200_000) + "1]"
	for name, text := range map[string]string{
		"foreach": "stages:\n  t:\n    foreach: " + items + "\n    do: {cmd: x}\n",
		"matrix":  "stages:\n  t:\n    matrix: {a: " + items + ", b: " + items + "}\n    cmd: x\n",
	} {
		if _, err := dvc.Read(tree("dvc.yaml", text)); err == nil || !strings.Contains(err.Error(), "more than 10000 stages") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A template takes its value from a params file: the file is one of the
// project's, and the key has an effect.
func TestParamsThatTemplatesUse(t *testing.T) {
	t.Parallel()
	const stage = "stages:\n  train:\n    cmd: "
	for _, test := range []struct {
		story, pipeline string
		want            []string // file:key
	}{
		{"in a command", stage + "python t.py ${train.lr}\n", []string{"params.yaml:train.lr"}},
		{"a whole map", stage + "python t.py ${train}\n", []string{"params.yaml:train"}},
		{"an item of a list", stage + "python t.py ${sizes[1]}\n", []string{"params.yaml:sizes"}},
		{"in dependencies, outputs, params and the directory", stage + "x\n    wdir: ${dir}\n    deps: ['${train.lr}']\n    outs: ['${sizes[0]}']\n    params: ['${key}']\n",
			[]string{"params.yaml:dir", "params.yaml:train.lr", "params.yaml:key", "params.yaml:sizes"}},
		{"foreach over a list", "stages:\n  train:\n    foreach: ${sizes}\n    do:\n      cmd: python t.py ${item}\n", []string{"params.yaml:sizes"}},
		{"foreach over a map of maps", "stages:\n  train:\n    foreach: ${models}\n    do:\n      cmd: python t.py ${item.lr} ${key}\n", []string{"params.yaml:models"}},
		{"a template in an inline foreach", "stages:\n  train:\n    foreach: ['${train.lr}', 2]\n    do:\n      cmd: python t.py ${item}\n", []string{"params.yaml:train.lr"}},
		{"matrix", "stages:\n  train:\n    matrix:\n      size: ${sizes}\n      k: [a, b]\n    cmd: python t.py ${item.size} ${item.k}\n", []string{"params.yaml:sizes"}},
		{"a file of vars", "vars: [conf/more.toml]\n" + stage + "python t.py ${opt.lr}\n", []string{"conf/more.toml:opt.lr"}},
		{"keys of a file of vars", "vars: ['conf/more.toml:opt']\n" + stage + "python t.py ${opt.lr}\n", []string{"conf/more.toml:opt.lr"}},
		{"vars of a stage", stage + "python t.py ${opt.lr}\n    vars: [conf/more.toml]\n", []string{"conf/more.toml:opt.lr"}},
		{"inline vars are dvc.yaml's own", "vars: [{lr: 1}]\n" + stage + "python t.py ${lr}\n", nil},
		{"escaped", stage + "python t.py \\${train.lr}\n", nil},
		{"not there", stage + "python t.py ${nothing}\n", nil},
	} {
		project := mustRead(t, tree("dvc.yaml", test.pipeline, "conf/more.toml", "[opt]\nlr = 1\n",
			"params.yaml", "train: {lr: 0.1}\nsizes: [1, 2]\nkey: train\ndir: sub\nmodels: {a: {lr: 1}, b: {lr: 2}}\n"))
		var got []string
		for _, used := range project.UsedParams() {
			if used.Stage == "" {
				got = append(got, used.File+":"+used.Key)
			}
		}
		if !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: used %q, want %q", test.story, got, test.want)
		}
		for _, used := range test.want {
			file, _, _ := strings.Cut(used, ":")
			if files := project.ParamFiles(); !strings.Contains(strings.Join(files, " "), file) {
				t.Errorf("%s: params files %q, want %s among them", test.story, files, file)
			}
		}
	}
}

// A file that a stage depends on, or that its command names, is used as a whole.
func TestParamsFilesThatStagesRead(t *testing.T) {
	t.Parallel()
	project := mustRead(t, tree("a/dvc.yaml", "vars: [{here: conf}]\nstages:\n  t:\n    wdir: ..\n    cmd: python t.py --config=${here}/x.yaml\n    deps: ['${here}/y.json']\n"))
	for _, want := range []string{"conf/x.yaml", "conf/y.json"} {
		found := false
		for _, used := range project.UsedParams() {
			found = found || used.File == want && used.Key == ""
		}
		if !found {
			t.Errorf("%s is not used: %+v", want, project.UsedParams())
		}
	}
}

// What the training writes is no place for params, whoever lists it.
func TestParamsFilesThatTheTrainingWrites(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		story, pipeline string
		want, written   []string
	}{
		{"DVCLive", "params: [dvclive/params.yaml]\nmetrics: [dvclive/metrics.json]\nplots:\n- dvclive/plots/metrics:\n    x: step\n", []string{"params.yaml"}, []string{"dvclive/params.yaml"}},
		{"DVCLive without plots", "params: [dvclive/params.yaml]\nmetrics: [dvclive/metrics.json]\n", []string{"params.yaml"}, []string{"dvclive/params.yaml"}},
		{"DVCLive in a directory of another name", "params: [out/live/params.yaml]\nmetrics: [out/live/metrics.json]\nplots: [out/live/plots/metrics]\n", []string{"params.yaml"}, []string{"out/live/params.yaml"}},
		{"an output of a stage", "params: [out/p.yaml]\nstages:\n  a:\n    cmd: x\n    outs: [out]\n", []string{"params.yaml"}, []string{"out/p.yaml"}},
		{"a person's, beside metrics", "params: [conf/params.yaml]\nmetrics: [conf/metrics.json]\n", []string{"conf/params.yaml"}, nil},
		{"a person's at the root, beside DVCLive's metrics", "params: [params.yaml]\nmetrics: [metrics.json]\nplots: [plots/metrics]\n", []string{"params.yaml"}, nil},
	} {
		project := mustRead(t, tree("dvc.yaml", test.pipeline, "params.yaml", "lr: 1\n"))
		if got := project.ParamFiles(); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: params files %q, want %q", test.story, got, test.want)
		}
		if got := project.WrittenParams(); len(got) != len(test.written) || len(got) > 0 && got[0] != test.written[0] {
			t.Errorf("%s: written %q, want %q", test.story, got, test.written)
		}
	}
}

// TestCheckout: a suggested command gets data by name, and no model.
func TestCheckout(t *testing.T) {
	t.Parallel()
	of := func(names ...string) string {
		files := fstest.MapFS{}
		for _, name := range names {
			files[name+".dvc"] = &fstest.MapFile{Data: []byte("outs: [{md5: 0123456789abcdef0123456789abcdef, hash: md5, path: " + path.Base(name) + "}]\n")}
		}
		project, err := dvc.Read(files)
		if err != nil {
			t.Fatal(err)
		}
		return project.Checkout()
	}
	for want, names := range map[string][]string{
		"":                                {"model.pkl"},
		"dvc checkout data/a.csv.dvc && ": {"data/a.csv", "models/net.pt"},
		"dvc checkout && ":                {"a.csv", "b.csv", "c.csv", "d.csv"},
		"dvc checkout a.csv.dvc b.csv.dvc c.csv.dvc d.csv.dvc && ": {"a.csv", "b.csv", "c.csv", "d.csv", "net.pt"},
	} {
		if got := of(names...); got != want {
			t.Errorf("%q: %q, want %q", names, got, want)
		}
	}
}
