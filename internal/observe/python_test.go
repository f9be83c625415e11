//go:build unix

package observe

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A trial is a place with programs, and a real Python to run them.
type trial struct {
	t      *testing.T
	python string
	dir    string
}

// newTrial takes the Python that REPRODUCE_PYTHON names. Without one the test is
// skipped, unless REPRODUCE_REQUIRE_E2E says that it must run.
func newTrial(t *testing.T, files map[string]string) trial {
	t.Helper()
	python := os.Getenv("REPRODUCE_PYTHON")
	if python == "" {
		if os.Getenv("REPRODUCE_REQUIRE_E2E") == "1" {
			t.Fatal("REPRODUCE_REQUIRE_E2E=1 but REPRODUCE_PYTHON names no interpreter")
		}
		t.Skip("set REPRODUCE_PYTHON to a Python to observe")
	}
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	tr := trial{t, python, dir}
	for name, text := range files {
		tr.write(name, text)
	}
	return tr
}

func (tr trial) write(name, text string) {
	tr.t.Helper()
	writeFile(tr.t, filepath.Join(tr.dir, filepath.FromSlash(name)), text)
}

// train runs a shell line in the place, observed; in it, python is the real one.
// It gives what the line printed.
func (tr trial) train(line string, environ ...string) (Observation, string) {
	tr.t.Helper()
	observer := Start(tr.dir)
	cmd := exec.Command("sh", "-c", strings.ReplaceAll(line, "python ", tr.python+" "))
	cmd.Dir = tr.dir
	cmd.Env = observer.Environ(append(os.Environ(), environ...))
	var out strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		tr.t.Fatal(err)
	}
	observer.Began(cmd.Process.Pid)
	_ = cmd.Wait() // how it ends is part of some trials
	dir := observer.dir
	seen := observer.End()
	if _, err := os.Lstat(dir); !os.IsNotExist(err) {
		tr.t.Errorf("%s is still there: %v", dir, err)
	}
	if files, err := filepath.Glob(filepath.Join(tr.dir, "*sitecustomize*")); err != nil || len(files) > 0 {
		tr.t.Errorf("the place has %v, %v", files, err)
	}
	return seen, out.String()
}

func (tr trial) question() Question {
	return Question{
		Top: tr.dir, Files: []string{"params.txt", "data/iris.csv", "train.py", "models/old.pkl", "old.json"},
		Params: []string{"params.txt"}, Metrics: []string{"metrics.json"}, Outputs: []string{"metrics.json", "models"},
		Model: func(file string) bool { return strings.HasSuffix(file, ".pkl") },
	}
}

// honest is a training that reads params and data and writes metrics.
const honest = `import json
p = open("params.txt").read()
rows = open("data/iris.csv").read().split()
json.dump({"n": len(rows) * len(p)}, open("metrics.json", "w"))
`

var project = map[string]string{"install.py": "import subprocess, sys\nsubprocess.check_call([sys.executable, '-I', '-c', '1'])\n", "train.py": honest, "params.txt": "3", "data/iris.csv": "1,2\n3,4\n", "models/old.pkl": "old", "old.json": "{}"}

// TestRealPythonProves: ways to run a training in which every Python reports, and
// what made the numbers is known.
func TestRealPythonProves(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, program, line string }{
		{"a script", honest, "python train.py"},
		{"by its full path, from elsewhere", "import os; os.chdir(os.path.dirname(os.path.abspath(__file__)))\n" + honest, `d=$PWD; cd / && python "$d/train.py"`},
		{"a module", honest, "python -m train"},
		{"put in place by a rename", strings.ReplaceAll(honest, `"metrics.json"`, `"m.tmp"`) + "import os; os.replace('m.tmp', 'metrics.json')\n", "python train.py"},
		{"a copy of what it has just written", strings.ReplaceAll(honest, `open("metrics.json", "w"))`, `open("m.json", "w"))`) + "import shutil; shutil.copy('m.json', 'metrics.json')\n", "python train.py"},
		{"pathlib and bytes", strings.ReplaceAll(strings.ReplaceAll(honest, `open("params.txt")`, `__import__("pathlib").Path("params.txt").open()`), `"data/iris.csv"`, `b"data/iris.csv"`), "python train.py"},
		{"after another program of the commit read the data", "import sys, subprocess\nif len(sys.argv) > 1:\n open('rows', 'w').write(open('data/iris.csv').read())\nelse:\n subprocess.check_call([sys.executable, 'train.py', 'x'])\n rows = open('rows').read(); open('params.txt').read(); open('metrics.json', 'w').write('1')\n", "python train.py"},
		{"with workers that are forked", "import multiprocessing as m\ndef f(x): return open('data/iris.csv').read()\nif __name__ == '__main__':\n with m.get_context('fork').Pool(2) as p: p.map(f, [1, 2])\n open('params.txt').read(); open('metrics.json', 'w').write('1')\n", "python train.py"},
		{"with workers that are spawned", "import multiprocessing as m\ndef f(x): return open('data/iris.csv').read()\nif __name__ == '__main__':\n with m.get_context('spawn').Pool(1) as p: p.map(f, [1, 2])\n open('params.txt').read(); open('metrics.json', 'w').write('1')\n", "python train.py"},
		{"after exec", "import sys, os\nif len(sys.argv) < 2: os.execv(sys.executable, [sys.executable, 'train.py', 'x'])\n" + honest, "python train.py"},
		{"a thread does it", "import threading\ndef f():\n " + strings.ReplaceAll(strings.TrimSpace(honest), "\n", "\n ") + "\nt = threading.Thread(target=f); t.start(); t.join()\n", "python train.py"},
		{"descriptors are all closed meanwhile", "import os\nos.closerange(3, 256)\n" + honest + "os.closerange(3, 256)\n", "python train.py"},
		{"copied over, and then computed", honest + "import shutil; shutil.copy('old.json', 'metrics.json')\n" + honest, "python train.py"},
		{"another working directory meanwhile", "p = open('params.txt').read()\nimport os; os.chdir('data')\nrows = open('iris.csv').read()\nopen('../metrics.json', 'w').write('1')\n", "python train.py"},
		{"another working directory", "import os\nos.chdir('data')\n" + strings.NewReplacer(`"params`, `"../params`, `"data/`, `"`, `"metrics`, `"../metrics`).Replace(honest), "python train.py"},
		{"after an installer that isolates its Pythons", honest, "mkdir -p bin && cp install.py bin/pip && python bin/pip && python train.py"},
		{"data that another program has just put there, as DVC does", honest, `rm data/iris.csv && python -c 'open("data/iris.csv", "w").write("1,2")' && python train.py`},
		{"exit without sys", honest + "exit()\n", "python train.py"},
		{"it leaves at once", honest + "import os; os._exit(0)\n", "python train.py"},
		{"a worker that is stopped", "import multiprocessing as m, time\ndef f(): open('data/iris.csv').read(); time.sleep(600)\nif __name__ == '__main__':\n p = m.get_context('spawn').Process(target=f); p.start()\n p.terminate(); p.join()\n open('data/iris.csv').read(); open('params.txt').read(); open('metrics.json', 'w').write('1')\n", "python train.py"},
		{"exec, by a search of the path", "import sys, os\nif len(sys.argv) < 2: open('params.txt').read(); os.execvp('python', ['python', 'train.py', 'x'])\n" + honest, "python train.py"},
		{"a service that its starter ends", "import subprocess, sys, time, socket\nif len(sys.argv) > 1:\n    open('data/iris.csv').read(); s = socket.socket(); s.bind(('127.0.0.1', 0)); print(flush=True); time.sleep(60)\nservice = subprocess.Popen([sys.executable, 'train.py', 'x'], stdout=-1); service.stdout.readline()\n" + honest + "service.terminate(); service.wait()\n", "python train.py"},
		{"two steps of a shell", honest, "python train.py && python -c 'print(1)'"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tr := newTrial(t, project)
			tr.write("train.py", tt.program)
			seen, out := tr.train(tt.line)
			got := seen.Answer(tr.question())
			if !got.Proves(false) || !slices.Equal(got.Params, []string{"params.txt"}) || len(got.Data) == 0 || got.Data[0].Path != "data/iris.csv" || len(got.Data[0].SHA256) != 64 {
				t.Errorf("%+v\n%s\nseen: %+v", got, out, seen)
			}
			if len(got.OtherCode)+len(got.PutBack)+len(got.Failed) > 0 {
				t.Errorf("evidence against: %+v", got)
			}
		})
	}
}

// TestRealPythonLacks: what is no proof, and why. It is no evidence against either.
func TestRealPythonLacks(t *testing.T) {
	t.Parallel()
	const calls = "import subprocess, sys, os\n"
	for _, tt := range []struct{ name, program, line, want string }{
		{"-I", honest, "python -I train.py", "no Python process reported"},
		{"-E", honest, "python -E train.py", "no Python process reported"},
		{"-S", honest, "python -S train.py", "no Python process reported"},
		{"an empty environment", honest, "env -i python train.py", "no Python process reported"},
		{"its own PYTHONPATH", honest, "PYTHONPATH=$PWD python train.py", "no Python process reported"},
		{"its own PYTHONPATH, beside one that reports", honest, "python -c 1; PYTHONPATH=$PWD python train.py", "ran code of the commit"},
		{"a child with -I", honest + calls + "subprocess.call([sys.executable, '-I', '-c', 'open(\"metrics.json\", \"w\").write(\"2\")'])\n", "python train.py", "did not report"},
		{"a child with an environment of its own", honest + calls + "subprocess.call([sys.executable, '-c', '1'], env={})\n", "python train.py", "did not report"},
		{"nothing reads the params", strings.ReplaceAll(honest, `open("params.txt").read()`, `"x"`), "python train.py", "was not seen to read params.txt"},
		{"nothing reads data", strings.ReplaceAll(honest, `open("data/iris.csv").read().split()`, `[1]`), "python train.py", "no data was seen"},
		{"code that no file holds", honest, "python -c \"$(cat train.py)\"", "ran code of the commit"},
		{"an old model is read", "open('models/old.pkl', 'rb').read()\n" + honest, "python train.py", "models/old.pkl was read"},
		{"the old metrics are read", "import os\nos.path.exists('metrics.json') and open('metrics.json').read()\n" + honest, "echo 1 > metrics.json; python train.py", "metrics.json was read"},
		{"somebody else writes afterwards", honest, "python train.py; echo 2 > metrics.json", "who wrote metrics.json"},
		{"it is killed", honest + "import os; os.kill(os.getpid(), 9)\n", "python train.py; true", "who wrote metrics.json"},
		{"it removes what the observer keeps", "import os, shutil; shutil.rmtree(os.path.dirname(os.environ['REPRODUCE_OBSERVE']))\n" + honest, "python train.py", "removed"},
		{"it puts a link among the records", "import os; os.symlink('/dev/zero', os.environ['REPRODUCE_OBSERVE'] + '/1-1')\n" + honest, "python train.py", "not all that Python processes did"},
		{"it puts a pipe among the records", "import os; os.mkfifo(os.environ['REPRODUCE_OBSERVE'] + '/1-1')\n" + honest, "python train.py", "not all that Python processes did"},
		{"it writes among the records", "import os; open(os.environ['REPRODUCE_OBSERVE'] + '/1-1', 'w').write('P\\t1')\n" + honest, "python train.py", "not all that Python processes did"},
		{"it makes the records unreadable", honest + "import os; os.chmod(os.environ['REPRODUCE_OBSERVE'], 0)\n", "python train.py", "who wrote metrics.json"},
		{"it records more than is kept", honest + "for i in range(40000): open('/tmp/none' + 'x' * 100 + str(i), 'w') if i < 0 else __import__('os').path.exists('x')\nimport sys\nfor i in range(20000): sys.audit('open', '/nowhere/%d.y%d' % (i, i), 'w', 0)\n", "python train.py", "not all that Python processes did"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tr := newTrial(t, project)
			tr.write("train.py", tt.program)
			if tt.name == "it makes the records unreadable" && os.Getuid() == 0 {
				tt.want = "" // nothing is unreadable to root
			}
			seen, out := tr.train(tt.line)
			got := seen.Answer(tr.question())
			if tt.want != "" && (got.Proves(false) || !strings.Contains(strings.Join(got.Lacks, "\n"), tt.want)) {
				t.Errorf("lacks %q, want %q\n%s\nseen: %+v", got.Lacks, tt.want, out, seen)
			}
			if len(got.OtherCode)+len(got.PutBack) > 0 {
				t.Errorf("evidence against: %+v", got)
			}
		})
	}
}

// TestRealPythonEnds: a training ends where nothing writes the other end of a pipe that it left
// in the place of a file.
func TestRealPythonEnds(t *testing.T) {
	t.Parallel()
	tr := newTrial(t, project)
	tr.write("train.py", honest+"import os; os.remove('metrics.json'); os.mkfifo('metrics.json')\n")
	if _, out := tr.train("timeout 20 python train.py; echo status $?"); !strings.Contains(out, "status 0\n") {
		t.Errorf("it ended so:\n%s", out)
	}
}

// TestRealPythonAgainst: what speaks against the numbers.
func TestRealPythonAgainst(t *testing.T) {
	t.Parallel()
	other := t.TempDir()
	clone := t.TempDir()
	for dir, name := range map[string]string{other: "train.py", clone: "train.py"} {
		for _, file := range []string{name, "site-packages/churn/__init__.py", "site-packages/churn/fit.py"} {
			writeFile(t, filepath.Join(dir, file), honest+"other = 1\n")
		}
	}
	for _, tt := range []struct {
		name, program, line string
		against             func(Finding) []string
		want                string
	}{
		{"the user's clone", honest, "python " + clone + "/train.py", func(f Finding) []string { return f.OtherCode }, clone + "/train.py"},
		{"a module of the user's clone", "import sys; sys.path.insert(0, '" + clone + "'); sys.modules.pop('train', None); import train\n", "python -c \"$(cat train.py)\"", func(f Finding) []string { return f.OtherCode }, clone + "/train.py"},
		{"a library that was built in the user's clone", "import ctypes\ntry: ctypes.CDLL('" + clone + "/build/libfit.so')\nexcept OSError: pass\n" + honest, "python train.py", func(f Finding) []string { return f.OtherCode }, clone + "/build/libfit.so"},
		{"an installed copy", "import sys; sys.path.insert(0, '" + other + "/site-packages'); import churn.fit\n" + honest, "python train.py", func(f Finding) []string { return f.OtherCode }, "site-packages/churn"},
		{"old metrics copied", "import shutil; shutil.copy('old.json', 'metrics.json')\n", "python train.py", func(f Finding) []string { return f.PutBack }, "metrics.json was copied from old.json by train.py"},
		{"old metrics linked, over what it had written", honest + "import os; os.remove('metrics.json'); os.link('old.json', 'metrics.json')\n", "python train.py", func(f Finding) []string { return f.PutBack }, "copied from old.json"},
		{"a crash that the command hides", honest + "raise ValueError(1)\n", "python train.py || true", func(f Finding) []string { return f.Failed }, "train.py (ValueError)"},
		{"an exit status, and something is written on the way out", honest + "import atexit, sys; atexit.register(lambda: open('log', 'w').write('x')); sys.exit(3)\n", "python train.py; true", func(f Finding) []string { return f.Failed }, "train.py (exit status 3)"},
		{"exit without sys", honest + "exit(3)\n", "python train.py; true", func(f Finding) []string { return f.Failed }, "train.py (exit status 3)"},
		{"quit with a text", honest + "quit('no')\n", "python train.py; true", func(f Finding) []string { return f.Failed }, "train.py (exit status 1)"},
		{"a status by which it leaves at once", honest + "import os; os._exit(3)\n", "python train.py; true", func(f Finding) []string { return f.Failed }, "train.py (exit status 3)"},
		{"killed by itself, and the command goes on", honest + "import os; os.kill(os.getpid(), 9)\n", "python train.py; true", func(f Finding) []string { return f.Failed }, "train.py (killed before its end)"},
		{"killed by the shell after it had read data alone", "open('data/iris.csv').read()\nimport os, signal; os.kill(os.getpid(), signal.SIGTERM)\n", "python train.py; true", func(f Finding) []string { return f.Failed }, "train.py (killed before its end)"},
		{"a script of the commit that its parent kills", "import subprocess, sys, time\nif len(sys.argv) > 1: open('data/iris.csv').read(); print(flush=True); time.sleep(600)\np = subprocess.Popen([sys.executable, 'train.py', 'x'], stdout=-1); p.stdout.readline(); p.kill(); p.wait()\n" + honest, "python train.py", func(f Finding) []string { return f.Failed }, "train.py (killed before its end)"},
		{"an error after it had read data alone", "open('data/iris.csv').read(); raise ValueError(1)\n", "python train.py; true", func(f Finding) []string { return f.Failed }, "train.py (ValueError)"},
		{"an exit status that the command hides", honest + "import sys; sys.exit(3)\n", "python train.py | cat", func(f Finding) []string { return f.Failed }, "train.py (exit status 3)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tr := newTrial(t, project)
			tr.write("train.py", tt.program)
			tr.write("churn/__init__.py", "")
			tr.write("churn/fit.py", "")
			q := tr.question()
			q.Clone = clone
			q.Files = append(q.Files, "churn/__init__.py", "churn/fit.py")
			if tt.name != "an installed copy" {
				q.Files = slices.DeleteFunc(q.Files, func(file string) bool { return strings.HasPrefix(file, "churn") })
			} else if err := os.RemoveAll(filepath.Join(tr.dir, "churn")); err != nil {
				t.Fatal(err)
			}
			seen, out := tr.train(tt.line)
			if tt.name == "an installed copy" { // the path that Python takes first has it
				tr.write("churn/__init__.py", "")
				tr.write("churn/fit.py", "")
			}
			got := seen.Answer(q)
			if !strings.Contains(strings.Join(tt.against(got), "\n"), tt.want) {
				t.Errorf("%+v, want %q\n%s\nseen: %+v", got, tt.want, out, seen)
			}
			if got.Proves(false) {
				t.Errorf("it proves the numbers: %+v", got)
			}
		})
	}
}

// inMemory is a directory in /dev/shm, where trainings keep files as in any other; where
// there is none, an ordinary one.
func inMemory(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "observe")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// TestRealPythonElsewhere: what was outside of the place before, however it is opened.
func TestRealPythonElsewhere(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, program, want string
		place               func(*testing.T) string
	}{
		{"read", "open(D + '/old.json').read()\n", "old.json false", (*testing.T).TempDir},
		{"changed in place", "open(D + '/old.json', 'r+').write('1')\n", "old.json true", (*testing.T).TempDir},
		{"added to", "open(D + '/old.json', 'a').write('1')\n", "", (*testing.T).TempDir},
		{"opened to be read and added to", "f = open(D + '/old.json', 'a+'); f.seek(0); f.read()\n", "old.json true", (*testing.T).TempDir},
		{"begun by reading and adding", "f = open(D + '/new.json', 'a+'); f.seek(0); f.read()\n", "", (*testing.T).TempDir},
		{"added to, and read", "open(D + '/old.json', 'a').close(); open(D + '/old.json').read()\n", "old.json false", (*testing.T).TempDir},
		{"opened for writing as it is, and read", "import os; os.close(os.open(D + '/old.json', os.O_RDWR | os.O_CREAT)); open(D + '/old.json').read()\n", "old.json false", (*testing.T).TempDir},
		{"added to, emptied and read", "open(D + '/old.json', 'a').close(); open(D + '/old.json', 'w').write('1'); open(D + '/old.json').read()\n", "", (*testing.T).TempDir},
		{"begun by adding", "open(D + '/new.json', 'a').write('1'); open(D + '/new.json').read()\n", "", (*testing.T).TempDir},
		{"written first", "open(D + '/new.json', 'w').write('1'); open(D + '/new.json').read()\n", "", (*testing.T).TempDir},
		{"a database of before", "import sqlite3; sqlite3.connect(D + '/old.db').execute('select 1')\n", "old.db true", (*testing.T).TempDir},
		{"a database of before, by a URI", "import sqlite3; sqlite3.connect('file:' + D + '/old.db?mode=ro', uri=True).close()\n", "old.db true", (*testing.T).TempDir},
		{"a database of before, by a URI with a host", "import sqlite3; sqlite3.connect('file://' + D + '/old.db?mode=ro', uri=True).close()\n", "old.db true", (*testing.T).TempDir},
		{"a database of its own", "import sqlite3; sqlite3.connect(D + '/new.db').execute('create table t(v)')\n", "", (*testing.T).TempDir},
		{"copied", "import shutil; shutil.copy(D + '/old.json', 'm.json')\n", "old.json false", (*testing.T).TempDir},
		{"read in memory", "open(D + '/old.json').read()\n", "old.json false", inMemory},
		{"changed in memory", "open(D + '/old.json', 'r+').write('1')\n", "old.json true", inMemory},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tr := newTrial(t, project)
			elsewhere := tt.place(t)
			writeFile(t, filepath.Join(elsewhere, "old.json"), "{}")
			writeFile(t, filepath.Join(elsewhere, "old.db"), "")
			tr.write("train.py", "import os; D = os.environ['D']\n"+tt.program)
			seen, out := tr.train("python train.py", "D="+elsewhere)
			var got []string
			for _, state := range seen.ReadOutside(tr.dir) {
				if name := within(state.Path, []string{elsewhere}); name != "" {
					got = append(got, fmt.Sprintf("%s %t", name, state.Rewrote))
				}
			}
			if strings.Join(got, ", ") != tt.want {
				t.Errorf("%q, want %q\n%s\nseen %+v", got, tt.want, out, seen)
			}
		})
	}
}

// TestRealPythonBesideLibraries: what lies among libraries is seen to be read, their code is not.
func TestRealPythonBesideLibraries(t *testing.T) {
	t.Parallel()
	tr := newTrial(t, project)
	venv := filepath.Join(tr.dir, "..", filepath.Base(tr.dir)+"-venv")
	t.Cleanup(func() { os.RemoveAll(venv) })
	tr.write("train.py", "import sys; L = sys.prefix + '/lib/kit/'\nfor f in ('fit.pkl', 'w', 'a.py', 'x.dist-info/direct_url.json'): open(L + f).read()\n")
	for _, file := range []string{"fit.pkl", "w", "a.py", "x.dist-info/direct_url.json"} {
		writeFile(t, filepath.Join(venv, "lib", "kit", filepath.FromSlash(file)), "1")
	}
	seen, out := tr.train("python -m venv --without-pip '" + venv + "' && '" + venv + "/bin/python' train.py")
	var got []string
	for _, state := range seen.ReadOutside(tr.dir) {
		if name := within(state.Path, []string{filepath.Join(venv, "lib", "kit")}); name != "" {
			got = append(got, name)
		}
	}
	if strings.Join(got, " ") != "fit.pkl w" {
		t.Errorf("%q\n%s\nseen %+v", got, out, seen)
	}
}

// TestRealPythonChanges: what a program can see of itself is what it would see
// without the observer, and another sitecustomize has its turn.
func TestRealPythonChanges(t *testing.T) {
	t.Parallel()
	const tells = `import sys, os, pickle
print([p for p in sys.path if p.endswith("hook")], getattr(sys.modules.get("sitecustomize"), "mine", None))
print(pickle.loads(pickle.dumps(sys.exit)) is sys.exit, sys.exit.__name__, sys.exit.__doc__[:4])
try:
    sys.exit(5)
except SystemExit as e:
    print(e.code)
try:
    open("missing")
except FileNotFoundError as e:
    print(e.filename)
print(os.environ.get("KEEP"))
`
	for _, tt := range []struct {
		name    string
		files   map[string]string
		environ string
		want    string
	}{
		{"no other", nil, "KEEP=1", "[] None\nTrue exit Exit\n5\nmissing\n1\n"},
		{"another is imported", map[string]string{"site/sitecustomize.py": "mine = 7\n"}, "PYTHONPATH=site", "[] 7\nTrue exit Exit\n5\nmissing\nNone\n"},
		{"another that fails says so, as it would", map[string]string{"site/sitecustomize.py": "raise ValueError('broken')\n"}, "PYTHONPATH=site", "ValueError: broken"},
		{"another that lacks a module says so", map[string]string{"site/sitecustomize.py": "import nothing_of_that_name\n"}, "PYTHONPATH=site", "nothing_of_that_name"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tr := newTrial(t, project)
			tr.write("train.py", tells)
			for name, text := range tt.files {
				tr.write(name, text)
			}
			seen, out := tr.train("python train.py", tt.environ)
			if !strings.Contains(out, tt.want) || len(seen.Processes) != 1 || len(seen.Doubts) > 0 {
				t.Errorf("printed %q, want %q; seen %+v", out, tt.want, seen)
			}
			if seen.Processes[0].Status != "" {
				t.Errorf("status %q of an exit that was caught", seen.Processes[0].Status)
			}
		})
	}
}
