package othercode

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// places are a clone and a checkout of it that hold the same files.
func places(t *testing.T, files ...string) (clone, checkout string) {
	t.Helper()
	home := t.TempDir()
	clone, checkout = filepath.Join(home, "churn"), t.TempDir()
	for _, file := range files {
		gittest.Write(t, clone, file, "1\n")
		gittest.Write(t, checkout, file, "1\n")
	}
	return clone, checkout
}

// TestClonePaths: code of the clone that is named, in whatever language and by whatever
// path, and neither data that is the commit's, environments nor other places.
func TestClonePaths(t *testing.T) {
	t.Parallel()
	clone, checkout := places(t, "train.py", "src/churn/a.py", "data/iris.csv", "conf.ini", "VERSION", "lib/Fit.pm", "train.pl", "train.awk", "train.R", "fit.jar", "common.mk")
	for _, file := range []string{".venv/bin/python", "venv2/pyvenv.cfg", "venv2/bin/fit", "scratch.pl", "build/libfit.so", "out/m.json", "node_modules/x/i.js"} {
		gittest.Write(t, clone, file, "1\n")
	}
	gittest.Write(t, clone, "conf.ini", "2\n")
	if err := os.Chmod(filepath.Join(clone, "venv2", "bin", "fit"), 0o755); err != nil {
		t.Fatal(err)
	}
	home := filepath.Dir(clone)
	link := filepath.Join(home, "alias")
	if err := os.Symlink(clone, link); err != nil {
		t.Fatal(err)
	}
	up, err := filepath.Rel(checkout, clone)
	if err != nil {
		t.Fatal(err)
	}
	c := CheckoutOf(checkout, checkout)
	for text, want := range map[string]string{
		"python train.py":                                 "",
		"cd CLONE && python train.py":                     ".",
		"cd ~/churn; python train.py":                     ".",
		"python $HOME/churn/train.py":                     "train.py",
		"PYTHONPATH=CLONE/src:/x python train.py":         "src",
		`python -c "exec(open('CLONE/train.py'))"`:        "train.py",
		"docker run -v CLONE:/app image":                  ".",
		"CLONE/.venv/bin/python train.py":                 "",
		"CLONE/venv2/bin/fit train.py":                    "",
		"python train.py --data CLONE/data/iris.csv":      "",
		"python train.py --data CLONE/data":               "",
		"python train.py --conf CLONE/conf.ini":           "conf.ini",
		"python train.py --out CLONE/out --cat CLONE/new": "",
		"cd CLONE2 && python /srvCLONE/x.py":              "",
		"ls HOME":                                         "",
		"perl CLONE/train.pl":                             "train.pl",
		"perl -ICLONE/lib train.pl":                       "lib",
		"perl CLONE/scratch.pl":                           "scratch.pl",
		"awk -f CLONE/train.awk data/iris.csv":            "train.awk",
		"Rscript CLONE/train.R; java -jar CLONE/fit.jar":  "fit.jar train.R",
		"java -cp CLONE/build:lib Fit":                    "build",
		"awk -f ~/../BASE/churn/train.awk":                "train.awk",
		"ROOT=UP sh run.sh":                               ".",
		"sh UP/train.awk":                                 "train.awk",
		"awk -f LINK/train.awk":                           "train.awk",
		"make ROOT=$ROOT":                                 ".",
		"awk -f ${ROOT:-.}/train.awk":                     "train.awk",
		"$$ROOT/train.R $(ROOT)/common.mk":                "common.mk train.R",
		"awk -f $OTHER/train.awk $PWD/train.awk":          "",
	} {
		text = strings.NewReplacer("CLONE", clone, "BASE", filepath.Base(home), "HOME/", "HOME/", "UP", up, "LINK", link).Replace(text)
		text = strings.ReplaceAll(text, "ls HOME", "ls "+home)
		environ := []string{"HOME=" + home, "ROOT=" + clone, "OTHER=/srv", "PWD=" + clone}
		if got := strings.Join(c.ClonePaths(text, environ, clone), " "); got != want {
			t.Errorf("%s: names %q, want %q", text, got, want)
		}
	}
	gittest.Write(t, checkout, "by_path.py", "sys.path.insert(0, '"+clone+"/src')\n")
	gittest.Write(t, checkout, "Makefile", "include $(ROOT)/common.mk\n")
	c = CheckoutOf(checkout, checkout)
	if got := strings.Join(c.ClonePaths("make", []string{"ROOT=" + clone}, clone), " "); got != "common.mk src" {
		t.Errorf("programs name %q, want common.mk and src", got)
	}
	c = CheckoutOf(checkout, filepath.Join(checkout, "data"))
	if got := strings.Join(c.ClonePaths("cd "+clone+"/src", nil, clone), " "); !strings.Contains(got, "src") {
		t.Errorf("from a directory of the repository: %q, want what lies beside it", got)
	}
}

// TestClonePaths_environment: what a variable puts on a language's search path, where
// it cannot be taken from the checkout.
func TestClonePaths_environment(t *testing.T) {
	t.Parallel()
	clone, checkout := places(t, "train.pl", "lib/Fit.pm", "bin/fit.sh", "data/a.csv")
	gittest.Write(t, checkout, "train.pl", `use lib $ENV{FIT}; print getenv("DATA");`+"\n")
	for _, file := range []string{"build/libfit.so", "local/lib/My.pm", "venv2/pyvenv.cfg", "venv2/lib/x.so", "node_modules/a/i.js", "out/a.csv"} {
		gittest.Write(t, clone, file, "1\n")
	}
	c := CheckoutOf(checkout, checkout)
	for entry, want := range map[string]string{
		"PERL5LIB=CLONE/lib":                 "", // of the checkout, as below
		"PERL5LIB=/usr/lib:CLONE/local":      "PERL5LIB=CLONE/local",
		"LD_LIBRARY_PATH=CLONE/build":        "LD_LIBRARY_PATH=CLONE/build",
		"LD_PRELOAD=CLONE/build/libfit.so":   "LD_PRELOAD=CLONE/build/libfit.so",
		"NODE_PATH=CLONE/node_modules":       "",
		"LD_LIBRARY_PATH=CLONE/venv2/lib":    "",
		"CLASSPATH=CLONE/out":                "",
		"FIT=CLONE/lib":                      "FIT=CLONE/lib",
		"DATA=CLONE/data":                    "",
		"WORKSPACE=CLONE":                    "",
		"PATH=CLONE/bin:/usr/bin":            "",
		"MLFLOW_TRACKING_URI=file:CLONE/lib": "",
	} {
		entry, want = strings.ReplaceAll(entry, "CLONE", clone), strings.ReplaceAll(want, "CLONE", clone)
		environ := Redirected([]string{entry}, "", clone, checkout)
		if got := strings.Join(c.ClonePaths("perl train.pl", environ, clone), " "); got != want {
			t.Errorf("%s: %q, want %q", entry, got, want)
		}
	}
	for entry, want := range map[string]string{
		"PERL5LIB=/x:CLONE/lib": "PERL5LIB=/x:CHECKOUT/lib",
		"RUBYLIB=CLONE/local":   "RUBYLIB=CLONE/local",
		"PATH=CLONE/bin:/x":     "PATH=CHECKOUT/bin:CLONE/bin:/x",
		"DATA=CLONE/data":       "DATA=CLONE/data",
	} {
		replace := strings.NewReplacer("CLONE", clone, "CHECKOUT", checkout).Replace
		if got := Redirected([]string{replace(entry)}, "", clone, checkout)[0]; got != replace(want) {
			t.Errorf("%s is %s, want %s", replace(entry), got, replace(want))
		}
	}
}
