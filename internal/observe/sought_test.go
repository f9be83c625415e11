//go:build unix

package observe

import (
	"os"
	"path/filepath"
	"testing"
)

// TestRealPythonSought: who tries to read what is not there, asks for it, or lists where it was,
// looked for it; who makes it, removes an old one or asks on behalf of a library did not.
func TestRealPythonSought(t *testing.T) {
	t.Parallel()
	for program, want := range map[string]bool{
		"try:\n    open('models/base.json')\nexcept OSError: pass\n":                                                                             true,
		"import os\nif os.path.exists('models/base.json'): open('models/base.json')\n":                                                           true,
		"import os.path as p\nprint(p.isfile(b'models/base.json'))\n":                                                                            true,
		"import pathlib\nbase = pathlib.Path.cwd() / 'models' / 'base.json'\nif base.exists(): base.open()\n":                                    true,
		"import os\ntry: os.stat('models/base.json')\nexcept FileNotFoundError: pass\n":                                                          true,
		"import glob\nglob.glob('models/*.json')\n":                                                                                              true,
		"import pathlib\nlist(pathlib.Path('models').glob('*.json'))\n":                                                                          true,
		"import os\nif os.path.exists('models/base.json'): pass\nopen('models/base.json', 'w')\n":                                                true,
		"import os\nos.makedirs('models', exist_ok=True)\nopen('models/base.json', 'w')\n":                                                       false,
		"import os\nif os.path.exists('models/base.json'):\n    os.remove('models/base.json')\n":                                                 false,
		"import pathlib\npathlib.Path('models/base.json').unlink(missing_ok=True)\n":                                                             false,
		"open('models/base.json', 'w').close()\nopen('models/base.json')\n":                                                                      false,
		"open('models/b', 'w').close()\nimport os\nos.replace('models/b', 'models/base.json'); open('models/base.json'); os.listdir('models')\n": false,
		"import keeping\nkeeping.save('models/base.json')\n":                                                                                     false,
		"import os\nos.path.exists('models/other.json'), os.listdir('.')\n":                                                                      false,
	} {
		tr := newTrial(t, map[string]string{"train.py": program, "lib/site-packages/keeping.py": "import os\ndef save(name):\n    if os.path.exists(name): raise OSError(name)\n    open(name, 'w').close()\n"})
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

// TestRealPythonStat: os.stat is to a program what it was.
func TestRealPythonStat(t *testing.T) {
	t.Parallel()
	seen, out := newTrial(t, map[string]string{"train.py": `import os, pickle, shutil
assert os.stat in os.supports_fd and os.stat in os.supports_dir_fd and os.stat in os.supports_follow_symlinks
assert pickle.loads(pickle.dumps(os.stat)) is os.stat and os.stat.__name__ == 'stat' and os.stat.__doc__
assert shutil.rmtree.avoids_symlink_attacks
d = os.open('.', os.O_RDONLY)
assert os.stat('train.py', dir_fd=d).st_size and os.stat(d) and os.stat('train.py', follow_symlinks=False)
for name, kind in (('none', FileNotFoundError), ('train.py/x', NotADirectoryError), ('a\0b', ValueError), (None, TypeError)):
    try: os.stat(name)
    except kind: continue
    raise SystemExit(name)
try: os.stat('none', dir_fd=d)
except FileNotFoundError: print('same')
`}).train("python train.py")
	if out != "same\n" || len(seen.Processes) != 1 || seen.Processes[0].Status != "" || len(seen.Processes[0].Asked) != 1 {
		t.Errorf("%q, %+v", out, seen.Processes)
	}
}
