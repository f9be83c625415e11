package sourcetext

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"
)

const laidOut = `"""Fit it."""
import os

RATES = {'a': 1, 'b': [2.5, -3e-4]}
PAIR = (1, 2)
ONE = (1,)
x = RATES['a'] if os else 0


def fit(rows, rate=0.1, *, deep=False):
    """Fit rows."""
    total = 0
    for row in rows:
        if row >= 0 and not deep:
            total += row ** 2 - rate
        else:
            total -= 1
    return [total, 'it''s', f'{total}', r'\d']
`

// TestSameProgram: what a formatter or a writer of docstrings does to a program is nothing;
// anything else is something.
func TestSameProgram(t *testing.T) {
	t.Parallel()
	edit := func(old, now string) string {
		if !strings.Contains(laidOut, old) {
			t.Errorf("no %q", old)
		}
		return strings.Replace(laidOut, old, now, 1)
	}
	for name, c := range map[string]struct {
		now  string
		same bool
	}{
		"nothing":                          {laidOut, true},
		"another docstring":                {edit("Fit it.", "Fit the rows."), true},
		"one docstring less":               {edit("    \"\"\"Fit rows.\"\"\"\n", ""), true},
		"other quotes":                     {edit("RATES['a']", `RATES["a"]`), true},
		"lines broken":                     {edit("{'a': 1, 'b': [2.5, -3e-4]}", "{\n    'a': 1,\n    'b': [\n        2.5,\n        -3e-4,\n    ],\n}"), true},
		"blanks":                           {edit("rate=0.1", "rate = 0.1"), true},
		"a backslash":                      {edit("0 and", "0 \\\n            and"), true},
		"another width of the indentation": {strings.ReplaceAll(laidOut, "    ", "  "), true},
		"line ends of Windows":             {strings.ReplaceAll(laidOut, "\n", "\r\n"), true},
		"a comment":                        {edit("total = 0", "total = 0  # none"), true},
		"another program that runs it":     {"#!/usr/bin/python3 -O\n" + laidOut, false},
		"another encoding":                 {"# -*- coding: latin-1 -*-\n" + laidOut, false},
		"the encoding that it has":         {"# -*- coding: utf-8 -*-\n" + laidOut, true},
		"another number":                   {edit("2.5", "2.6"), false},
		"another sign":                     {edit("-3e-4", "3e-4"), false},
		"a tuple that is none any more":    {edit("(1,)", "(1)"), false},
		"another string":                   {edit("'b'", "'c'"), false},
		"a blank in a string":              {edit("'b'", "'b '"), false},
		"another level":                    {edit("            total -= 1", "        total -= 1"), false},
		"one level less":                   {edit("    return [", "        return ["), false},
		"an operator":                      {edit("** 2", "* 2"), false},
		"operators apart":                  {edit("** 2", "* *2"), false},
		"another prefix":                   {edit("r'", "b'"), false},
		"words joined":                     {edit("not deep", "notdeep"), false},
		"a string that is used":            {edit("total = 0", "total = '''0'''"), false},
		"two statements in one":            {edit("PAIR = (1, 2)\nONE", "PAIR = (1, 2); ONE"), false},
	} {
		if got := SameProgram(laidOut, c.now); got != c.same {
			t.Errorf("%s: %v", name, got)
		}
	}
	usage := "import docopt\n" + laidOut
	if SameProgram(usage, strings.Replace(usage, "Fit it.", "Usage: fit", 1)) {
		t.Error("a program that reads its docstrings is the same without them")
	}
	for _, broken := range []string{"'", "(", ")", "'''", "a = \\", "if a:\n    b\n  c\n", "\t", "!", "x = 'a\n'"} {
		SameProgram(broken, broken) // ends
	}
}

// TestSameProgram_python: whatever is done to a program, what is called the same is one
// program to Python itself, docstrings apart.
func TestSameProgram_python(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("needs Python")
	}
	random := rand.New(rand.NewPCG(1, 35))
	pieces := []string{" ", "  ", "\n", "    ", "'", "\"", ",", "(", ")", "[", "]", "-", "*", ".", "1", "a", "#", "\\\n", "\n    ", ";", "\"\"\"", "f", "=", ":", "0", "_", "not ", "\n'a'\n", " \"a\"", "\r\n", "\t"}
	var others []string
	for range 12_000 {
		text := laidOut
		for range 1 + random.IntN(3) {
			at := random.IntN(len(text))
			end := min(at+random.IntN(3), len(text))
			text = text[:at] + pieces[random.IntN(len(pieces))] + text[end:]
		}
		if text != laidOut && SameProgram(laidOut, text) {
			others = append(others, text)
		}
	}
	if len(others) < 100 {
		t.Fatalf("%d changes are called none: the test shows little", len(others))
	}
	const compare = `
import ast, json, sys, warnings
warnings.simplefilter("ignore")
def dump(text):
    tree = ast.parse(text)
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            body = getattr(node, name, None)
            if isinstance(body, list):
                body[:] = [s for s in body if not (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant) and isinstance(s.value.value, str))]
    return ast.dump(tree)
original, *others = json.load(sys.stdin)
want = dump(original)
bad = []
for text in others:
    try:
        if dump(text) != want:
            bad.append(text)
    except SyntaxError:
        pass
json.dump(bad, sys.stdout)
`
	input, err := json.Marshal(append([]string{laidOut}, others...))
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), "python3", "-c", compare)
	command.Stdin = bytes.NewReader(input)
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	var bad []string
	if err := json.Unmarshal(out, &bad); err != nil {
		t.Fatal(err)
	}
	for _, text := range bad[:min(len(bad), 3)] {
		t.Errorf("%d of %d are called the same, and are others to Python, as\n%s", len(bad), len(others), text)
	}
}
