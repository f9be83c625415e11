//go:build !nodesk

package placeholder

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/repro"
)

var original = repro.Params{
	{Name: "lr", Value: "0.1"}, {Name: "model.depth", Value: "3"}, {Name: "model", Value: "rf"}, {Name: "name", Value: "a b"}, {Name: "shift", Value: "-0.5"},
	{Name: "flags", Value: "--rm"}, {Name: "note", Value: "it's $(touch x); `y`"}, {Name: "net", Value: "[64, 'a b', None]"}, {Name: "seed", Value: "None"},
	{Name: "rev", Value: "7120e11"}, {Name: "ref", Value: "${oc.env:HOME}"}, {Name: "api_key", Value: "sk-proj-0123456789abcdefABCDEF0123456789"}, {Name: "text", Value: "a\nb"},
}

var project = fstest.MapFS{
	"conf/model/rf.yaml": {Data: []byte("depth: 3\nrelease: '7'\n")},
	"conf/config.yaml":   {Data: []byte("lr: 0.01\nversion: \"3.10\"\nfold: \"007\"\nlist: '[1,2]'\nanswer: 'null'\nname: x\n")},
	"nb/train.ipynb":     {Data: []byte(`{"cells": [{"cell_type": "code", "metadata": {}, "source": "lr = 'x'"}, {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": ["lr = 0.01\n", "rev = r'3.10'\n", "seed: str = None\n", "ref = \"x\"\n", "net = [1]\n", "shift = ''"]}]}`)},
	"nb/other.ipynb":     {Data: []byte(`{"cells": [{"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": "lr = '1'\nrev = 1\n"}]}`)},
	"MLproject":          {Data: []byte("name: x\nentry_points:\n  main:\n    parameters:\n      lr: {type: float, default: 1}\n      seed: {type: int, default: 1}\n    command: python train.py\n  eval:\n    parameters: {name: string}\n    command: python eval.py\n")},
}

// TestFill: what a placeholder is, and what takes its place.
func TestFill(t *testing.T) {
	t.Parallel()
	some := func(names ...string) repro.Params {
		return slices.DeleteFunc(slices.Clone(original), func(p repro.Param) bool { return !slices.Contains(names, p.Name) })
	}
	all := func(names ...string) repro.Params { return some(names...) }
	for _, tt := range []struct {
		command  string
		compared repro.Params
		want     string
		passed   string
	}{
		{"python train.py --lr {lr}", nil, "python train.py --lr 0.1", "lr"},
		{"LR={lr} python train.py --depth={model.depth} --out runs/{name}/x", nil, "LR=0.1 python train.py --depth=3 --out runs/'a b'/x", "lr model.depth name"},
		{"python train.py {shift} --note {note}", nil, `python train.py -0.5 --note 'it'\''s $(touch x); ` + "`y`'", "note shift"},
		{"python train.py --depth {model.depth}>log 2>&1", nil, "python train.py --depth '3'>log 2>&1", "model.depth"},
		{"python train.py 2>>log --lr {lr} >&2", nil, "python train.py 2>>log --lr 0.1 >&2", "lr"},
		{"python train.py --flags={flags}", nil, "python train.py --flags=--rm", "flags"},
		{`(cd src && python train.py --lr {lr}) | tee "log $(date +%F)" # {lr} isn't used`, nil, `(cd src && python train.py --lr 0.1) | tee "log $(date +%F)" # {lr} isn't used`, "lr"},
		{"python train.py seed=1 {hydra}", all("lr", "model.depth", "model", "name", "net", "seed", "rev", "ref"),
			`python train.py seed=1 ++lr=0.1 ++model.depth=3 model=rf '++name='\''a b'\''' '++net=[64,'\''a b'\'',null]' ++seed=null '++rev='\''7120e11'\'''`, "lr model model.depth name net rev seed"},
		{"python train.py {hydra}", repro.Params{ // what the config has as text stays text
			{Name: "lr", Value: "0.1"}, {Name: "version", Value: "3.9"}, {Name: "fold", Value: "3"}, {Name: "list", Value: "[1,2]"}, {Name: "answer", Value: "None"}, {Name: "name", Value: "5"}, {Name: "model.release", Value: "8"}},
			`python train.py ++lr=0.1 '++version='\''3.9'\''' '++fold='\''3'\''' '++list='\''[1,2]'\''' ++answer=None ++name=5 '++model.release='\''8'\'''`,
			"answer fold list lr model.release name version"},
		{"python train.py lr={lr} {hydra}", all("lr", "seed"), "python train.py lr=0.1 ++seed=null", "lr seed"},
		{"mlflow run . {mlproject}", original, "mlflow run . -P lr=0.1 -P seed=None", "lr seed"},
		{"mlflow run . -e eval {mlproject}", original, "mlflow run . -e eval -P 'name=a b'", "name"},
		{"mlflow run . -e eval {mlproject}", repro.Params{{Name: "name", Value: "'a b'"}}, "mlflow run . -e eval -P 'name=a b'", "name"},
		{"mlflow run . -e eval {mlproject}", repro.Params{{Name: "name", Value: `'it'"'"'s'`}}, `mlflow run . -e eval -P 'name=it'\''s'`, "name"},
		{"papermill -p lr {lr} -r rev {rev} -r seed {seed} -p ref {name} -r net {net} nb/train.ipynb out.ipynb", nil, `papermill -p lr 0.1 -r rev 7120e11 -r seed None -p ref 'a b' -r net '[64, '\''a b'\'', None]' nb/train.ipynb out.ipynb`, "lr name net rev seed"},
		{"papermill nb/other.ipynb out.ipynb -p rev {rev} -p name {lr}", nil, "papermill nb/other.ipynb out.ipynb -p rev 7120e11 -p name 0.1", "lr rev"},
		{"python nb/train.ipynb -p rev {rev}", nil, "python nb/train.ipynb -p rev 7120e11", "rev"},
		// No placeholders: they are left as they are.
		{"awk '{print}' a; awk \"{lr}\" b", nil, "", ""},
		{"echo ${lr} ${x:-{lr}} $((lr + {lr})) `echo {lr}` {} {lr,seed} {1..3} {{lr}} {lr", nil, "", ""},
		{"git show HEAD@{upstream} && find . -exec echo {} \\;", nil, "", ""},
		{"python - <<'EOF'\nprint(f'{lr}')\nEOF\npython train.py", nil, "", ""},
		{`python train.py \{lr} "$(echo "x {lr}")"`, nil, "", ""},
	} {
		if tt.want == "" {
			tt.want = tt.command
		}
		got, err := Fill(tt.command, project, original, tt.compared)
		if err != nil || got.Command != tt.want || strings.Join(got.Passed, " ") != tt.passed {
			t.Errorf("%s\n got %s (%q, %v)\nwant %s (%q)", tt.command, got.Command, got.Passed, err, tt.want, tt.passed)
		}
	}
}

// TestFillRefuses: what cannot be put in is an error that says what to do, before
// anything is trained.
func TestFillRefuses(t *testing.T) {
	t.Parallel()
	for command, want := range map[string]string{
		"python train.py --lr {lrr}":                                  "the original logged no param lrr, so {lrr} stands for nothing. Did you mean {lr}? Braces that are meant for a program go in quotes: '{lrr}'",
		"python train.py {print}":                                     "'{print}'",
		"python train.py {flags}":                                     "it would be taken for an option; write it as --OPTION={flags}",
		"make train NOTE={note}":                                      "make would read its signs as text of a shell",
		"bash -c 'python train.py $0' {note}":                         "bash would read",
		"cd x && . ./env {note}":                                      ". would read",
		"ssh gpu python train.py --note {note}":                       "ssh would read",
		"python train.py --key {api_key}":                             "it looks like a secret",
		"python train.py --text {text}":                               "line breaks",
		"{name} train.py":                                             "in the place of a program",
		"A=1 exec {name}":                                             "in the place of a program",
		"cd x && {name}":                                              "in the place of a program",
		"python train.py 2>&{lr}":                                     "a file that the shell opens",
		">log {name} train.py":                                        "in the place of a program",
		"python train.py > {name}":                                    "a file that the shell opens",
		"python train.py x={hydra}":                                   "{hydra} stands for several words; put blanks around it",
		"python train.py $'\\' {lr} ' $'\\'":                          "beside $'…'",
		"python train.py {lr} 'open":                                  "a ' that nothing closes",
		"python train.py {lr} \"$(x # a\n)\" {lr}":                    "a comment, a here-document or a case in $(…)",
		"papermill nb/train.ipynb o.ipynb -p rev {rev}":               "the notebook has rev as text; write -r rev {rev}, or, if the original was given it without quotes, -p rev 7120e11",
		"cd nb; python -m papermill 'train.ipynb' - -pseed {seed}":    "-r seed {seed}",
		"papermill --parameters shift {shift} nb/train.ipynb o.ipynb": "-r shift {shift}",
		"papermill $NOTEBOOK o.ipynb -p lr {lr}":                      "the notebook has lr as text",
		"papermill nb/train.ipynb o.ipynb -p net {net}":               `-y 'net: [64,'\''a b'\'',null]'`,
		"mlflow run . -e other {mlproject}":                           "no parameters of its entry point other",
	} {
		got, err := Fill(command, project, original, original)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %q, %v; want an error with %q", command, got.Command, err, want)
		}
	}
	if _, err := Fill("mlflow run . {mlproject}", fstest.MapFS{}, original, original); err == nil || !strings.Contains(err.Error(), "MLproject, and there is none here") {
		t.Errorf("no MLproject: %v", err)
	}
	_, err := Fill("make NOTE={note}", project, original, original)
	if doubt, ok := repro.AsDoubt(err); !ok || doubt.Reason != repro.ParamsNotWritable || errors.Is(err, os.ErrNotExist) {
		t.Errorf("a value that cannot be passed: %v, want a Doubt", err)
	}
}

// TestFillWarns: a param's name in quotes is told of, and only that.
func TestFillWarns(t *testing.T) {
	t.Parallel()
	for command, want := range map[string]string{
		`python train.py "lr={lr}" '{lr}' '{print}'`: "in quotes, braces stay as they are: {lr}. Outside",
		"python train.py '{print}' --lr {lr}":        "",
	} {
		got, err := Fill(command, project, original, nil)
		if text := strings.Join(got.Warnings, "\n"); err != nil || want == "" && text != "" || !strings.Contains(text, want) {
			t.Errorf("%s: %q, %v; want %q", command, text, err, want)
		}
	}
}

// TestFillWarns_type: where a config has another text than the original's value that looks like a
// number, nobody knows which of the two the original had.
func TestFillWarns_type(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, value, want string }{
		{"version", "3.10", ""}, // the config's own
		{"version", "3.1", "version as text"},
		{"version", "next", ""}, // text in any case
		{"lr", "0.5", ""},
	} {
		got, err := Fill("python train.py {hydra}", project, original, repro.Params{{Name: tt.name, Value: tt.value}})
		if text := strings.Join(got.Warnings, "\n"); err != nil || tt.want == "" && text != "" || !strings.Contains(text, tt.want) {
			t.Errorf("%s=%s: %q, %v; want %q", tt.name, tt.value, text, err, tt.want)
		}
	}
}

// TestValuesAreWords: whatever a tracking server has, a shell makes one word of it, the
// same, and runs none of it.
func TestValuesAreWords(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	// It prints its last argument, and LR, and nothing else.
	show := filepath.Join(dir, "show")
	if err := os.WriteFile(show, []byte("#!/bin/sh\nfor last; do :; done\nprintf '%s|%s' \"$last\" \"$LR\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	values := []string{
		"", "0.1", "1e-05", "-0.5", "a b", "$(touch hit)", "`touch hit`", "'; touch hit; '", "\"; touch hit; \"", "x; touch hit", "x && touch hit", "x | touch hit", "x > hit", "x & touch hit",
		"${HOME}", "$HOME", "~", "~root", "*", "?", "[a-z]*", "\\", "\\'", "'", "''", `"`, `\"`, "a'b\"c`d$e\\f", "!!", "#x", "{a,b}", "(x)", "%s", "é🚀", "<<EOF", "$'x'", "a=b", "IFS=x", "[64, 32]", "{'a': 1}", "<Foo at 0x7f>",
	}
	templates := map[string]bool{ // to whether its last word is the value itself
		"SHOW {lr}": true, "SHOW --lr={lr}": false, "LR={lr} SHOW x": false, "if true; then SHOW x {lr}; fi": true, "SHOW \"$(echo \"it's\")\" {lr}": true,
		"(SHOW 'a' {lr})": true, "{ SHOW x {lr}; }": true, "SHOW \\' {lr} # it's": true, "SHOW \"`echo \\\"x\\\"`\" {lr}": true, "SHOW $(SHOW {lr} >/dev/null) {lr}": true,
		"cat >/dev/null <<'END'\n' \" {x\nEND\nSHOW {lr}": true, "SHOW ${x:-{lr}}\"\" {lr}": true, "true && SHOW a{lr}b": false,
	}
	shells := []string{"sh"}
	if _, err := exec.LookPath("bash"); err == nil {
		shells = append(shells, "bash")
	}
	for template, bare := range templates {
		var commands []string
		for _, value := range values {
			filled, err := Fill(strings.ReplaceAll(template, "SHOW", show), project, repro.Params{{Name: "lr", Value: value}}, nil)
			if err != nil {
				t.Fatalf("%s with %q: %v", template, value, err)
			}
			commands = append(commands, filled.Command)
		}
		for _, shell := range shells {
			command := exec.Command(shell, "-c", strings.Join(commands, "\nprintf '\\0'\n"))
			command.Dir = dir
			output, err := command.Output()
			words := strings.Split(string(output), "\x00")
			if err != nil || len(words) != len(values) {
				t.Fatalf("%s -c %s: %q (%v)", shell, template, output, err)
			}
			for i, value := range values {
				if bare && words[i] != value+"|" || !strings.Contains(words[i], value) {
					t.Errorf("%s -c %s: %q, want the word %q", shell, commands[i], words[i], value)
				}
			}
		}
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("left in the directory: %v (%v), want the program alone", left, err)
	}
}

// FuzzFill: text that is put in is only ever between words that were there, and one value
// makes as many words as any other.
func FuzzFill(f *testing.F) {
	for _, command := range []string{"a {lr}", "a '{lr}' \"{lr}\" {lr}", "a ${lr} `{lr}` $({lr})", "a <<E\n{lr}\nE\nb {lr}", "a \"$(b \"c {lr}\")\" {lr}", "a $'\\' {lr}'", "case x in x) a {lr};; esac"} {
		f.Add(command, "$(x)'\"`\\ ")
	}
	f.Fuzz(func(t *testing.T, command, value string) {
		if len(command) > 1000 || len(value) > 200 {
			t.Skip()
		}
		with := func(value string) (string, bool) {
			filled, err := Fill(command, project, repro.Params{{Name: "lr", Value: value}}, nil)
			return filled.Command, err == nil
		}
		safe, ok := with("0")
		got, also := with(value)
		if !ok || !also {
			return
		}
		if again := scan(got); len(scan(safe).all) != len(again.all) || again.unsure != "" && safe != command {
			t.Errorf("%q with %q: %q has other words than %q", command, value, got, safe)
		}
	})
}
