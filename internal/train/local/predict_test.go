package local

import (
	"math"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/observe"
)

// TestPythonOf: nothing is loaded with a Python that was not seen to train.
func TestPythonOf(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ran := func(python string) observe.Process {
		p := observe.Process{ID: len(python), Hooked: true, Executable: python, Dir: dir, Args: []string{python, "fit.py"}, Code: []observe.Access{{Path: dir + "/fit.py"}}}
		return p
	}
	elsewhere := ran("/opt/tool")
	elsewhere.Code, elsewhere.Args = []observe.Access{{Path: "/opt/tool.py"}}, []string{"/opt/tool", "/opt/tool.py"}
	for name, tt := range map[string]struct {
		seen *observe.Observation
		want string // the Python, or why none
	}{
		"not observed": {nil, "leave --observe on"},
		"none":         {&observe.Observation{Processes: []observe.Process{elsewhere}}, "no Python was seen"},
		"one":          {&observe.Observation{Processes: []observe.Process{ran("/venv/python"), elsewhere}}, "/venv/python"},
		"two":          {&observe.Observation{Processes: []observe.Process{ran("/venv/python"), ran("/usr/bin/python3")}}, "several Pythons"},
		"a name":       {&observe.Observation{Processes: []observe.Process{ran("python")}}, "no Python was seen"},
	} {
		got, err := pythonOf(tt.seen, place{clone: &git.Clone{Dir: dir}})
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// TestAnswer: numbers are read in full, labels stay text, and what is neither is refused.
func TestAnswer(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"n0.1": "number", "n-1e-320": "number", "nnan": "number", "ninf": "number", "n1e999": "number",
		"sred": "text", "s": "text", "s0.1": "text", "-None": "nothing",
		"": "error", "x": "error", "n": "error", "nred": "error", "0.1": "error",
	} {
		value, err := predicted(text)
		got := "text"
		if err != nil {
			got = "error"
		} else if value.Numeric {
			got = "number"
		} else if value.Nothing {
			got = "nothing"
		}
		if got != want {
			t.Errorf("%q is %s (%v), want %s", text, got, err, want)
		}
	}
	if value, _ := predicted("n0.1"); value.Number != 0.1 {
		t.Errorf("0.1 is %v", value.Number)
	}
	if value, _ := predicted("nnan"); !math.IsNaN(value.Number) {
		t.Errorf("nan is %v", value.Number)
	}
	values := make([]string, answerValues+1)
	for i := range values {
		values[i] = "n1"
	}
	many := answer{Parts: []part{{Name: "predict", Values: values}}}
	if _, err := many.predictions(); err == nil {
		t.Error("more values than are read were taken")
	}
}
