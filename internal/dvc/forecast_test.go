package dvc_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
)

// locked is a pipeline that agrees with its lock: plain dvc repro would skip
// all of it. The digests are those of the contents below.
func locked() fstest.MapFS {
	return tree(
		"params.yaml", "train: {lr: 1e-3, depth: 5.0}\nother: 1\n",
		"train.py", "print(1)\n",
		"eval.py", "print(2)\n",
		"raw.dvc", "outs: [{md5: aa11, hash: md5, path: raw}]\n",
		"dvc.yaml", `
stages:
  prep: {cmd: prep, deps: [raw], outs: [clean]}
  train:
    cmd: python train.py --depth ${train.depth}
    deps: [clean, train.py]
    params: [train.lr]
    outs: [model.pkl]
  evaluate: {cmd: python eval.py, deps: [model.pkl, eval.py], metrics: [scores.json: {cache: false}]}
`,
		"scores.json", "{}\n",
		"dvc.lock", `
schema: '2.0'
stages:
  prep:
    cmd: prep
    deps: [{path: raw, hash: md5, md5: aa11}]
    outs: [{path: clean, hash: md5, md5: bb22}]
  train:
    cmd: python train.py --depth 5.0
    deps:
    - {path: clean, hash: md5, md5: bb22}
    - {path: train.py, hash: md5, md5: dee5c46989f5ec092311188f4fe829c3}
    params: {params.yaml: {train.lr: 0.001}}
    outs: [{path: model.pkl, hash: md5, md5: cc33}]
  evaluate:
    cmd: python eval.py
    deps:
    - {path: model.pkl, hash: md5, md5: cc33}
    - {path: eval.py, hash: md5, md5: ccb2b99281944a964bd9149f07174af8}
    outs: [{path: scores.json, hash: md5, md5: dd44}]
`)
}

func TestForecastOfPlainRepro(t *testing.T) {
	t.Parallel()
	replace := func(file, old, new string) func(fstest.MapFS) {
		return func(files fstest.MapFS) {
			before := string(files[file].Data)
			after := strings.Replace(before, old, new, 1)
			if after == before {
				panic("the test changes nothing: " + old)
			}
			files[file] = &fstest.MapFile{Data: []byte(after)}
		}
	}
	for _, test := range []struct {
		name    string
		change  func(fstest.MapFS)
		train   dvc.Outcome
		because string
	}{
		{"nothing changed", func(fstest.MapFS) {}, dvc.Skips, "command, 1 param, 2 dependencies equal dvc.lock"},
		{"the param is spelt otherwise", replace("params.yaml", "1e-3", "0.0010"), dvc.Skips, "equal"},
		{"the param changed", replace("params.yaml", "1e-3", "0.01"), dvc.Runs, "param train.lr is 0.01, was 0.001"},
		{"a param that nobody declares changed", replace("params.yaml", "other: 1", "other: 2"), dvc.Skips, "equal"},
		{"the param is gone", replace("params.yaml", "lr: 1e-3, ", ""), dvc.Runs, "is nothing"},
		{"a param of the command changed", replace("params.yaml", "5.0", "6.0"), dvc.Runs, "command changed"},
		{"the command needs something unknown", replace("dvc.yaml", "${train.depth}", "${train.who}"), dvc.Undecided, "${train.who}"},
		{"the code changed", replace("train.py", "1", "3"), dvc.Runs, "dependency train.py changed"},
		{"the code is not in git", func(files fstest.MapFS) { delete(files, "train.py") }, dvc.Undecided, "not in git"},
		{"the data changed, so what prep makes is open", replace("raw.dvc", "aa11", "aa12"), dvc.Undecided, "made by prep, which may run"},
		{"prep was locked with another output", replace("dvc.lock", "{path: clean, hash: md5, md5: bb22}", "{path: clean, hash: md5, md5: ee55}"), dvc.Runs, "dependency clean changed (by prep)"},
		{"a DVC 2 hash of the code", replace("dvc.lock", "{path: train.py, hash: md5, md5:", "{path: train.py, md5:"), dvc.Skips, "equal"},
		{"a new dependency", replace("dvc.yaml", "deps: [clean, train.py]", "deps: [clean, train.py, raw]"), dvc.Runs, "raw is not in the lock"},
		{"a new param", replace("dvc.yaml", "[train.lr]", "[train.lr, other]"), dvc.Runs, "other is not in the lock"},
		{"a new output", replace("dvc.yaml", "outs: [model.pkl]", "outs: [model.pkl, log]"), dvc.Runs, "log is not in the lock"},
		{"the whole file is declared", replace("dvc.yaml", "[train.lr]", "[params.yaml: ]"), dvc.Runs, "param other is 1, was nothing"},
		{"frozen", replace("dvc.yaml", "outs: [model.pkl]", "outs: [model.pkl]\n    frozen: true"), dvc.Skips, "not even with --force"},
		{"frozen and changed", func(files fstest.MapFS) {
			replace("dvc.yaml", "outs: [model.pkl]", "outs: [model.pkl]\n    frozen: true")(files)
			replace("params.yaml", "1e-3", "0.01")(files)
		}, dvc.Skips, "not even with --force"},
		{"always changed", replace("dvc.yaml", "outs: [model.pkl]", "outs: [model.pkl]\n    always_changed: true"), dvc.Runs, "always_changed"},
		{"no lock", func(files fstest.MapFS) { delete(files, "dvc.lock") }, dvc.Runs, "does not know it"},
		{"an output that is in git and missing", replace("dvc.yaml", "outs: [model.pkl]", "outs: [model.pkl: {cache: false}]"), dvc.Runs, "model.pkl is missing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			files := locked()
			test.change(files)
			project := mustRead(t, files)
			var train dvc.Forecast
			for _, forecast := range project.Forecast() {
				if forecast.Stage == "train" {
					train = forecast
				}
			}
			if train.Outcome != test.train || !strings.Contains(train.String(), test.because) {
				t.Errorf("got %v; want %s because %q", train, test.train, test.because)
			}
			warned := len(project.WouldSkip()) > 0
			if warned != (test.train == dvc.Skips) {
				t.Errorf("WouldSkip = %v; want a warning exactly if train skips", project.WouldSkip())
			}
		})
	}
}

func TestForecastSaysWhereASkipNeedsTheCache(t *testing.T) {
	t.Parallel()
	for _, forecast := range mustRead(t, locked()).Forecast() {
		if forecast.Outcome != dvc.Skips {
			t.Errorf("%v; want skips", forecast)
		}
		if want := forecast.Stage != "evaluate"; forecast.NeedsCache != want { // its metrics are in git
			t.Errorf("%s needs the cache: %v, want %v", forecast.Stage, forecast.NeedsCache, want)
		}
	}
}

func TestParamsAreComparedAsPythonDoes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		now, locked string
		equal       bool
	}{
		{"1", "1.0", true}, {"1e-3", "0.001", true}, {"0.20", "0.2", true}, {"1_000", "1000", true}, {"True", "true", true}, {"true", "1", true},
		{"~", "", true}, {"abc", "'abc'", true}, {"'1'", "1", false}, {"yes", "true", false}, {"1", "2", false}, {"[1, 2]", "[1, 2.0]", true}, {"[1, 2]", "[2, 1]", false},
		{"{a: 1, b: 2}", "{b: 2, a: 1.0}", true}, {"{a: 1}", "{a: 1, b: 2}", false}, {"{a: 1, b: 2}", "{a: 1}", false}, {"{a: 1}", "[1]", false}, {".nan", ".nan", false},
		{"9007199254740993", "9007199254740992", false}, {"9007199254740993", "9007199254740992.0", false}, {".inf", ".inf", true}, {"null", "0", false}, {"017", "17", true},
	} {
		files := locked()
		files["params.yaml"] = &fstest.MapFile{Data: []byte("train: {depth: 5.0, lr: " + test.now + "}\n")}
		files["dvc.lock"] = &fstest.MapFile{Data: []byte(strings.Replace(string(files["dvc.lock"].Data), "train.lr: 0.001", "train.lr: "+test.locked, 1))}
		for _, forecast := range mustRead(t, files).Forecast() {
			if forecast.Stage == "train" && (forecast.Outcome == dvc.Skips) != test.equal {
				t.Errorf("%s now, %s in the lock: %v; want equal = %v", test.now, test.locked, forecast, test.equal)
			}
		}
	}
}
