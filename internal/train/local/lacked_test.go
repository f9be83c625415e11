package local

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/git/gittest"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
)

// TestLackedOf: what only the clone has and a shell, make or a program looks for, whatever it is.
func TestLackedOf(t *testing.T) {
	t.Parallel()
	pipeline, err := dvc.Read(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, entry, program, text, made string
		lists                            string // the directory that line 1 of the program lists
		want                             string
	}{
		{name: "a test of a shell", entry: "extra.csv", text: "if [ -f extra.csv ]; then x; fi", want: "extra.csv"},
		{name: "a test by its variable", entry: "extra.csv", text: "F=extra.csv\ntest -e $F && x", want: "extra.csv"},
		{name: "a test of a folder", entry: "more/", text: "[ -d more ] && x", want: "more"},
		{name: "make's wildcard", entry: "data/extra.csv", text: "\tpython train.py $(wildcard data/*.csv)", want: "data/extra.csv"},
		{name: "a shell's pattern", entry: "data/extra.csv", text: "python train.py data/*.csv", want: "data/extra.csv"},
		{name: "a loop over a pattern", entry: "extra.csv", text: "for f in *.csv; do x $f; done", want: "extra.csv"},
		{name: "a pattern of others", entry: "extra.csv", text: "python train.py data/*.csv"},
		{name: "removed by a pattern", entry: "extra.csv", text: "rm -f *.csv"},
		{name: "in a comment", entry: "extra.csv", text: "# python train.py *.csv"},
		{name: "made the same", entry: "cache.csv", text: "test -e cache.csv || x", made: "of the clone"},
		{name: "made otherwise", entry: "rows.csv", text: "test -e rows.csv || x", made: "another", want: "rows.csv"},
		{name: "a result, made otherwise", entry: "cache.csv", text: "test -e cache.csv || x", made: "another"},
		{name: "a report, made otherwise", entry: "report.html", text: "test -e report.html || x", made: "another"},
		{name: "a name put together", entry: "extra.csv", program: `glob.glob("ex" + "tra*")`, lists: ".", want: "extra.csv"},
		{name: "a pattern of Python", entry: "extra.csv", program: `glob.glob("*.csv")`, lists: ".", want: "extra.csv"},
		{name: "another pattern", entry: "extra.csv", program: `glob.glob("*.yaml")`, lists: ".", want: ""},
		{name: "no data", entry: "notes.md", program: `os.listdir(".")`, lists: ".", want: ""},
		{name: "an import that lists", entry: "extra.csv", program: "import helper", lists: ".", want: ""},
		{name: "settings of the clone's own", entry: "local_settings.py", program: "from local_settings import *", want: "code local_settings.py"},
		{name: "the same by a text", entry: "conf/local.py", program: `import_module("conf.local")`, want: "code conf/local.py"},
		{name: "from its folder", entry: "conf/local.py", program: "from app.conf import base, local", want: "code conf/local.py"},
		{name: "run by its name", entry: "local.py", program: `runpy.run_path("local.py")`, want: "code local.py"},
		{name: "a test of a shell for code", entry: "local.py", text: "[ -f local.py ] && python local.py", want: "code local.py"},
		{name: "code that is linted", entry: "src/scratch.py", text: "SOURCES = $(wildcard src/*.py)\nruff src/*.py", want: ""},
		{name: "a word of its name", entry: "test.py", program: `split(rows, "test")`, want: ""},
		{name: "another thing of its name", entry: "scratch/fit.py", program: "from net import fit", want: ""},
		{name: "plugins", entry: "plugins/ada.py", program: `glob.glob("plugins/*.py")`, lists: "plugins", want: "code plugins/ada.py"},
		{name: "code that nothing names", entry: "scratch.py", program: "import numpy", want: ""},
		{name: "a module that the commit has elsewhere", entry: "old/net.py", program: "import net", want: ""},
		{name: "a version", entry: "pkg/_version.py", program: "from ._version import v", want: ""},
		{name: "code that the command makes", entry: "gen.py", program: "import gen", made: "another", want: ""},
		{name: "a link", entry: "data", text: "[ -e data ] && x", want: "link"},
		{name: "a link that nothing asks for", entry: "data", want: ""},
		{name: "settings of a shell", entry: ".env", text: "[ -f .env ] && x"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			clone, top := t.TempDir(), filestate.RealPath(t.TempDir())
			switch {
			case strings.Contains(tt.want+tt.name, "link"):
				if err := os.Symlink(t.TempDir(), filepath.Join(clone, tt.entry)); err != nil {
					t.Skip(err)
				}
			case strings.HasSuffix(tt.entry, "/"):
				gittest.Write(t, clone, tt.entry+"rows.csv", "1")
			default:
				gittest.Write(t, clone, tt.entry, "of the clone")
			}
			if tt.made != "" {
				gittest.Write(t, top, tt.entry, tt.made)
			}
			gittest.Write(t, top, "train.py", tt.program+"\n")
			program := filepath.Join(top, "train.py")
			process := observe.Process{Hooked: true, Dir: top, Args: []string{"python", "train.py"}, Code: []observe.Access{{Path: program, At: 1}}}
			if tt.lists != "" {
				process.Listed = []observe.Asking{{Path: filepath.Join(top, tt.lists), Program: program, Line: 1, At: 2}}
			}
			l := &Project{Clone: &project.Clone{Repository: &git.Repository{Dir: clone}}}
			p := place{clone: &git.Clone{Dir: top}, missing: []string{tt.entry}, checkout: othercode.Checkout{Files: []string{"train.py", "net.py"}}}
			got := l.lackedOf(&observe.Observation{Processes: []observe.Process{process}}, p, l.lender(os.DirFS(top), os.DirFS(top), repro.Plan{}, pipeline), []string{tt.text})
			said := strings.Join(got.data, " ")
			if len(got.code) > 0 {
				said = "code " + strings.Join(got.code, " ")
			}
			if len(got.links) > 0 {
				said = "link"
			}
			if said != tt.want {
				t.Errorf("%+v, want %q", got, tt.want)
			}
		})
	}
}
