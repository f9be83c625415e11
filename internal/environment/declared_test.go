package environment

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func lines(list []Requirement) (found []string) {
	for _, r := range list {
		found = append(found, r.String())
	}
	slices.Sort(found)
	return found
}

const hostileList = `# all kinds
--index-url https://ada:secret@index.example.com/simple
-f https://elsewhere.example.com
numpy==1.26.4 --hash=sha256:00
    # indented
pandas>=2 # comment
scipy==1.11.4 \
    --hash=sha256:11
-r more/base.txt
-c pins.txt
-r /etc/passwd
-r ../../secret.txt
-e .
./vendored
fork @ git+https://host.example.com/fork.git
-e git+https://host.example.com/lib.git#egg=lib
two words==1
`

const uvLock = `version = 1
requires-python = ">=3.11"
[[package]]
name = "churn"
version = "0.1.0"
source = { editable = "." }
dependencies = [{ name = "numpy" }, { name = "extra-one", extra = ["a"], marker = "sys_platform != 'win32'" }, { name = "lib" }, { name = "fork" }]
[package.dev-dependencies]
dev = [{ name = "dvc" }]
other = [{ name = "sphinx" }]
[[package]]
name = "lib"
version = "0.1.0"
source = { directory = "libs/lib" }
dependencies = [{ name = "pyyaml" }]
[[package]]
name = "numpy"
version = "1.26.4"
source = { registry = "https://ada:secret@index.example.com/simple" }
resolution-markers = ["python_full_version < '3.12'"]
[[package]]
name = "numpy"
version = "2.1.0"
source = { registry = "https://index.example.com/simple" }
resolution-markers = ["python_full_version >= '3.12'", "sys_platform == 'win32'"]
[[package]]
name = "extra-one"
version = "1.0"
source = { registry = "x" }
[[package]]
name = "pyyaml"
version = "6.0"
source = { registry = "x" }
[[package]]
name = "dvc"
version = "3.0"
source = { registry = "x" }
[[package]]
name = "twice"
version = "1"
source = { registry = "x" }
[[package]]
name = "twice"
version = "2"
source = { registry = "x" }
[[package]]
name = "fork"
version = "1.0"
source = { git = "https://host.example.com/fork.git" }
[[package]]
name = "bad name"
version = "1.0"
source = { registry = "x" }
[[package]]
name = "bad-version"
version = "1.0 --index-url http://index.example.com"
source = { registry = "x" }
`

const poetryLock = `[[package]]
name = "Scikit_Learn"
version = "1.3.2"
optional = false
markers = "python_version < \"3.12\""
[[package]]
name = "forked"
version = "1.0"
[package.source]
type = "git"
url = "https://host.example.com/forked.git"
[[package]]
name = "private"
version = "2.0"
[package.source]
type = "legacy"
url = "https://ada:secret@index.example.com/simple"
`

const poetryProject = `[tool.poetry]
name = "churn"
[tool.poetry.dependencies]
python = "^3.11"
scikit-learn = "^1.3"
private = { version = "*", extras = ["s3"] }
unlocked = "*"
nearby = { path = "../nearby" }
[tool.poetry.group.dev.dependencies]
private = "*"
`

func TestReadDeclared(t *testing.T) {
	t.Parallel()
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	for _, c := range []struct {
		about, folder       string
		files               fstest.MapFS
		from                string
		requires, pins, own []string
		foreign             []string
		lacking, left       []string // what each holds a part of
		python              string
		locked              bool
	}{
		{about: "nothing", files: fstest.MapFS{"train.py": file("")}},
		{about: "a hostile list", files: fstest.MapFS{"requirements.txt": file(hostileList), "more/base.txt": file("mlflow==3.1\n-r ../requirements.txt\n"), "pins.txt": file("zipp==1.0\n"), ".python-version": file("3.11.4\n")},
			from: "requirements.txt", locked: true, python: "3.11.4",
			requires: []string{"mlflow==3.1", "numpy==1.26.4", "pandas>=2", "scipy==1.11.4"}, pins: []string{"zipp==1.0"},
			lacking: []string{"requirements.txt (it cannot be read, or is read twice)", "fork (", "lib (", "two ("}, foreign: []string{"fork", "lib", "two"},
			left: []string{"option --index-url", "option -f", "-r in requirements.txt leads out", "-r in requirements.txt leads out", "code of the project", "code of the project"}},
		{about: "uv", files: fstest.MapFS{"uv.lock": file(uvLock), "requirements.txt": file("flask"), "poetry.lock": file(poetryLock)},
			from: "uv.lock", locked: true, own: []string{"churn", "lib"}, foreign: []string{"fork"},
			requires: []string{"dvc", "extra-one[a] ; sys_platform != 'win32'", "numpy", "pyyaml"},
			pins:     []string{"dvc==3.0", "extra-one==1.0", "numpy==1.26.4 ; (python_full_version < '3.12')", "numpy==2.1.0 ; (python_full_version >= '3.12') or (sys_platform == 'win32')", "pyyaml==6.0"},
			lacking:  []string{`"fork" (uv.lock has it from git`, `"bad name"`, `"bad-version"`}, left: []string{"churn", "lib", "twice"}},
		{about: "poetry", files: fstest.MapFS{"poetry.lock": file(poetryLock), "pyproject.toml": file(poetryProject)},
			from: "poetry.lock", locked: true, own: []string{"churn"}, foreign: []string{"nearby", "forked"}, requires: []string{"private", "private[s3]", "scikit-learn"},
			pins: []string{"private==2.0", "scikit-learn==1.3.2"}, lacking: []string{`"nearby"`, `"forked"`}},
		{about: "a project without a lock", files: fstest.MapFS{"pyproject.toml": file("[project]\nname='churn'\ndependencies=['numpy>=1.2', 'x @ https://host.example.com/x.whl']\n[dependency-groups]\ndev=['dvc', {include-group='y'}]\n")},
			from: "pyproject.toml", own: []string{"churn"}, requires: []string{"dvc", "numpy>=1.2"}, lacking: []string{"x ("}, foreign: []string{"x"}},
		{about: "the folder above", folder: "models/churn", files: fstest.MapFS{"requirements.txt": file("numpy==1"), "other/uv.lock": file(uvLock)},
			from: "requirements.txt", locked: true, requires: []string{"numpy==1"}},
		{about: "conda", files: fstest.MapFS{"environment.yml": file("dependencies: [numpy]")}, from: "environment.yml", lacking: []string{"environment.yml (conda"}},
	} {
		got, err := ReadDeclared(c.files, c.folder)
		if err != nil {
			t.Errorf("%s: %v", c.about, err)
		}
		if got.From != c.from || got.Locked != c.locked || got.Python != c.python || !reflect.DeepEqual(lines(got.Requires), c.requires) || !reflect.DeepEqual(lines(got.Pins), c.pins) || !reflect.DeepEqual(got.Own, c.own) || !reflect.DeepEqual(got.Foreign, c.foreign) {
			t.Errorf("%s: got %+v", c.about, got)
		}
		contain(t, c.about+", lacking", got.Lacking, c.lacking)
		contain(t, c.about+", left", got.Left, c.left)
		for _, text := range append(got.Left, got.Lacking...) {
			if strings.Contains(text, "secret@") || strings.Contains(text, "://") {
				t.Errorf("%s: tells an address: %s", c.about, text)
			}
		}
	}
	for _, name := range []string{"uv.lock", "pyproject.toml"} {
		if _, err := ReadDeclared(fstest.MapFS{name: file("= [")}, "."); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("broken %s: %v", name, err)
		}
	}
}

func contain(t *testing.T, about string, got, want []string) {
	t.Helper()
	left := slices.Clone(got)
	for _, part := range want {
		at := slices.IndexFunc(left, func(text string) bool { return strings.Contains(text, part) })
		if at < 0 {
			t.Errorf("%s: got %q, none with %q", about, got, part)
			continue
		}
		left = slices.Delete(left, at, at+1)
	}
	if len(left) > 0 {
		t.Errorf("%s: %q was not expected", about, left)
	}
}
