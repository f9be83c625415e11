package contents

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/scripts"
)

// TestSame: two versions of a file are the same to what reads it for the reason that is given, and
// not where anything else differs.
func TestSame(t *testing.T) {
	t.Parallel()
	notebook := func(source, output string) string {
		return `{"cells": [{"cell_type": "code", "source": ["` + source + `"], "outputs": [` + output + `]}]}`
	}
	for _, tt := range []struct{ file, then, now, why string }{
		{"train.py", "x = 1\n", "x = 1 # one\n", repro.OnlyComments},
		{"train.py", "f(1, 2)\n", "f(1,\n  2)\n", repro.OnlyLayout},
		{"train.py", "x = 1\n", "x = 2\n", ""},
		{"train.sh", "a\n", "a\n\n# b\n", repro.OnlyComments},
		{"train.sh", "a\n", "b\n", ""},
		{"train.sh", "cat <<X\n# 1\nX\n", "cat <<X\n# 2\nX\n", ""},
		{"Makefile", "a:\n\tb\n", "# c\na:\n\tb\n", repro.OnlyComments},
		{"Makefile", "define a\n# 1\nendef\n", "define a\n# 2\nendef\n", ""},
		{"a.ipynb", notebook("x = 1", "1"), notebook("x = 1", "2"), repro.OnlyOutputs},
		{"a.ipynb", notebook("x = 1", "1"), notebook("x = 2", "1"), ""},
		{"a.ipynb", "no notebook", "no notebook ", ""},
		{"a.json", `{"a": 1}`, `{ "a": 1 }`, repro.NoValue},
		{"a.json", `{"a": 1}`, `{"a": 2}`, ""},
		{"a.yaml", "a: 1.10\n", "a: 1.1\n", ""},
		{"a.toml", "a = 1\nb = 2\n", "b = 2\na = 1\n", ""},
		{"a.csv", "1\n", "1\n", ""},
	} {
		if why := Same(tt.file, []byte(tt.then), []byte(tt.now)); why != tt.why {
			t.Errorf("%s: %q and %q: %q, want %q", tt.file, tt.then, tt.now, why, tt.why)
		}
		if compared := Compared(tt.file); compared != (tt.file != "a.csv") {
			t.Errorf("%s is compared: %t", tt.file, compared)
		}
	}
}

// TestOnlyValues: keys that may be compared one by one are those of files that write the rest alike.
func TestOnlyValues(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		file, then, now string
		want            bool
	}{
		{"a.yaml", "a: 1\n", "a: 2\n", true},
		{"a.yaml", "a: 1\n", "a: 1\nb: 2\n", true},
		{"a.yaml", "a: 1\n", "a: 1 # one\n", false},
		{"a.yaml", "a: 1\nb: 2\n", "b: 2\na: 3\n", false},
		{"a.yaml", "a: 1\nb: 2\nc: 3\n", "b: 2\na: 1\nc: 4\n", false},
		{"a.yaml", "a: 1.10\nb: 1\n", "a: 1.1\nb: 2\n", false},
		{"a.yaml", "a: !x 1\n", "a: !x 2\n", false},
		{"a.py", "a = 1\n", "a = 2\n", false},
	} {
		if got := OnlyValues(tt.file, []byte(tt.then), []byte(tt.now)); got != tt.want {
			t.Errorf("%s: %q and %q: %t", tt.file, tt.then, tt.now, got)
		}
	}
}

// TestSameGoals: the rules that a call comes to are compared with the lines around all rules.
func TestSameGoals(t *testing.T) {
	t.Parallel()
	calls := []scripts.Script{{File: "Makefile", Make: true, Goals: []string{"run"}}}
	for now, want := range map[string]bool{
		"X = 1\nrun:\n\tpython train.py\nlint:\n\truff format\n":       true,
		"X = 2\nrun:\n\tpython train.py\nlint:\n\truff check\n":        false,
		"X = 1\nrun:\n\tpython train.py --all\nlint:\n\truff check\n":  false,
		"X = 1\nrun:\n\tpython train.py\n\tmake lint\nlint:\n\tmypy\n": false,
	} {
		if got := SameGoals("X = 1\nrun:\n\tpython train.py\nlint:\n\truff check\n", now, calls); got != want {
			t.Errorf("%q: %t", now, got)
		}
	}
}
