//go:build unix

package observe

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/reproduce-action/reproduce/internal/observe/system"
)

// TestRealPythonSought: who tries to read what is not there, asks for it, or lists where it was,
// looked for it; who makes it, removes an old one or asks on behalf of a library did not.
func TestRealPythonSought(t *testing.T) {
	t.Parallel()
	for program, want := range map[string]bool{
		"try:\n    open('models/base.json')\nexcept OSError: pass\n":                                                                                         true,
		"import os\nif os.path.exists('models/base.json'): open('models/base.json')\n":                                                                       true,
		"import os.path as p\nthere = p.isfile(b'models/base.json')\n":                                                                                       true,
		"import pathlib\nbase = pathlib.Path.cwd() / 'models' / 'base.json'\nif base.exists(): base.open()\n":                                                true,
		"import os\ntry: os.stat('models/base.json')\nexcept FileNotFoundError: pass\n":                                                                      true,
		"import glob\nglob.glob('models/*.json')\n":                                                                                                          true,
		"import pathlib\nlist(pathlib.Path('models').glob('*.json'))\n":                                                                                      true,
		"import os\nif os.path.exists('models/base.json'): pass\nopen('models/base.json', 'w')\n":                                                            false,
		"import os\nthere = os.path.exists('models/base.json')\nopen('models/base.json', 'w')\n":                                                             true,
		"import os, pathlib\nout = pathlib.Path('models/base.json')\nif out.exists():\n    print('overwriting', out)\nout.write_text('1')\n":                 false,
		"import os\nif os.path.exists('models/base.json'):\n    print('old')\nif os.path.exists('models/base.json'):\n    print(open('models/base.json'))\n": true,
		"import os\nfor f in os.listdir('models'):\n    if f.endswith('.json'):\n        os.remove('models/' + f)\n":                                         false,
		"import os\nfor f in os.listdir('models'):\n    w = f\n":                                                                                             true,
		"import os\nif os.access('models/base.json', os.R_OK): open('models/base.json')\n":                                                                   true,
		"import glob\nprint(len(glob.glob('models/base.json')))\nw = glob.glob('models/base.json')\n":                                                        true,
		"import os, pathlib\nout = pathlib.Path('models/base.json').resolve()\nos.path.realpath('models/base.json')\n":                                       false,
		"import os\ndef resume():\n    return os.path.exists('models/base.json')\n":                                                                          false,
		"import subprocess\nsubprocess.run(['cat', 'models/base.json'])\n":                                                                                   true,
		"import subprocess\nsubprocess.run('ls models/*.json 2>/dev/null', shell=True)\n":                                                                    true,
		"import subprocess\nsubprocess.run('ls * models/x*', shell=True)\n":                                                                                  false,
		"import subprocess\nsubprocess.run(['cat', 'models/other.json'])\n":                                                                                  false,
		"import subprocess\nsubprocess.run(['rm', '-f', 'models/base.json'])\n":                                                                              false,
		"import subprocess\nsubprocess.run(['git', 'ls-files', 'models/base.json'])\n":                                                                       false,
		"import subprocess\nsubprocess.run('echo 1 > models/base.json', shell=True)\n":                                                                       false,
		"import os\nos.makedirs('models', exist_ok=True)\nopen('models/base.json', 'w')\n":                                                                   false,
		"import os\nif os.path.exists('models/base.json'):\n    os.remove('models/base.json')\n":                                                             false,
		"import pathlib\npathlib.Path('models/base.json').unlink(missing_ok=True)\n":                                                                         false,
		"open('models/base.json', 'w').close()\nopen('models/base.json')\n":                                                                                  false,
		"open('models/b', 'w').close()\nimport os\nos.replace('models/b', 'models/base.json'); open('models/base.json'); os.listdir('models')\n":             false,
		"import keeping\nkeeping.save('models/base.json')\n":                                                                                                 false,
		"import mlflow.store\nw = mlflow.store.all('models')\n":                                                                                              false,
		"import os\nos.path.exists('models/other.json'), os.listdir('.')\n":                                                                                  false,
	} {
		tr := newTrial(t, map[string]string{"train.py": program, "lib/site-packages/keeping.py": "import os\ndef save(name):\n    if os.path.exists(name): raise OSError(name)\n    open(name, 'w').close()\n", "lib/site-packages/mlflow/__init__.py": "", "lib/site-packages/mlflow/store.py": "import os\ndef all(name): return os.listdir(name)\n"})
		if err := os.MkdirAll(filepath.Join(tr.dir, "models"), 0o755); err != nil {
			t.Fatal(err)
		}
		seen, out := tr.train("PYTHONPATH=$PYTHONPATH:lib/site-packages python train.py")
		if len(seen.Processes) != 1 || seen.Processes[0].Torn {
			t.Fatalf("%s\n%+v\n%s", program, seen.Processes, out)
		}
		if got := seen.Sought("models/base.json", tr.dir); got != want {
			t.Errorf("%s\nlooked for it: %v, want %v; %+v", program, got, want, seen.Processes[0])
		}
	}
}

// TestRealPythonStat: os.stat, os.lstat and os.access are to a program what they were.
func TestRealPythonStat(t *testing.T) {
	t.Parallel()
	seen, out := newTrial(t, map[string]string{"train.py": `import os, pickle, shutil
assert os.stat in os.supports_fd and os.stat in os.supports_dir_fd and os.stat in os.supports_follow_symlinks
assert pickle.loads(pickle.dumps(os.stat)) is os.stat and os.stat.__name__ == 'stat' and os.stat.__doc__
assert shutil.rmtree.avoids_symlink_attacks
assert os.access in os.supports_dir_fd and os.access in os.supports_effective_ids and os.access in os.supports_follow_symlinks
assert all(pickle.loads(pickle.dumps(one)) is one for one in (os.lstat, os.access))
d = os.open('.', os.O_RDONLY)
assert os.access('train.py', os.R_OK) and os.access('train.py', os.R_OK, dir_fd=d, effective_ids=True) and os.lstat('train.py', dir_fd=d).st_size
assert not os.access('absent', os.R_OK) and not os.access('absent', os.R_OK, dir_fd=d) and not os.path.lexists('lost') and not os.path.islink('lost')
assert os.stat('train.py', dir_fd=d).st_size and os.stat(d) and os.stat('train.py', follow_symlinks=False)
for name, kind in (('none', FileNotFoundError), ('train.py/x', NotADirectoryError), ('a\0b', ValueError), (None, TypeError)):
    try: os.stat(name)
    except kind: continue
    raise SystemExit(name)
try: os.stat('none', dir_fd=d)
except FileNotFoundError: print('same')
`}).train("python train.py")
	if out != "same\n" || len(seen.Processes) != 1 || seen.Processes[0].Status != "" || len(seen.Processes[0].Asked) != 3 {
		t.Errorf("%q, %+v", out, seen.Processes)
	}
}

// TestSought_made: what a program that is no Python made was not looked for afterwards.
func TestSought_made(t *testing.T) {
	t.Parallel()
	const top = "/place"
	for _, tt := range []struct {
		name  string
		event system.File
		p     Process
		want  bool
	}{
		{"listed", system.File{}, Process{Listed: []Asking{{Path: top + "/models", At: 20}}}, true},
		{"made, then listed", system.File{Written: true, Writes: 1, FirstAt: 10}, Process{Listed: []Asking{{Path: top + "/models", At: 20}}}, false},
		{"listed, then made", system.File{Written: true, Writes: 1, FirstAt: 30}, Process{Listed: []Asking{{Path: top + "/models", At: 20}}}, true},
		{"made, then read", system.File{Written: true, Writes: 1, FirstAt: 10}, Process{Sought: []Access{{top + "/models/m.json", 20}}}, false},
		{"made by what was started", system.File{Written: true, Writes: 1, FirstAt: 30}, Process{Dir: top, Started: []Command{{"fit", []string{"fit", "models/m.json"}, 20}}}, false},
		{"started with it and an archive", system.File{}, Process{Dir: top, Started: []Command{{"fit", []string{"fit", "models/m.json", "--out=rows.zip"}, 20}}}, true},
		{"stored", system.File{}, Process{Dir: top, Started: []Command{{"/usr/bin/zip", []string{"/usr/bin/zip", "rows", "models/m.json"}, 20}}}, false},
		{"started with it", system.File{}, Process{Dir: top, Started: []Command{{"fit", []string{"fit", "models/m.json"}, 20}}}, true},
	} {
		tt.p.Args = []string{"python", "train.py"}
		seen := Observation{Files: map[string]system.File{}, Processes: []Process{tt.p}}
		if tt.event.Written {
			seen.Files["models/m.json"] = tt.event
		}
		if got := seen.Sought("models/m.json", top); got != tt.want {
			t.Errorf("%s: looked for it: %v", tt.name, got)
		}
	}
}

// TestLookedFor: a file that is not there, one below a folder that is not, and one of a folder that was
// listed, but by Python's own search for modules.
func TestLookedFor(t *testing.T) {
	t.Parallel()
	const top = "/place"
	for name, tt := range map[string]struct {
		file string
		p    Process
		want bool
	}{
		"read in vain":        {"data/full.csv", Process{Sought: []Access{{top + "/data/full.csv", 1}}}, true},
		"asked for":           {"data/full.csv", Process{Asked: []Asking{{Path: top + "/data/full.csv"}}}, true},
		"below a folder":      {"data", Process{Asked: []Asking{{Path: top + "/data/full.csv"}}}, true},
		"its folder listed":   {"data/full.csv", Process{Listed: []Asking{{Path: top + "/data"}}}, true},
		"another folder":      {"data/full.csv", Process{Listed: []Asking{{Path: top + "/raw"}}}, false},
		"of a longer name":    {"data/full", Process{Asked: []Asking{{Path: top + "/data/full.csv"}}}, false},
		"listed for modules":  {"src/full.csv", Process{Listed: []Asking{{Path: top + "/src"}}, Code: []Access{{top + "/src/load.py", 1}}}, false},
		"by a tool of others": {"data/full.csv", Process{Args: []string{"/usr/bin/dvc", "status"}, Asked: []Asking{{Path: top + "/data/full.csv"}}}, false},
	} {
		if tt.p.Args == nil {
			tt.p.Args = []string{"python", "train.py"}
		}
		seen := Observation{Processes: []Process{tt.p}}
		if got := seen.LookedFor(tt.file, top); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestListedIn: folders whose files a program took as it found them.
func TestListedIn(t *testing.T) {
	t.Parallel()
	p := Process{Args: []string{"python", "train.py"}, Listed: []Asking{{Path: "/place/data"}, {Path: "/place/src"}, {Path: "/other"}}, Code: []Access{{"/place/src/load.py", 1}}}
	if got := (Observation{Processes: []Process{p}}).ListedIn("/place"); len(got) != 1 || !got["data"] {
		t.Errorf("%v", got)
	}
}

// TestAsking_pipe: a program that is a named pipe by now is waited for by nobody.
func TestAsking_pipe(t *testing.T) {
	t.Parallel()
	pipe := filepath.Join(t.TempDir(), "train.py")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if (Asking{Program: pipe, Line: 1}).clears() {
		t.Error("a pipe clears nothing")
	}
}

// TestToldAsks: only where each Python told all of what it asked for, nothing else is asked for.
func TestToldAsks(t *testing.T) {
	t.Parallel()
	program := Process{Args: []string{"python", "train.py"}}
	torn, many := program, program
	torn.Torn, many.Asked = true, make([]Asking, maxSought)
	for name, tt := range map[string]struct {
		seen Observation
		want bool
	}{
		"one":                 {Observation{Processes: []Process{program}}, true},
		"none":                {Observation{}, false},
		"one is torn":         {Observation{Processes: []Process{program, torn}}, false},
		"one asked for much":  {Observation{Processes: []Process{program, many}}, false},
		"another did not say": {Observation{Processes: []Process{program}, Doubts: []string{"a Python process did not report"}}, false},
		"a tool alone":        {Observation{Processes: []Process{{Args: []string{"python", "-m", "pip"}}}}, false},
	} {
		if got := tt.seen.ToldAsks(); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
