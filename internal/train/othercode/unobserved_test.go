package othercode

import (
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/observe"
)

// TestUnobserved: where Python may have imported the commit's modules from another
// copy, and nobody saw it.
func TestUnobserved(t *testing.T) {
	t.Parallel()
	python := observe.Process{Args: []string{"python", "train.py"}}
	complete := &observe.Observation{Processes: []observe.Process{python}}
	package1 := []string{"train.py", "src/pk/__init__.py", "tests/test_pk.py"}
	for _, tt := range []struct {
		name, text string
		seen       *observe.Observation
		files      []string
		want       string
	}{
		{"all reported", "python train.py", complete, package1, ""},
		{"observation is off", "python -I train.py", nil, package1, ""},
		{"isolated", "python3.12 -u -I train.py", complete, package1, "src/pk/__init__.py"},
		{"without the environment's", "python -sE train.py", complete, package1, "src/pk/__init__.py"},
		{"without site", "python -S train.py", complete, package1, "src/pk/__init__.py"},
		{"an empty environment", "env -i PATH=/bin python train.py", complete, package1, "src/pk/__init__.py"},
		{"without the variable", "env -u PYTHONPATH python train.py", complete, package1, "src/pk/__init__.py"},
		{"unset", "unset PYTHONPATH; python train.py", complete, package1, "src/pk/__init__.py"},
		{"a path of its own", "PYTHONPATH=/lib python train.py", complete, package1, "src/pk/__init__.py"},
		{"a path of the checkout", "PYTHONPATH=src python train.py", &observe.Observation{Unreported: true}, package1, ""},
		{"the checkout itself", `PYTHONPATH="$PWD/src:." python train.py`, &observe.Observation{}, package1, ""},
		{"a path of its script", "sh run.sh\nexport PYTHONPATH=\"$(dirname \"$0\")/src\"\npython train.py", &observe.Observation{}, package1, ""},
		{"a path above its script", "sh run.sh\nexport PYTHONPATH=\"$(dirname \"$0\")/../src\"\npython train.py", &observe.Observation{}, package1, "src/pk/__init__.py"},
		{"a shell in quotes goes elsewhere", `bash -c "cd /old && PYTHONPATH=$PWD/src python train.py"`, &observe.Observation{}, package1, "src/pk/__init__.py"},
		{"it goes elsewhere", "cd ../old && PYTHONPATH=src python train.py", &observe.Observation{}, package1, "src/pk/__init__.py"},
		{"it goes home", "cd; PYTHONPATH=src python train.py", &observe.Observation{}, package1, "src/pk/__init__.py"},
		{"it goes within", "cd ml && PYTHONPATH=src python train.py", &observe.Observation{}, package1, ""},
		{"its script goes above itself", "sh scripts/run.sh\ncd \"$(dirname \"$0\")/..\" && PYTHONPATH=$PWD/src python train.py", &observe.Observation{}, package1, ""},
		{"a recipe goes elsewhere", "make train\n@cd ../old && PYTHONPATH=$$PWD/src python train.py", &observe.Observation{}, package1, "src/pk/__init__.py"},
		{"a cd of its own", "function cd { enter /old; }\ncd . && PYTHONPATH=$PWD/src python train.py", &observe.Observation{}, package1, "src/pk/__init__.py"},
		{"a path above the checkout", "PYTHONPATH=../src python train.py", complete, package1, "src/pk/__init__.py"},
		{"a path from the environment", "PYTHONPATH=$PROJECT/src python train.py", complete, package1, "src/pk/__init__.py"},
		{"a path of the checkout, isolated", "PYTHONPATH=src python -I train.py", complete, package1, "src/pk/__init__.py"},
		{"passed on", "PYTHONPATH=src:$PYTHONPATH python train.py", complete, package1, ""},
		{"one did not report", "python train.py", &observe.Observation{Processes: complete.Processes, Unreported: true}, package1, "src/pk/__init__.py"},
		{"none reported", "./train.sh python train.py", &observe.Observation{}, package1, "src/pk/__init__.py"},
		{"only DVC did", "dvc repro python train.py", &observe.Observation{Processes: []observe.Process{{Args: []string{"python", "/venv/bin/dvc", "repro"}}}}, package1, "src/pk/__init__.py"},
		{"no Python", "Rscript train.R", &observe.Observation{}, package1, ""},
		{"in a container", "docker run image python -I train.py", &observe.Observation{}, package1, ""},
		{"one script", "python -I ./train.py", complete, []string{"train.py", "tests/test_train.py", "setup.py"}, ""},
		{"one script, from its directory", "cd src && python -I train.py", complete, []string{"src/train.py"}, ""},
		{"scripts that are all named", "python -I a.py && python -I b.py", complete, []string{"a.py", "b.py"}, ""},
		{"a module beside the script", "python -I train.py", complete, []string{"train.py", "fit.py"}, "fit.py"},
		{"an option is no flag of Python", "python train.py -E 5 --Seed 3", complete, package1, ""},
	} {
		if got := (Checkout{Files: tt.files}).Unobserved(tt.seen, tt.text); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestHides: how a command, or the first line of a program that it names, keeps a Python
// from being seen.
func TestHides(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"train.py": {Data: []byte("#!/usr/bin/env python3\n")}, "bin/alone.py": {Data: []byte("#!/usr/bin/python3 -I\nprint(1)\n")},
		"bin/split": {Data: []byte("#!/usr/bin/env -S -i python3\n")}, "notes.md": {Data: []byte("# python -I\n")},
	}
	for text, want := range map[string]string{
		"make train python train.py":   "",
		"./train.py --lr 1":            "",
		"cd bin && ./alone.py":         "#!/usr/bin/python3 -I",
		"bin/split":                    "#!/usr/bin/env -S -i python3",
		"python train.py notes.md":     "",
		"python3 -I train.py":          "python3 -I",
		"make train docker run i make": "docker run",
	} {
		if got := (Checkout{Files: []string{"train.py", "bin/alone.py", "bin/split", "notes.md"}}).Hides(files, text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
