package params

import (
	"fmt"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

const devProd = `env: dev  # selects one of the two
dev:
  lr: 0.1
  epochs: 3
prod:
  lr: 0.01
  epochs: 3
`

const fourSections = `forest: {n_estimators: 100, seed: 1}
boost: {n_estimators: 200, seed: 1}
bag: {n_estimators: 300, seed: 1}
tree: {n_estimators: 1, seed: 1}
`

const hydra = `trainer:
  _target_: lightning.Trainer
  callbacks:
    early:
      _target_: lightning.EarlyStopping
      patience: 5
model:
  _target_: src.Net
  optimizer:
    _target_: torch.optim.Adam
    lr: 0.001
  scheduler:
    _target_: torch.optim.StepLR
    patience: 10
paths: {root: "${oc.env:ROOT}", out: "${paths.root}/out"}
seed: null
`

// A logged name finds its key by the strongest evidence there is, and the
// report says which that was.
func TestMappingRules(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		story, file string
		logged      map[string]string
		options     Options
		want        string // the rows of logged params
	}{
		{"at the top", "lr: 0.1", map[string]string{"lr": "0.2"}, Options{}, "lr -> lr: written: 0.1 => 0.2 (exact key)"},
		{"dots", "train:\n  lr: 0.1", map[string]string{"train.lr": "0.2"}, Options{}, "train.lr -> train.lr: written: 0.1 => 0.2 (exact key)"},
		{"slashes, as Lightning", "train:\n  lr: 0.1", map[string]string{"train/lr": "0.2"}, Options{}, "train/lr -> train.lr: written: 0.1 => 0.2 (exact key)"},
		{"colons", "train:\n  lr: 0.1", map[string]string{"train:lr": "0.2"}, Options{}, "train:lr -> train.lr: written: 0.1 => 0.2 (exact key)"},
		{"two underscores, as scikit-learn", "clf:\n  C: 0.1", map[string]string{"clf__C": "0.2"}, Options{}, "clf__C -> clf.C: written: 0.1 => 0.2 (exact key)"},
		{"a key with a dot in it", "a.b:\n  c: 1", map[string]string{"a.b.c": "2"}, Options{}, "a.b.c -> a.b.c: written: 1 => 2 (exact key)"},
		{"a key with a space in it", "learning rate: 1", map[string]string{"learning rate": "2"}, Options{}, "learning rate -> learning rate: written: 1 => 2 (exact key)"},
		{"the exact key before the section", "lr: 1\ntrain: {lr: 1}", map[string]string{"lr": "2"}, Options{Section: "train"}, "lr -> lr: written: 1 => 2 (exact key)"},
		{"the section before another of that name", "train: {lr: 1}\ntest: {lr: 1}", map[string]string{"lr": "2"}, Options{Section: "train"}, "lr -> train.lr: written: 1 => 2 (in section train)"},
		{"a section within a section", "model:\n  train: {opt: {lr: 1}}\n  opt: {lr: 1}", map[string]string{"opt/lr": "2"}, Options{Section: "model.train"}, "opt/lr -> model.train.opt.lr: written: 1 => 2 (in section model.train)"},
		{"what dvc.yaml declares", "a: {lr: 1}\nb: {lr: 1}", map[string]string{"lr": "2"}, Options{Declared: []Declared{{"params.yaml", "b.lr"}}}, "lr -> b.lr: written: 1 => 2 (declared in dvc.yaml)"},
		{"a section that dvc.yaml declares", "a: {lr: 1}\nb: {c: {lr: 1}}", map[string]string{"lr": "2"}, Options{Declared: []Declared{{"params.yaml", "b"}}}, "lr -> b.c.lr: written: 1 => 2 (declared in dvc.yaml)"},
		{"a whole file that dvc.yaml declares", "a: {lr: 1}", map[string]string{"lr": "2"}, Options{Declared: []Declared{{"params.yaml", ""}}}, "lr -> a.lr: written: 1 => 2 (declared in dvc.yaml)"},
		{"declared twice", "a: {lr: 1}\nb: {lr: 1}", map[string]string{"lr": "2"}, Options{Declared: []Declared{{"params.yaml", "a.lr"}, {"params.yaml", "b.lr"}}}, "lr: ambiguous"},
		{"the only key of that name", "a: {b: {lr: 1}}", map[string]string{"lr": "2"}, Options{Section: "train"}, "lr -> a.b.lr: written: 1 => 2 (the only key of that name)"},
		{"the only key that ends so", "a: {opt: {lr: 1}, sched: {lr: 1}}", map[string]string{"opt.lr": "2"}, Options{}, "opt.lr -> a.opt.lr: written: 1 => 2 (the only key of that name)"},
		{"names in another case are other names", "a: {LR: 1}", map[string]string{"lr": "2"}, Options{}, "lr: logged only"},
		{"part of a name is no name", "a: {base_lr: 1}", map[string]string{"lr": "2"}, Options{}, "lr: logged only"},
		{"a section is no value", "lr: {base: 1}", map[string]string{"lr": "2"}, Options{}, "lr: logged only"},

		{"env selects a section: nobody says which", devProd, map[string]string{"lr": "0.02"}, Options{Section: "train"}, "lr: ambiguous"},
		{"env selects a section: both hold the value", devProd, map[string]string{"epochs": "3"}, Options{Section: "train"}, "epochs -> dev.epochs: unchanged: 3 (the only key of that name)"},
		{"env selects a section: one holds the value", devProd, map[string]string{"lr": "0.1"}, Options{Section: "train"}, "lr: ambiguous"},
		{"env selects a section: a person says which", devProd, map[string]string{"lr": "0.02"}, Options{Section: "dev"}, "lr -> dev.lr: written: 0.1 => 0.02 (in section dev)"},
		{"four experiments in one file", fourSections, map[string]string{"n_estimators": "150", "seed": "1"}, Options{Section: "train"}, "n_estimators: ambiguous\nseed -> forest.seed: unchanged: 1 (the only key of that name)"},
		{"four experiments, one of them a stage", fourSections, map[string]string{"n_estimators": "150"}, Options{Declared: []Declared{{"params.yaml", "boost"}}}, "n_estimators -> boost.n_estimators: written: 200 => 150 (declared in dvc.yaml)"},

		{"a Hydra dump, flattened by Lightning", hydra, map[string]string{
			"model/optimizer/lr": "0.01", "model/scheduler/patience": "10", "patience": "7", "seed": "None", "paths/out": "/home/ann/out", "lr": "0.001",
		}, Options{}, strings.Join([]string{
			"lr -> model.optimizer.lr: ambiguous",
			"model/optimizer/lr -> model.optimizer.lr: written: 0.001 => 0.01 (exact key)",
			"model/scheduler/patience -> model.scheduler.patience: unchanged: 10 (exact key)",
			"paths/out -> paths.out: refused (exact key)",
			"patience: ambiguous",
			"seed -> seed: unchanged: null (exact key)",
		}, "\n")},

		{"a section as one literal", "model:\n  ngram: [1, 3]\n  max_features: 9000\n  lr: 0.1\n  extra: 1",
			map[string]string{"model": "{'ngram': [1, 2], 'max_features': 9000, 'lr': 1e-05, 'gone': 'x'}"}, Options{}, strings.Join([]string{
				"model -> model.ngram: written: [1, 3] => [1, 2] (exact key, section logged as one literal)",
				"model -> model.max_features: unchanged: 9000 (exact key, section logged as one literal)",
				"model -> model.lr: written: 0.1 => 1.0e-05 (exact key, section logged as one literal)",
				"model: logged only",
			}, "\n")},
		{"a section in a section as one literal", "m:\n  a: {b: 1, c: 'x'}", map[string]string{"m": "{'a': {'b': 2, 'c': '3'}}"}, Options{}, strings.Join([]string{
			"m -> m.a.b: written: 1 => 2 (exact key, section logged as one literal)",
			"m -> m.a.c: written: 'x' => '3' (exact key, section logged as one literal)",
		}, "\n")},
		{"a literal tells text from numbers", "m: {a: 5, b: '5'}", map[string]string{"m": "{'a': 5, 'b': '5'}"}, Options{}, strings.Join([]string{
			"m -> m.a: unchanged: 5 (exact key, section logged as one literal)",
			"m -> m.b: unchanged: '5' (exact key, section logged as one literal)",
		}, "\n")},
		{"a literal that says a number where the file has text", "m: {a: '5'}", map[string]string{"m": "{'a': 5}"}, Options{}, "m -> m.a: assumed: '5' => 5 (exact key, section logged as one literal)"},
		{"a section literal that was cut", "m: {a: 5}", map[string]string{"m": "{'a': 6, 'b'"}, Options{}, "m -> m: refused (exact key)"},
		{"a section literal with an object in it", "m: {a: 5}", map[string]string{"m": "{'a': np.float64(6.0)}"}, Options{}, "m -> m: refused (exact key)"},
		{"two sections of one name", "a: {m: {x: 1}}\nb: {m: {x: 2}}", map[string]string{"m": "{'x': 3}"}, Options{}, "m: ambiguous"},
		{"the section of that name before a value elsewhere", "m: {x: 1}\nother: {m: word}", map[string]string{"m": "{'x': 2}"}, Options{}, "m -> m.x: written: 1 => 2 (exact key, section logged as one literal)"},
		{"the value of that name before a section elsewhere", "m: \"{'x': 1}\"\nother: {m: {x: 1}}", map[string]string{"m": "{'x': 2}"}, Options{}, "m -> m: written: \"{'x': 1}\" => \"{'x': 2}\" (exact key)"},
		{"a dict literal and no section", "a: 1", map[string]string{"m": "{'x': 3}"}, Options{}, "m: logged only"},

		{"joined by one underscore", "model: {depth: 1, net: {width: 8}}", map[string]string{"model_depth": "2", "model_net.width": "16"}, Options{}, "model_depth -> model.depth: written: 1 => 2 (the only key whose parts, joined, give that name)\nmodel_net.width -> model.net.width: written: 8 => 16 (the only key whose parts, joined, give that name)"},
		{"joined by dashes, bars, two colons, blanks", "a: {b: 1, c: 1, d: 1, e: 1}", map[string]string{"a-b": "2", "a|c": "2", "a::d": "2", "a - e": "2"}, Options{}, strings.Join([]string{
			"a - e -> a.e: written: 1 => 2 (the only key whose parts, joined, give that name)",
			"a-b -> a.b: written: 1 => 2 (the only key whose parts, joined, give that name)",
			"a::d -> a.d: written: 1 => 2 (the only key whose parts, joined, give that name)",
			"a|c -> a.c: written: 1 => 2 (the only key whose parts, joined, give that name)",
		}, "\n")},
		{"joined, where the parts have underscores", "a_b: {c_d: 1}", map[string]string{"a_b_c_d": "2"}, Options{}, "a_b_c_d -> a_b.c_d: written: 1 => 2 (the only key whose parts, joined, give that name)"},
		{"joined below the section", "train: {opt: {lr: 1}}", map[string]string{"opt_lr": "2"}, Options{Section: "train"}, "opt_lr -> train.opt.lr: written: 1 => 2 (in section train)"},
		{"two keys join to one name", "a_b: {c: 1}\na: {b_c: 2}", map[string]string{"a_b_c": "3"}, Options{}, "a_b_c: ambiguous"},
		{"a key, and another that joins to its name", "m_d: 1\nm: {d: 2}", map[string]string{"m_d": "3"}, Options{}, "m_d -> m_d: written: 1 => 3 (exact key)"},
		{"a key of two parts, and another that joins to its name", "model:\n  net: {width: 8}\nmodel_net: {width: 9}", map[string]string{"model_net.width": "16"}, Options{}, "model_net.width -> model_net.width: written: 9 => 16 (exact key)"},
		{"two keys are spelled so", "a.b: 1\na: {b: 2}", map[string]string{"a.b": "3"}, Options{}, "a.b: ambiguous"},
		{"a key, and another that joins to its name and was logged with a dot", "m_d: 1\nm: {d: 2}", map[string]string{"m_d": "3", "m.d": "4"}, Options{}, "m.d -> m.d: written: 2 => 4 (exact key)\nm_d -> m_d: written: 1 => 3 (exact key)"},
		{"a dot joins no name with an underscore", "m_d: 1", map[string]string{"m.d": "3"}, Options{}, "m.d: logged only"},
		{"nothing between the parts is no joint", "m: {d: 1}", map[string]string{"md": "3"}, Options{}, "md: logged only"},
		{"declared decides among joined names", "a_b: {c: 1}\na: {b_c: 2}", map[string]string{"a_b_c": "3"}, Options{Declared: []Declared{{"params.yaml", "a"}}}, "a_b_c -> a.b_c: written: 2 => 3 (the only key whose parts, joined, give that name, declared in dvc.yaml)"},
		{"what a template uses decides", "a: {lr: 1}\nb: {lr: 1}", map[string]string{"lr": "2"}, Options{Used: []Declared{{"params.yaml", "b.lr"}}}, "lr -> b.lr: written: 1 => 2 (declared in dvc.yaml)"},

		{"one is declared, another used: both have an effect", "a: {lr: 1}\nb: {lr: 1}", map[string]string{"lr": "2"}, Options{Declared: []Declared{{"params.yaml", "a.lr"}}, Used: []Declared{{"params.yaml", "b.lr"}}}, "lr: ambiguous"},
		{"a file read as a whole proves nothing of one key", "a: {lr: 1}\nb: {lr: 1}", map[string]string{"lr": "2"}, Options{Declared: []Declared{{"params.yaml", "a.lr"}}, Used: []Declared{{"params.yaml", ""}}}, "lr -> a.lr: written: 1 => 2 (declared in dvc.yaml)"},

		{"a bare name and another library's section", "lightgbm: {learning_rate: 1}\nxgboost: {max_depth: 3}", map[string]string{"learning_rate": "2", "max_depth": "5", "tree_method": "hist"}, Options{},
			"learning_rate: logged only\nmax_depth -> xgboost.max_depth: written: 3 => 5 (the only key of that name)\ntree_method: logged only"},
		{"the tag says which library", "lgbm: {learning_rate: 1}", map[string]string{"learning_rate": "2"}, Options{Libraries: []string{"xgboost"}}, "learning_rate: logged only"},
		{"the model's class says which library", "XGB: {eta: 1}\nsk-learn: {eta: 1}", map[string]string{"eta": "2"}, Options{Libraries: []string{"", "xgboost.sklearn.XGBClassifier"}}, "eta: ambiguous"},
		{"a param names the library", "lgb: {eta: 1}\nxgb: {eta: 1}", map[string]string{"eta": "2", "model": "LGBMClassifier"}, Options{}, "eta -> lgb.eta: written: 1 => 2 (the only key of that name)\nmodel: logged only"},
		{"two libraries, and nobody says which", "lightgbm: {learning_rate: 1}\nxgboost: {max_depth: 3}", map[string]string{"learning_rate": "2"}, Options{}, "learning_rate: ambiguous"},
		{"one library, and nobody says which", "lightgbm: {learning_rate: 1}", map[string]string{"learning_rate": "2"}, Options{}, "learning_rate -> lightgbm.learning_rate: written: 1 => 2 (the only key of that name)"},
		{"a full name in another library's section", "lightgbm: {learning_rate: 1}", map[string]string{"lightgbm.learning_rate": "2"}, Options{Libraries: []string{"xgboost"}}, "lightgbm.learning_rate -> lightgbm.learning_rate: written: 1 => 2 (exact key)"},
		{"another library's section, mapped", "lightgbm: {learning_rate: 1}", map[string]string{"learning_rate": "2"}, Options{Libraries: []string{"xgboost"}, Map: []MapEntry{{1, "learning_rate", "lightgbm.learning_rate"}}}, "learning_rate -> lightgbm.learning_rate: written: 1 => 2 (params-map)"},

		{"None of autologging", "max_depth: 5\nm: {gamma: 0}", map[string]string{"max_depth": "None", "gamma": "None"}, Options{Autologged: true}, "gamma -> m.gamma: refused (the only key of that name)\nmax_depth -> max_depth: refused (exact key)"},
		{"None by the dozen", "max_depth: 5", map[string]string{"max_depth": "None", "a": "None", "b": "None", "c": "None", "d": "None"}, Options{}, "a: logged only\nb: logged only\nc: logged only\nd: logged only\nmax_depth -> max_depth: refused (exact key)"},
		{"None of a person", "max_depth: 5", map[string]string{"max_depth": "None"}, Options{}, "max_depth -> max_depth: written: 5 => null (exact key)"},
		{"None under a full name", "m: {max_depth: 5}", map[string]string{"m.max_depth": "None"}, Options{Autologged: true}, "m.max_depth -> m.max_depth: written: 5 => null (exact key)"},
		{"None, mapped", "max_depth: 5", map[string]string{"max_depth": "None"}, Options{Autologged: true, Map: []MapEntry{{1, "max_depth", "max_depth"}}}, "max_depth -> max_depth: written: 5 => null (params-map)"},
		{"None that the file has", "max_depth: null", map[string]string{"max_depth": "None"}, Options{Autologged: true}, "max_depth -> max_depth: unchanged: null (exact key)"},

		{"the map has the last word", "lr: 1\ntrain: {lr: 1, rate: 1}", map[string]string{"lr": "2"}, Options{Section: "train", Map: []MapEntry{{1, "lr", "train.rate"}}}, "lr -> train.rate: written: 1 => 2 (params-map)"},
		{"the map names the file", "a: {b: 1}", map[string]string{"lr": "2"}, Options{Map: []MapEntry{{1, "lr", "params.yaml:a.b"}}}, "lr -> a.b: written: 1 => 2 (params-map)"},
		{"the map names the file with a dot", "a: {b: 1}", map[string]string{"lr": "2"}, Options{Map: []MapEntry{{1, "lr", "params.yaml.a.b"}}}, "lr -> a.b: written: 1 => 2 (params-map)"},
		{"the map names a section for a literal", "a: {b: 1}", map[string]string{"m": "{'b': 2}"}, Options{Map: []MapEntry{{1, "m", "a"}}}, "m -> a.b: written: 1 => 2 (params-map, section logged as one literal)"},

		{"a reference to a key that holds the value", "opt: {lr: 1}\nlr: ${opt.lr}", map[string]string{"lr": "1"}, Options{}, "lr -> lr: unchanged: ${opt.lr} (exact key)"},
		{"a reference to a key that is given the value", "opt: {lr: 1}\nlr: ${opt.lr}", map[string]string{"lr": "2", "opt/lr": "2.0"}, Options{}, "lr -> lr: unchanged: ${opt.lr} (exact key)\nopt/lr -> opt.lr: written: 1 => 2.0 (exact key)"},
		{"a reference to a key of another value", "opt: {lr: 1}\nlr: ${opt.lr}", map[string]string{"lr": "2", "opt/lr": "3"}, Options{}, "lr -> lr: refused (exact key)\nopt/lr -> opt.lr: written: 1 => 3 (exact key)"},
		{"a reference to a key that refuses the value", "opt: {lr: 1 }\nlr: ${opt.lr}", map[string]string{"lr": "np.float64(2)", "opt/lr": "np.float64(2)"}, Options{}, "lr -> lr: refused (exact key)\nopt/lr -> opt.lr: refused (exact key)"},
		{"an object and a reference to null", "a: null\nx: ${a}", map[string]string{"x": "np.float64(2)"}, Options{}, "x -> x: refused (exact key)"},
		{"a reference to a reference", "a: 1\nb: ${a}\nc: ${b}", map[string]string{"c": "1"}, Options{}, "c -> c: refused (exact key)"},
		{"two params mean one key and agree", "train: {lr: 1}", map[string]string{"lr": "2", "train.lr": "2.0"}, Options{Section: "train"}, "lr -> train.lr: written: 1 => 2.0 (in section train)\ntrain.lr -> train.lr: written: 1 => 2.0 (exact key)"},
		{"two params mean one key: the stronger evidence has it", "train: {lr: 1}", map[string]string{"lr": "3", "train.lr": "2"}, Options{Section: "train"}, "lr -> train.lr: ambiguous\ntrain.lr -> train.lr: written: 1 => 2 (exact key)"},
		{"two params mean one key with equal evidence", "train: {lr: 1}", map[string]string{"train/lr": "3", "train.lr": "2"}, Options{}, "train.lr -> train.lr: ambiguous\ntrain/lr -> train.lr: ambiguous"},
	} {
		t.Run(test.story, func(t *testing.T) {
			t.Parallel()
			result := planWith(t, []File{{"params.yaml", []byte(test.file)}}, test.logged, test.options)
			var rows []repro.ParamEdit
			for _, edit := range result.Edits {
				if edit.Name != "" {
					rows = append(rows, edit)
				}
			}
			if got := lines(rows); got != test.want {
				t.Errorf("logged %v in\n%s\n got %s\nwant %s", test.logged, test.file, got, test.want)
			}
		})
	}
}

// An ambiguous param lists every key that fits, and what it holds.
func TestAmbiguousListsTheCandidates(t *testing.T) {
	t.Parallel()
	result := plan(t, devProd, map[string]string{"lr": "0.1"})
	want := `2 keys fit: dev.lr = 0.1 (holds it), prod.lr = 0.01; choose one with params-map`
	if got := result.Edits[0].Note; got != want {
		t.Errorf("note\n got %s\nwant %s", got, want)
	}
	if len(result.Files) > 0 {
		t.Errorf("an ambiguous param changed the file to\n%s", result.Files[0].After)
	}
	for _, edit := range result.Edits[1:] {
		if edit.Key[len(edit.Key)-1] == "lr" {
			t.Errorf("%v is a candidate and listed as not recorded", edit.Key)
		}
	}
}

func TestParseMap(t *testing.T) {
	t.Parallel()
	got, err := ParseMap("# names\n\n lr = train.opt.lr \r\nbatch size=params/model.toml:data.batch\n")
	if err != nil {
		t.Fatal(err)
	}
	want := []MapEntry{{3, "lr", "train.opt.lr"}, {4, "batch size", "params/model.toml:data.batch"}}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("got %+v, want %+v", got, want)
	}
	for text, want := range map[string]string{
		"\nlr: train.lr": `params-map line 2: "lr: train.lr" has no =; write logged=key, as in lr=train.lr`,
		"=train.lr":      `params-map line 1: "=train.lr" names no param before the =; write logged=key, as in lr=train.lr`,
		"lr=":            `params-map line 1: "lr=" names no key after the =; write logged=key, as in lr=train.lr`,
		"a=b\n\na=c":     `params-map line 3: a is mapped on line 1 already; keep one of them`,
	} {
		if _, err := ParseMap(text); err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

// A line of the map that leads nowhere is an error, one that is not needed a
// warning.
func TestMapThatDoesNotFit(t *testing.T) {
	t.Parallel()
	files := []File{{"params.yaml", []byte("train: {lr: 1}")}, {"model.yaml", []byte("train: {lr: 1}")}}
	for target, want := range map[string]string{
		"train.rate":           "params-map line 1: train.rate is a key of none of params.yaml, model.yaml; write the key with dots between its parts, or file:key",
		"train.lr":             "params-map line 1: train.lr is a key of params.yaml and of model.yaml; write file:key",
		"params.yaml:train.no": "params-map line 1: params.yaml:train.no is a key of none of params.yaml, model.yaml; write the key with dots between its parts, or file:key",
	} {
		_, err := Plan(files, nil, Options{Map: []MapEntry{{1, "lr", target}}})
		if err == nil || err.Error() != want {
			t.Errorf("%s: got %v\nwant %s", target, err, want)
		}
		if _, doubt := repro.AsDoubt(err); doubt {
			t.Errorf("%s: a wrong map is the user's error, not a doubt", target)
		}
	}
	one := files[:1]
	logged := repro.NewParams(map[string]string{"lr": "1", "opt/rate": "2", "same": "1.00", "all": "{'lr': 2}"})
	for _, test := range []struct {
		entries []MapEntry
		want    string
	}{
		{[]MapEntry{{1, "opt/rate", "train"}}, "params-map line 1: train is a section, and the run logged a single value of opt/rate; name the key in it, as in opt/rate=train.rate"},
		{[]MapEntry{{1, "lr", "train.lr"}, {2, "opt/rate", "train.lr"}}, "params-map line 2: train.lr is the key of lr as well, which was logged with another value; map each to a key of its own"},
		{[]MapEntry{{1, "lr", "train.lr"}, {2, "same", "train.lr"}}, ""},
		{[]MapEntry{{1, "all", "train"}}, ""},
		{[]MapEntry{{1, "no", "train"}}, ""},
	} {
		_, err := Plan(one, logged, Options{Map: test.entries})
		if got := fmt.Sprint(err); err == nil && test.want != "" || err != nil && got != test.want {
			t.Errorf("%v: got %v\nwant %s", test.entries, err, test.want)
		}
	}
	result := planWith(t, files, nil, Options{Map: []MapEntry{{7, "lr", "model.yaml:train.lr"}}})
	if want := "params-map line 7: the run logged no param lr"; len(result.Warnings) != 1 || result.Warnings[0] != want {
		t.Errorf("warnings %q, want %q", result.Warnings, want)
	}
}
