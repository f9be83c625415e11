package due

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// checkOf is a check of a model so many days ago, which read inputs: kind, name, value.
func checkOf(model string, days int, inputs ...[3]string) repro.Check {
	c := repro.Check{Record: repro.Record{Model: model, Version: "1", Past: repro.Past{At: today.AddDate(0, 0, -days), Verdict: repro.Reproduced}}}
	for _, in := range inputs {
		c.Inputs = append(c.Inputs, repro.Input{Kind: in[0], Name: in[1], Original: in[2], Now: in[2], State: repro.InputSame})
	}
	return c
}

func TestChanges(t *testing.T) {
	t.Parallel()
	old, other, newer := [3]string{"data", "a.csv", "1"}, [3]string{"data", "a.csv", "9"}, [3]string{"data", "a.csv", "2"}
	library, upgraded := [3]string{"environment", "numpy", "1.0"}, [3]string{"environment", "numpy", "2.0"}
	unknown := checkOf("b", 1, newer)
	unknown.Inputs[0].State = repro.InputUnknown
	for name, test := range map[string]struct {
		latest repro.Check
		others []repro.Check
		want   []Event
	}{
		"nobody saw anything":                {checkOf("a", 5, old), nil, nil},
		"another saw it change":              {checkOf("a", 5, old), []repro.Check{checkOf("b", 9, old), checkOf("b", 1, newer)}, []Event{DataChanged}},
		"in any order":                       {checkOf("a", 5, old), []repro.Check{checkOf("b", 1, newer), checkOf("b", 9, old)}, []Event{DataChanged}},
		"before this one's check":            {checkOf("a", 5, newer), []repro.Check{checkOf("b", 9, old), checkOf("b", 6, newer)}, nil},
		"other data of the same name":        {checkOf("a", 5, old), []repro.Check{checkOf("b", 9, other), checkOf("b", 1, newer)}, nil},
		"it never was the same":              {checkOf("a", 5, old), []repro.Check{checkOf("b", 1, newer)}, nil},
		"a library":                          {checkOf("a", 5, library, old), []repro.Check{checkOf("b", 9, library, old), checkOf("b", 1, upgraded, old)}, []Event{EnvironmentChanged}},
		"both":                               {checkOf("a", 5, library, old), []repro.Check{checkOf("b", 9, library, old), checkOf("b", 1, upgraded, newer)}, []Event{EnvironmentChanged, DataChanged}},
		"a file of code":                     {checkOf("a", 5, [3]string{"file", "x.toml", "1"}), []repro.Check{checkOf("b", 9, [3]string{"file", "x.toml", "1"}), checkOf("b", 1, [3]string{"file", "x.toml", "2"})}, []Event{CodeChanged}},
		"another commit, which says nothing": {checkOf("a", 5, [3]string{"code", "commit", "1"}), []repro.Check{checkOf("b", 9, [3]string{"code", "commit", "1"}), checkOf("b", 1, [3]string{"code", "commit", "2"})}, nil},
		"not recorded":                       {checkOf("a", 5, old), []repro.Check{checkOf("b", 9, old), unknown}, nil},
		"a seed":                             {checkOf("a", 5, [3]string{"seed", "seed", "1"}), []repro.Check{checkOf("b", 9, [3]string{"seed", "seed", "1"}), checkOf("b", 1, [3]string{"seed", "seed", "2"})}, nil},
	} {
		if got := NewChanges(append(test.others, test.latest)).Since(test.latest); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

func TestTouched(t *testing.T) {
	t.Parallel()
	latest := checkOf("a", 5, [3]string{"data", "data/iris.csv", "1"}, [3]string{"data", "models/churn/raw", "1"}, [3]string{"data", "s3://bucket/x", "1"})
	for file, want := range map[string]string{
		"models/churn/train.py":        "[code]",
		"models/churn/lib/features.py": "[code]",
		"models/common.py":             "[code]",
		"setup.py":                     "[environment]",
		"models/fraud/train.py":        "[]",
		"models/fraud/dvc.lock":        "[]",
		"models/churn/dvc.lock":        "[data]",
		"models/churn/params.yaml":     "[code]",
		"models/churn/README.md":       "[]",
		"data/iris.csv":                "[data]",
		"data/iris.csv.dvc":            "[data]",
		"models/churn/raw/part-1.txt":  "[data]",
		"models/churn/raw.dvc":         "[data]",
		"models/requirements.txt":      "[environment]",
		"docs/other.sh":                "[]",
		"models/churnlike/train.py":    "[]",
	} {
		files := FilesOf(repro.Run{Tags: map[string]string{"mlflow.source.name": "models/churn/train.py"}}, latest)
		commits := []Commit{{At: today, Files: []string{file}}, {At: today.AddDate(0, 0, -5), Files: []string{"models/churn/train.py", "data/iris.csv", "setup.py"}}}
		if got := fmt.Sprint(Touched(commits, latest.At, files)); got != want {
			t.Errorf("%s: %s, want %s", file, got, want)
		}
	}
	whole := []Commit{{At: today, Truncated: true}}
	for _, program := range []string{"", "/opt/app/train.py", "../train.py", `C:\train.py`, "train.py"} {
		files := FilesOf(repro.Run{Tags: map[string]string{"mlflow.source.name": program}}, repro.Check{})
		if got := fmt.Sprint(Touched([]Commit{{At: today, Files: []string{"a/b.py"}}}, latest.At, files), Touched(whole, latest.At, files), Touched(whole, today.Add(time.Hour), files)); got != "[code] [code] []" {
			t.Errorf("program %q: %s", program, got)
		}
	}
}
