package environment

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestForeign: whatever form says that a package was no index's, it is named, and no index
// is asked for it, under any of the names that it may have.
func TestForeign(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ line, name string }{
		{"fork @ git+https://ada:secret@host.example.com/fork.git@v1", "fork"},
		{"Fork[extra]@git+ssh://git@host.example.com/acme/other.git", "fork"},
		{"fork @ https://host.example.com/x.whl ; python_version < '3'", "fork"},
		{"fork @ file:///home/ada/fork", "fork"},
		{"git+https://host.example.com/acme/fork", "fork"},
		{"git+https://host.example.com/acme/fork.git@main", "fork"},
		{"git+https://host.example.com/acme/repo.git#egg=fork&subdirectory=x", "fork"},
		{"-e git+https://host.example.com/repo.git#egg=fork", "fork"},
		{"--editable=git+https://host.example.com/fork.git", "fork"},
		{"-e file:///home/ada/fork", "fork"},
		{"hg+https://host.example.com/fork", "fork"},
		{"https://host.example.com/fork-1.0-py3-none-any.whl", "fork"},
		{"https://host.example.com/fork-1.0.tar.gz#sha256=00", "fork"},
		{"https://host.example.com/archive/fork-lib-1.0.zip ; sys_platform == 'win32'", "fork-lib"},
		{"file:///home/ada/fork-1.0.tar.gz", "fork"},
		{"file:fork", "fork"},
		{"/home/ada/fork", "fork"},
		{"C:\\Users\\ada\\fork", "fork"},
		{"./wheels/fork-1.0-cp311-cp311-linux_x86_64.whl", "fork"},
		{"wheels/fork-1.0.tar.gz", "fork"},
		{"fork-1.0-py3-none-any.whl", "fork"},
		{"fork===2024-made-by-hand", "fork"},
		{"fork==a", "fork"},
	} {
		for about, w := range map[string]Target{
			"the commit": NewTarget(ReadList(fstest.MapFS{"requirements.txt": {Data: []byte(c.line + "\nneeds-it==1.0\n")}}, "requirements.txt"), repro.RecordedSoftware{}, time.Time{}),
			"the run":    NewTarget(Declared{Pins: asks(t, c.name+"==1.0").Requires, Requires: asks(t, c.name).Requires}, repro.RecordedSoftware{Lists: []repro.RequirementList{{From: "requirements.txt of model m v1", Text: c.line + "\nneeds-it==1.0\n"}}}, time.Time{}),
		} {
			requirements, held := w.lines()
			if requirements != "needs-it==1.0\n" || !strings.Contains("\n"+held, "\n"+c.name+"<0\n") {
				t.Errorf("%s: %q: an index is asked for %q under %q", about, c.line, requirements, held)
			}
			if len(w.Lacking) == 0 || !slices.ContainsFunc(w.Lacking, func(text string) bool { return strings.HasPrefix(text, c.name+" (") }) || strings.Contains(strings.Join(w.Lacking, " "), "secret") {
				t.Errorf("%s: %q: lacking %q", about, c.line, w.Lacking)
			}
		}
	}
}

// TestRecordedForms: what a run's lists may have besides, an index is asked for as far as it
// is a name and a version, and the rest is named.
func TestRecordedForms(t *testing.T) {
	t.Parallel()
	at := "requirements.txt of model m v1"
	for _, c := range []struct {
		about, text, constraints string
		conda                    []repro.Package
		requires, held           string
		lacking, conda2, left    []string
	}{
		{about: "options", text: "--index-url https://ada:secret@index.example.com/simple\n--extra-index-url=https://x.example.com\n-f https://y.example.com\n-fhttps://ada:secret@z.example.com\n--find-links wheels\n--trusted-host h\n--pre\nnumpy==1.0\n",
			requires: "numpy==1.0\n", left: []string{"--index-url in " + at, "--extra-index-url in", "-f in", "--find-links in", "--trusted-host in", "--pre in"}},
		{about: "extras, builds, arbitrary equality", text: "mlflow[extras]==3.1\ntorch==2.1.0+cu121\nx===1.0\n", requires: "mlflow[extras]==3.1\ntorch==2.1.0+cu121\nx==1.0\n"},
		{about: "markers", text: "one==1.0 ; sys_platform == 'win32'\ntwo==1.0 ; sys_platform == 'win32'\ntwo==2.0 ; sys_platform != 'win32'\n",
			requires: "one==1.0 ; sys_platform == 'win32'\ntwo==1.0 ; sys_platform == 'win32'\ntwo==2.0 ; sys_platform != 'win32'\n", held: "one==1.0\n"},
		{about: "two versions", text: "numpy==1.0\nnumpy==2.0\n", requires: "numpy==1.0\n", lacking: []string{"numpy (" + at + " has 1.0 and 2.0)"}},
		{about: "constraints beside it", text: "numpy==1.0\n-c constraints.txt\n", constraints: "zipp==3.0\n", requires: "numpy==1.0\n", held: "zipp==3.0\n"},
		{about: "constraints that are not there", text: "numpy==1.0\n-c constraints.txt\n", requires: "numpy==1.0\n", lacking: []string{"constraints.txt (it cannot be read"}},
		{about: "directories of another machine", text: "-e .\n./fork\nnumpy==1.0\n", requires: "numpy==1.0\n", held: "fork<0\n", lacking: []string{"a line that names no version", "fork ("}},
		{about: "conda", text: "numpy==1.0\n", conda: []repro.Package{{Name: "numpy", Version: "1.0", From: "c"}, {Name: "scipy", Version: "1.2", From: "c"}, {Name: "mkl", From: "c"}, {Name: "setuptools", Version: "1", From: "c"}},
			requires: "numpy==1.0\n", held: "scipy==1.2\n", conda2: []string{"scipy (c)", "mkl (c)"}, left: []string{"numpy as conda built it"}},
	} {
		w := NewTarget(Declared{}, repro.RecordedSoftware{Lists: []repro.RequirementList{{From: at, Text: c.text, Constraints: c.constraints}}, Conda: c.conda}, time.Time{})
		requirements, held := w.lines()
		if requirements != c.requires || strings.TrimPrefix(held, "\n") != c.held {
			t.Errorf("%s: asks for\n%swith\n%s", c.about, requirements, held)
		}
		contain(t, c.about+", lacking", w.Lacking, c.lacking)
		contain(t, c.about+", conda", w.Conda, c.conda2)
		contain(t, c.about+", left", w.Left, c.left)
	}
}

// TestRecordOutranks: what a record saw installed comes first, and what MLflow wrote down
// otherwise is named; what had an origin is asked of no index.
func TestRecordOutranks(t *testing.T) {
	t.Parallel()
	record := "reproduce/lineage.json of run 01234567"
	w := NewTarget(Declared{From: "uv.lock", Own: []string{"churn"}, Transitive: true, Requires: asks(t, "numpy").Requires, Pins: asks(t, "numpy==1.0").Requires}, repro.RecordedSoftware{
		Installed: []repro.Package{{Name: "numpy", Version: "2.0", From: record}, {Name: "joblib", Version: "1.4", From: record}, {Name: "fork", From: record}, {Name: "churn", From: record}, {Name: "pip", Version: "24", From: record}},
		Imported:  []repro.Package{{Name: "numpy", Version: "1.9", From: "MLmodel"}},
		Lists:     []repro.RequirementList{{From: "requirements.txt", Text: "fork==1.0\njoblib==1.4\n"}},
	}, time.Time{})
	requirements, held := w.lines()
	if requirements != "joblib==1.4\nnumpy==2.0\n" || held != "churn<0\nfork<0\n" || !w.Complete {
		t.Errorf("asks for\n%swith\n%s", requirements, held)
	}
	contain(t, "lacking", w.Lacking, []string{"fork (" + record})
	contain(t, "left", w.Left, []string{"numpy 1.9 of MLmodel, as " + record + " has 2.0", "numpy 1.0 of uv.lock, as the run recorded 2.0"})
}

// TestOwnNames: a project's own packages are known by every file that names them, and by
// the directories that a list installs.
func TestOwnNames(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"work/requirements.txt":     {Data: []byte("-e .\n./libs/one[x]\n-e libs/two\nnumpy==1.0\n")},
		"work/pyproject.toml":       {Data: []byte("[project]\nname = 'Churn_Model'\n")},
		"work/libs/one/setup.py":    {Data: []byte("setup(\n    name='one-lib',\n)\n")},
		"work/libs/two/setup.cfg":   {Data: []byte("[metadata]\nversion = 1\nname = two.lib\n")},
		"work/train/pyproject.toml": {Data: []byte("[tool.poetry]\nname = 'trainer'\n")},
		"sources/pyproject.toml":    {Data: []byte("[project]\nname='s'\ndependencies=['fork', 'shared', 'numpy']\n[tool.uv.sources]\nfork = { git = 'https://host.example.com/f' }\nshared = { workspace = true }\n[tool.poetry.dependencies]\nmany = [{ git = 'x', python = '<3.9' }, { version = '1' }]\n")},
	}
	d, err := ReadDeclared(files, "work/train")
	if err != nil || !slices.Equal(d.Own, []string{"churn-model", "one-lib", "trainer", "two-lib"}) {
		t.Errorf("own %q, %v", d.Own, err)
	}
	d, err = ReadDeclared(files, "sources")
	w := NewTarget(d, repro.RecordedSoftware{}, time.Time{})
	if requirements, held := w.lines(); err != nil || requirements != "numpy\n" || held != "fork<0\nmany<0\ns<0\nshared<0\n" {
		t.Errorf("asks for %q with %q, %v", requirements, held, err)
	}
}

// TestVerify: what is installed is what was asked for, and nothing that no index was to be
// asked for.
func TestVerify(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		about     string
		requires  []string
		pins      []string
		never     []string
		installed string // of tiny
		want      string
	}{
		{about: "the same", requires: []string{"tiny==1.0"}, installed: "1.0"},
		{about: "its other spelling", requires: []string{"tiny==1.0"}, installed: "1"},
		{about: "another", requires: []string{"tiny==1.0"}, installed: "2.0", want: `"2.0" is installed`},
		{about: "not there", requires: []string{"tiny==1.0"}, want: "is not installed"},
		{about: "a marker that does not hold", requires: []string{"tiny==1.0 ; sys_platform == 'win32'"}},
		{about: "one that does not hold, and another brought it along", requires: []string{"tiny==1.0 ; sys_platform == 'win32'"}, installed: "3.0", want: `"3.0" is installed`},
		{about: "one of two", pins: []string{"tiny==1.0 ; sys_platform == 'win32'", "tiny==2.0 ; sys_platform != 'win32'"}, installed: "2.0"},
		{about: "what no index was to be asked for", never: []string{"tiny"}, installed: "1.0", want: "which had to be asked for none"},
		{about: "a build", requires: []string{"tiny==1.0"}, installed: "1.0+cpu"},
	} {
		w := asks(t, c.requires...)
		w.Pins, w.Never = asks(t, c.pins...).Requires, c.never
		var installed []repro.Package
		if c.installed != "" {
			installed = []repro.Package{{Name: "tiny", Version: c.installed}}
		}
		builds, err := verify(w, nil, installed)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.about, err)
		}
		if (len(builds) > 0) != (c.about == "a build") {
			t.Errorf("%s: %q", c.about, builds)
		}
	}
}

// TestUploaded: a date is known of a package where all of its files have one that is early
// enough.
func TestUploaded(t *testing.T) {
	t.Parallel()
	early := uploaded([]byte(`[[packages]]
name = "dated"
wheels = [{ url = "x", upload-time = 2025-05-23T12:04:35Z }, { url = "y", upload-time = 2025-05-23T12:04:36.5Z }]
[[packages]]
name = "one-without"
wheels = [{ url = "x", upload-time = 2025-05-23T12:04:35Z }, { url = "y" }]
[[packages]]
name = "late"
sdist = { url = "x", upload-time = 2026-05-23T12:04:35Z }
[[packages]]
name = "none"
`), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	for name, want := range map[string]bool{"dated": true, "one-without": false, "late": false, "none": false, "other": false} {
		if early[name] != want {
			t.Errorf("%s: %v", name, early[name])
		}
	}
}
