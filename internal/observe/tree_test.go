package observe

import (
	"fmt"
	"github.com/reproduce-action/reproduce/internal/observe/system"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const fitting = "import csv\ndef fit(p, rows):\n    w, b = 0.0, 0.0\n    for x, y in rows * int(p[\"epochs\"]):\n        error = w * x + b - y\n        w -= p[\"lr\"] * error * x\n        b -= p[\"lr\"] * error\n    return w, b\n"

// TestTree: programs of elsewhere, and the commit's file that they stand for.
func TestTree(t *testing.T) {
	t.Parallel()
	top, other := t.TempDir(), t.TempDir()
	commit := map[string]string{
		"algo.py": fitting, "src/pk/__init__.py": "", "src/pk/model.py": "def f(): return 1\n", "src/flat/net.py": "def g(): return 2\n", "lib.sh": "fit() { echo 1; }\n",
		"fit.c": "int fit;", "native/step.pyx": "x", "setup.py": "setup()", "run": "#!/bin/sh\n./fit\n", "data.csv": "1,2\n", "tests/utils.py": "x = 1\n", "job.R": "print(1)\n",
	}
	var files []string
	for name, text := range commit {
		writeFile(t, filepath.Join(top, filepath.FromSlash(name)), text)
		files = append(files, name)
	}
	older := strings.Replace(fitting, "error * x", "error * x * 0.5", 1)
	tree := TreeOf(top, "", files)
	for _, tt := range []struct {
		name, file, text string
		own              string
		want             Relation
	}{
		{"a module beside a script", "bin/algo.py", older, "algo.py", OtherContent},
		{"the same", "bin/algo.py", fitting, "algo.py", SameContent},
		{"a package's module, without src", "lib/pk/model.py", "def f(): return 2\n", "src/pk/model.py", OtherContent},
		{"a module of a directory without __init__", "lib/flat/net.py", "def g(): return 1\n", "src/flat/net.py", OtherContent},
		{"a package under another name", "site/mypkg/algo2.py", older, "algo.py", OtherContent},
		{"one file of two", "bin/trainer.py", "import yaml\n" + older + "print(fit({}, []))\nprint('a line that is new')\n", "algo.py", OtherContent},
		{"a module of that name in another package", "lib/other/model.py", "def h(): return 1\n", "", Unrelated},
		{"a helper of a name that the tests have", "lib/utils.py", "def now(): return 1\n", "", Unrelated},
		{"a setup of another project", "lib/setup.py", "setup(name='x')", "", Unrelated},
		{"a program that is nothing like it", "bin/notify.py", "import smtplib\nsmtplib.SMTP('localhost').quit()\n", "", Unrelated},
		{"a shell's library", "lib/lib.sh", "fit() { echo 2; }\n", "lib.sh", OtherContent},
		{"a script without an ending", "bin/run", "#!/bin/sh\nfit\n", "run", OtherContent},
		{"a script in R", "bin/job.R", "print(2)\n", "job.R", OtherContent},
		{"a library of C", "lib/libfit.so", "\x7fELF", "fit.c", OtherContent},
		{"with its version", "lib/libfit.so.1.2", "\x7fELF", "fit.c", OtherContent},
		{"a static one", "lib/libfit.a", "!<arch>", "fit.c", OtherContent},
		{"an extension module", "lib/step.cpython-312-x86_64-linux-gnu.so", "\x7fELF", "native/step.pyx", OtherContent},
		{"a program of C", "bin/fit", "\x7fELF", "fit.c", OtherContent},
		{"another library", "lib/libm.so.6", "\x7fELF", "", Unrelated},
		{"a module without its source", "site/pk/model.pyc", "pyc", "src/pk/model.py", OtherContent},
		{"another one", "site/other/model.pyc", "pyc", "", Unrelated},
		{"what is not there", "", "", "", Unrelated},
	} {
		file := filepath.Join(other, filepath.FromSlash(strings.ReplaceAll(tt.name, " ", "_")), filepath.FromSlash(tt.file))
		if tt.file != "" {
			writeFile(t, file, tt.text)
		}
		if own, is := tree.Of(file); own != tt.own || is != tt.want {
			t.Errorf("%s: %q, %d; want %q, %d", tt.name, own, is, tt.own, tt.want)
		}
	}
}

// TestTree_all: however much code a commit has, all of it is compared; what is not compared
// is told.
func TestTree_all(t *testing.T) {
	t.Parallel()
	top, other := t.TempDir(), t.TempDir()
	files := []string{"zz/net.py", "zz_algo.py", "zz.c"}
	for i := range 1200 {
		files = append(files, fmt.Sprintf("gen/g%d.py", i))
	}
	slices.Sort(files)
	writeFile(t, filepath.Join(top, "zz_algo.py"), fitting)
	writeFile(t, filepath.Join(top, "zz", "net.py"), "def f(): return 1\n")
	older := strings.Replace(fitting, "error * x", "error * x * 0.5", 1)
	for name, text := range map[string]string{"zz_algo.py": older, "zz/net.py": "def f(): return 2\n", "renamed.py": older, "libzz.so": "\x7fELF", "other.py": "import smtplib\n", "site-packages/other/zz_algo.py": older} {
		writeFile(t, filepath.Join(other, filepath.FromSlash(name)), text)
	}
	tree := TreeOf(top, "", files)
	for name, own := range map[string]string{"zz_algo.py": "zz_algo.py", "zz/net.py": "zz/net.py", "renamed.py": "zz_algo.py", "libzz.so": "zz.c", "other.py": ""} {
		if got, is := tree.Of(filepath.Join(other, filepath.FromSlash(name))); got != own || (is == OtherContent) != (own != "") || tree.Partial() {
			t.Errorf("%s: %q, %d, partial %v", name, got, is, tree.Partial())
		}
	}
	installed := Observation{Processes: []Process{{ID: 1, Packages: []Access{{filepath.Join(other, "site-packages", "other", "__init__.py"), 1}}}}}
	if got := installed.Answer(Question{Top: top, Files: files}).OtherCode; len(got) != 1 || filepath.Base(got[0]) != "zz_algo.py" {
		t.Errorf("installed under another name: %q", got)
	}

	tree = TreeOf(top, "", files)
	tree.unread = 10
	if _, is := tree.Of(filepath.Join(other, "renamed.py")); is != Unrelated || !tree.Partial() {
		t.Errorf("more code than is read: %d, partial %v", is, tree.Partial())
	}
	for name, own := range map[string]string{"zz_algo.py": "zz_algo.py", "large.py": ""} {
		file := filepath.Join(other, "large", name)
		writeFile(t, file, older)
		if err := os.Truncate(file, maxCode+1); err != nil {
			t.Fatal(err)
		}
		tree := TreeOf(top, "", files)
		if got, _ := tree.Of(file); got != own || tree.Partial() != (own == "") {
			t.Errorf("too large, %s: %q, partial %v", name, got, tree.Partial())
		}
		ran := Observation{Processes: []Process{{ID: 1, Code: []Access{{file, 1}}}}}
		found := ran.Answer(Question{Top: top, Files: files})
		if len(found.Code.Outside) != 1 || found.Code.Partial != (own == "") || (len(found.OtherCode) == 1) != (own != "") {
			t.Errorf("too large, %s: %+v, other code %q", name, found.Code, found.OtherCode)
		}
	}
}

// TestCodeSeen: whether the commit's code had a part, and what of elsewhere ran.
func TestCodeSeen(t *testing.T) {
	t.Parallel()
	const logs = "M 14 /v/site-packages/mlflow/__init__.py\n"
	for _, tt := range []struct {
		name, records    string
		metrics          bool
		made, part, ours bool
		outside          string
	}{
		{"the commit's program logs a run", train + reads + logs + "E 16 \n", false, true, true, false, ""},
		{"the commit's program writes the file", train + reads + wrote1, true, true, true, false, ""},
		{"a program of elsewhere logs it", "P 10 7 1 start 1 py 3.12 TOP python OTHER/fit.py\nC 11 OTHER/fit.py\n" + reads + logs + "E 16 \n", false, false, false, false, "fit.py"},
		{"a program of elsewhere writes the file", "P 10 7 1 start 1 py 3.12 TOP python OTHER/fit.py\nC 11 OTHER/fit.py\n" + reads + wrote1, true, false, false, false, "fit.py"},
		{"the commit's prepares, and one of elsewhere logs", train + "R 12 TOP/data/iris.csv\nE 13 \n--\nP 20 7 14 start 1 py 3.12 TOP python OTHER/fit.py\nC 21 OTHER/fit.py\n" + logs + "E 26 \n", false, false, true, false, "fit.py"},
		{"a copy with the commit's content logs it", "P 10 7 1 start 1 py 3.12 TOP python OTHER/same.py\nC 11 OTHER/same.py\n" + reads + logs + "E 16 \n", false, true, true, false, ""},
		{"an installed package with the commit's content", "P 10 7 1 start 1 py 3.12 TOP python /v/bin/churn\nM 11 OTHER/site-packages/churn/__init__.py\n" + reads + logs + "E 16 \n", false, true, true, false, ""},
		{"one that is no package of the commit", "P 10 7 1 start 1 py 3.12 TOP python /v/bin/ludwig\nM 11 OTHER/site-packages/ludwig/__init__.py\n" + reads + logs + "E 16 \n", false, false, false, false, ""},
		{"a tool runs a notebook", "P 10 7 1 start 1 py 3.12 TOP python /v/bin/papermill\nR 12 TOP/train.ipynb\nE 16 \n", false, false, true, false, ""},
		{"DVC looks at the code", "P 10 7 1 start 1 py 3.12 TOP python /v/bin/dvc repro\nR 12 TOP/train.py\nE 16 \n", false, false, false, false, ""},
		{"another language reads it", "P 10 7 1 start 1 py 3.12 TOP python /v/bin/dvc repro\nE 16 \n", true, false, false, true, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			top, other := t.TempDir(), t.TempDir()
			commit := []string{"train.py", "train.ipynb", "params.yaml", "data/iris.csv", "same.py", "fit.c", "churn/__init__.py", "churn/net.py"}
			for _, file := range append(commit, "metrics.json") {
				writeFile(t, filepath.Join(top, file), file)
			}
			for _, file := range []string{"same.py", "churn/__init__.py", "churn/net.py"} {
				writeFile(t, filepath.Join(other, file), file)
				writeFile(t, filepath.Join(other, "site-packages", file), file)
			}
			writeFile(t, filepath.Join(other, "fit.py"), "print(1)\n")
			o := Observation{Processes: recorded(t, top, strings.ReplaceAll(tt.records, "OTHER", other)), Files: map[string]system.File{}}
			if tt.ours {
				o.Files["fit.c"] = system.File{Read: true}
			}
			q := Question{Top: top, Files: commit, Params: []string{"params.yaml"}}
			if tt.metrics {
				q.Metrics = []string{"metrics.json"}
			}
			got := o.Answer(q).Code
			outside := strings.TrimPrefix(strings.Join(got.Outside, " "), other+"/")
			if got.Made != tt.made || got.Part != tt.part || outside != tt.outside || (len(got.Read) == 1) != tt.ours {
				t.Errorf("%+v", got)
			}
		})
	}
}
