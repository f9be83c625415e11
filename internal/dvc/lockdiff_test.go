package dvc

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/repro"
)

const twoStages = `stages:
  train:
    cmd: python train.py
    deps: [data.csv, train.py]
    params: [train]
    outs: [model.pkl, models/model_metadata.json]
  evaluate:
    cmd: python evaluate.py
    deps: [model.pkl, models/model_metadata.json, evaluate.py]
    metrics: [{metrics.json: {cache: false}}]
`

// A lockText is a dvc.lock in few words: "train: cmd | deps | params | outs",
// an entry being path=digest, or path~digest as DVC 2 writes it.
func lockText(lines ...string) string {
	var text strings.Builder
	text.WriteString("schema: '2.0'\nstages:\n")
	entries := func(section, list string) {
		if list = strings.TrimSpace(list); list == "" {
			return
		}
		fmt.Fprintf(&text, "    %s:\n", section)
		for entry := range strings.FieldsSeq(list) {
			if path, digest, ok := strings.Cut(entry, "~"); ok {
				fmt.Fprintf(&text, "    - path: %s\n      md5: %s\n", path, digest)
				continue
			}
			path, digest, _ := strings.Cut(entry, "=")
			fmt.Fprintf(&text, "    - path: %s\n      hash: md5\n      md5: %s\n", path, digest)
		}
	}
	for _, line := range lines {
		name, rest, _ := strings.Cut(line, ": ")
		parts := strings.Split(rest, "|")
		fmt.Fprintf(&text, "  %s:\n    cmd: %s\n", name, strings.TrimSpace(parts[0]))
		entries("deps", parts[1])
		if params := strings.TrimSpace(parts[2]); params != "" {
			fmt.Fprintf(&text, "    params:\n      params.yaml:\n        train: {%s}\n", params)
		}
		entries("outs", parts[3])
	}
	return text.String()
}

func lockedProject(t *testing.T, lock string, files map[string]string) *Project {
	t.Helper()
	tree := fstest.MapFS{"dvc.yaml": {Data: []byte(twoStages)}, "dvc.lock": {Data: []byte(lock)}}
	for name, text := range files {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	project, err := Read(tree)
	if err != nil || len(project.Warnings) > 0 {
		t.Fatalf("read: %v %v", err, project.Warnings)
	}
	return project
}

func TestCompareLocks(t *testing.T) {
	t.Parallel()
	const (
		train    = "train: python train.py | data.csv=d1 train.py=c1 | depth: 3, seed: 1 | model.pkl=m1 models/model_metadata.json=i1"
		evaluate = "evaluate: python evaluate.py | model.pkl=m1 models/model_metadata.json=i1 evaluate.py=e1 | | metrics.json=s1"
	)
	for _, c := range []struct {
		about           string
		train, evaluate string
		files           [2]map[string]string // before, after
		want            []string
		ignore          []string
	}{
		{"nothing", train, evaluate, [2]map[string]string{}, []string{"train equal", "evaluate equal"}, nil},
		{
			"a param in a declared section", strings.ReplaceAll(strings.ReplaceAll(train, "depth: 3", "depth: 4"), "m1", "m2"),
			strings.ReplaceAll(evaluate, "m1", "m2"), [2]map[string]string{},
			[]string{"train enters: params train.depth 3 -> 4; differ model.pkl", "evaluate upstream model.pkl equal"}, nil,
		},
		{"3 is 3.0", strings.ReplaceAll(train, "depth: 3", "depth: 3.0"), evaluate, [2]map[string]string{}, []string{"train equal", "evaluate equal"}, nil},
		{
			"code without effect", strings.ReplaceAll(train, "c1", "c2"), evaluate, [2]map[string]string{},
			[]string{"train own: code train.py md5 c1 -> md5 c2 equal", "evaluate equal"}, nil,
		},
		{
			"equal inputs, another model", strings.ReplaceAll(train, "m1", "m2"), strings.ReplaceAll(strings.ReplaceAll(evaluate, "m1", "m2"), "s1", "s2"),
			[2]map[string]string{}, []string{"train born; differ model.pkl", "evaluate upstream model.pkl; differ metrics.json"}, nil,
		},
		{
			"only the run's id in the metadata", strings.ReplaceAll(train, "i1", "i2"), strings.ReplaceAll(evaluate, "i1", "i2"),
			[2]map[string]string{{metadata: `{"run_id": "a", "depth": 3}`}, {metadata: `{"run_id": "b", "depth": 3}`}},
			[]string{"train equal", "evaluate equal"}, nil,
		},
		{
			"more than the run's id in the metadata", strings.ReplaceAll(train, "i1", "i2"), strings.ReplaceAll(evaluate, "i1", "i2"),
			[2]map[string]string{{metadata: `{"run_id": "a", "depth": 3}`}, {metadata: `{"run_id": "b", "depth": 4}`}},
			[]string{"train born; differ models/model_metadata.json", "evaluate upstream models/model_metadata.json equal"}, nil,
		},
		{
			"metadata that nobody can read", strings.ReplaceAll(train, "i1", "i2"), strings.ReplaceAll(evaluate, "i1", "i2"), [2]map[string]string{},
			[]string{"train unknown", "evaluate equal"}, nil,
		},
		{
			"DVC 2 against DVC 3", strings.ReplaceAll(strings.ReplaceAll(train, "=", "~"), "d1", "d9"), evaluate, [2]map[string]string{},
			[]string{"train unknown data.csv unknown train.py unknown", "evaluate equal"}, nil,
		},
		{
			"a dependency more, and another command", strings.ReplaceAll(strings.ReplaceAll(train, "python train.py |", "python train.py --all | more.csv=d5"), "m1", "m2"),
			strings.ReplaceAll(evaluate, "m1", "m2"), [2]map[string]string{nil, {"dvc.yaml": strings.Replace(twoStages, "[data.csv", "[more.csv, data.csv", 1)}},
			[]string{"train enters: command train python train.py -> python train.py --all, data more.csv not there -> md5 d5; differ model.pkl", "evaluate upstream model.pkl equal"}, nil,
		},
		{
			"a lock that is older than the pipeline beside it", train, strings.ReplaceAll(evaluate, "s1", "s2"),
			[2]map[string]string{{"dvc.yaml": strings.Replace(twoStages, "[data.csv", "[parts", 1)}},
			[]string{"evaluate born; differ metrics.json"}, nil,
		},
		{
			"an output that is left out by its name", strings.ReplaceAll(train, "i1", "i2"), strings.ReplaceAll(evaluate, "i1", "i2"), [2]map[string]string{},
			[]string{"train equal", "evaluate equal"}, []string{"models/*.json"},
		},
		{
			"an output that is left out by its directory", strings.ReplaceAll(train, "i1", "i2"), strings.ReplaceAll(evaluate, "i1", "i2"), [2]map[string]string{},
			[]string{"train equal", "evaluate equal"}, []string{"models/"},
		},
		{
			"all that a stage makes is left out", train, strings.ReplaceAll(evaluate, "s1", "s2"), [2]map[string]string{},
			[]string{"train equal", "evaluate unknown"}, []string{"metrics.json"},
		},
		{
			"what is left out hides nothing else", strings.ReplaceAll(strings.ReplaceAll(train, "i1", "i2"), "m1", "m2"), strings.ReplaceAll(strings.ReplaceAll(evaluate, "i1", "i2"), "m1", "m2"),
			[2]map[string]string{}, []string{"train born; differ model.pkl", "evaluate upstream model.pkl equal"}, []string{"models/*"},
		},
		{
			"an input that nobody makes is never left out", strings.ReplaceAll(train, "d1", "d2"), evaluate, [2]map[string]string{},
			[]string{"train own: data data.csv md5 d1 -> md5 d2 equal", "evaluate equal"}, []string{"data.csv", "*.csv"},
		},
	} {
		before := lockedProject(t, lockText(train, evaluate), c.files[0])
		after := lockedProject(t, lockText(c.train, c.evaluate), c.files[1])
		var got []string
		for _, change := range CompareLocks(LockedRun{Project: before}, LockedRun{Project: after}, c.ignore...) {
			got = append(got, inWords(change))
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.about, got, c.want)
		}
	}
}

const metadata = "models/model_metadata.json"

func inWords(c repro.StageChange) string {
	text := c.Stage
	switch {
	case c.Born():
		text += " born"
	case c.Enters():
		text += " enters:"
	case len(c.Own) > 0:
		text += " own:"
	}
	for i, own := range c.Own {
		if i > 0 {
			text += ","
		}
		text += fmt.Sprintf(" %s %s %s -> %s", own.Kind, own.Name, own.Original, own.Now)
	}
	if len(c.Upstream) > 0 {
		text += " upstream " + strings.Join(c.Upstream, " ")
	}
	for _, unknown := range c.Unknown {
		name, _, _ := strings.Cut(unknown, ":")
		text += " unknown " + name
	}
	if c.Outs == repro.OutsDiffer {
		return text + "; differ " + strings.Join(c.Differ, " ")
	}
	return text + " " + string(c.Outs)
}

// The lock of a stage that the pipeline did not run tells of an earlier
// training.
func TestCompareLocksOfStagesThatRan(t *testing.T) {
	t.Parallel()
	lock := lockText("train: python train.py | data.csv=d1 train.py=c1 | | model.pkl=m1", "evaluate: python evaluate.py | model.pkl=m1 models/model_metadata.json=i1 evaluate.py=e1 | | metrics.json=s1")
	project := lockedProject(t, lock, nil)
	changes := CompareLocks(LockedRun{Project: project}, LockedRun{Project: project, Ran: func(s Stage) bool { return s.Name == "evaluate" }})
	if len(changes) != 1 || changes[0].Stage != "evaluate" {
		t.Errorf("got %+v, want evaluate alone", changes)
	}
	if changes := CompareLocks(LockedRun{}, LockedRun{Project: project}); changes != nil {
		t.Errorf("nothing to compare with, got %+v", changes)
	}
}

func TestUntruths(t *testing.T) {
	t.Parallel()
	files := map[string]string{"data.csv": "x\n", "train.py": "print()\n"}
	hash := func(name string) string {
		h, err := HashPath(fstest.MapFS{name: {Data: []byte(files[name])}}, name, MD5)
		if err != nil {
			t.Fatal(err)
		}
		return h.Digest
	}
	lock := lockText("train: python train.py | data.csv=" + hash("data.csv") + " train.py=00 | | model.pkl=m1")
	got := lockedProject(t, lock, files).Untruths()
	if len(got) != 1 || got[0].Path != "train.py" || got[0].Stage != "train" || got[0].Lock.Digest != "00" || got[0].File.Digest != hash("train.py") {
		t.Errorf("got %+v, want train.py alone", got)
	}
}

func TestLockedValue(t *testing.T) {
	t.Parallel()
	stage := lockedProject(t, lockText("train: python train.py | data.csv=d1 | depth: 3, inner: {rate: 1e-5} | model.pkl=m1"), nil).Stages[0].Locked
	for _, c := range []struct {
		key, want string
		known     bool
	}{{"train.depth", "3", true}, {"train.inner.rate", "1e-05", true}, {"train.inner", "", false}, {"train.gone", "", false}, {"depth", "", false}} {
		if got, known := stage.Value("params.yaml", strings.Split(c.key, ".")); got != c.want || known != c.known {
			t.Errorf("%s: %q %v, want %q %v", c.key, got, known, c.want, c.known)
		}
	}
}
