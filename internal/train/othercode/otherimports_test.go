//go:build unix

package othercode

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git/gittest"
)

// TestOtherImports: a directory counts whose package is the commit's by name and
// not by content, where the checkout's is not found before it.
func TestOtherImports(t *testing.T) {
	t.Parallel()
	clone, top, away, copied := t.TempDir(), t.TempDir(), t.TempDir(), t.TempDir()
	for dir, text := range map[string]string{clone: "2\n", top: "1\n", away: "2\n", copied: "1\n"} {
		gittest.Write(t, dir, "src/churn/__init__.py", "")
		gittest.Write(t, dir, "src/churn/model.py", text)
	}
	theirs, other, same := filepath.Join(clone, "src"), filepath.Join(away, "src"), filepath.Join(copied, "src")
	for name, tt := range map[string]struct {
		editable, environ, text string
		want                    []string
	}{
		"nothing":                       {"", "", "python train.py", nil},
		"the clone, redirected":         {theirs, "", "python train.py", nil},
		"the command adds to it":        {theirs, "", "PYTHONPATH=.:$PYTHONPATH python train.py", nil},
		"the command sets it":           {theirs, "", "PYTHONPATH=. python train.py", []string{theirs}},
		"what was redirected is lost":   {theirs, filepath.Join(top, "src"), "PYTHONPATH=. python train.py", []string{theirs}},
		"another, the checkout's first": {other, filepath.Join(top, "src"), "python train.py", nil},
		"to where the package is":       {theirs, "", "PYTHONPATH=src python train.py", nil},
		"Python is told to ignore it":   {theirs, "", "python -E train.py", []string{theirs}},
		"in isolation":                  {theirs, "", "python3.12 -u -I train.py", []string{theirs}},
		"another checkout":              {other, "", "python train.py", []string{other}},
		"another, by the environment":   {"", other, "python train.py", []string{other}},
		"another, by the command":       {"", "", "PYTHONPATH=" + other + " python train.py", []string{other}},
		"a copy that is the commit's":   {same, "", "PYTHONPATH=. python train.py", nil},
		"an older build, first":         {"wheel 2", "", "PYTHONPATH=. python scripts/train.py", []string{"site-packages"}},
		"an older build, by make":       {"wheel 2", "", "export PYTHONPATH=.\ntrain:\n\tpython scripts/train.py", []string{"site-packages"}},
		"set to nothing":                {"wheel 2", "", "PYTHONPATH= python scripts/train.py", []string{"site-packages"}},
		"a full path of ours":           {"wheel 2", "", "PYTHONPATH=$PWD/src python train.py", nil},
		"a full path, quoted":           {"wheel 2", "", `PYTHONPATH="$(pwd)"/src python train.py`, nil},
		"after another directory":       {"wheel 2", "", "cd lib && PYTHONPATH=$PWD/src python train.py", []string{"site-packages"}},
		"after going home":              {"wheel 2", "", "cd; PYTHONPATH=$PWD/src python train.py", []string{"site-packages"}},
		"in single quotes":              {"wheel 2", "", "PYTHONPATH='$PWD/src' python train.py", []string{"site-packages"}},
		"the repository's":              {"wheel 2", "", "PYTHONPATH=$(git rev-parse --show-toplevel)/src python train.py", nil},
		"beside the script":             {"wheel 2", "", "sh run.sh\nexport PYTHONPATH=\"$(dirname \"$0\")/src\"\nexec python train.py", nil},
		"beside a script elsewhere":     {"wheel 2", "", "sh bin/run.sh\nexport PYTHONPATH=\"$(dirname \"$0\")/src\"\nexec python train.py", []string{"site-packages"}},
		"above a script elsewhere":      {"wheel 2", "", "sh bin/run.sh\nexport PYTHONPATH=\"$(dirname \"$0\")/../src\"\nexec python train.py", nil},
		"the full path of a script":     {"wheel 2", "", "bash run.sh\nexport PYTHONPATH=\"$(cd \"$(dirname \"${BASH_SOURCE[0]}\")\" >/dev/null 2>&1 && pwd)/src\"\npython train.py", nil},
		"bash's name in a shell":        {"wheel 2", "", "sh run.sh\nexport PYTHONPATH=\"$(dirname \"$BASH_SOURCE\")/src\"\npython train.py", []string{"site-packages"}},
		"cut from its path":             {"wheel 2", "", "bash ./run.sh\nexport PYTHONPATH=\"${BASH_SOURCE%/*}/src\"\npython train.py", nil},
		"cut from no path":              {"wheel 2", "", "bash run.sh\nexport PYTHONPATH=\"${BASH_SOURCE%/*}/src\"\npython train.py", []string{"site-packages"}},
		"read into the command":         {"wheel 2", "", ". ./run.sh && python train.py\nexport PYTHONPATH=\"$(dirname \"$0\")/src\"", []string{"site-packages"}},
		"changes to where it is":        {"wheel 2", "", "sh run.sh\ncd \"$(dirname \"$0\")\"\nPYTHONPATH=$PWD/src python train.py", nil},
		"make's directory":              {"wheel 2", "", "make train\nexport PYTHONPATH=$(CURDIR)/src\npython train.py", nil},
		"make asks a shell":             {"wheel 2", "", "make train\nexport PYTHONPATH=$(shell pwd)/src\npython train.py", nil},
		"make elsewhere":                {"wheel 2", "", "make -C lib train\nexport PYTHONPATH=$(CURDIR)/src\npython train.py", []string{"site-packages"}},
		"a shell's dollar in make":      {"wheel 2", "", "make train\n\tPYTHONPATH=$PWD/src python train.py", []string{"site-packages"}},
		"another for the second":        {"wheel 2", "", "PYTHONPATH=src python a.py; PYTHONPATH=lib python b.py", []string{"site-packages"}},
		"another for the first":         {"wheel 2", "", "PYTHONPATH=lib python a.py; PYTHONPATH=src python b.py", []string{"site-packages"}},
		"more for the second":           {"wheel 2", "", "PYTHONPATH=src python a.py; PYTHONPATH=lib:src python b.py", nil},
		"an installed one, and it told": {"wheel 2", "", "python scripts/train.py", nil},
		"one that is named twice":       {"", "", "PYTHONPATH=" + other + ":" + other + " python train.py", []string{other}},
		"a module of the second":        {"wheel 2", "", "PYTHONPATH=. python src/train.py; PYTHONPATH=. python -m churn", []string{"site-packages"}},
		"two programs beside it":        {"wheel 2", "", "PYTHONPATH=. python src/train.py; PYTHONPATH=. python src/score.py", nil},
		"sourced":                       {"wheel 2", "", "source run.sh && python train.py\nexport PYTHONPATH=\"$(dirname \"$0\")/src\"", []string{"site-packages"}},
		"beside one of two scripts":     {"wheel 2", "", "sh bin/run.sh; sh run.sh\nexport PYTHONPATH=\"$(dirname \"$0\")/src\"\npython train.py", []string{"site-packages"}},
		"in a stage of DVC":             {"wheel 2", "", "dvc repro\nPYTHONPATH=$PWD/src python train.py", []string{"site-packages"}},
		"set and ignored":               {"wheel 2", "", "PYTHONPATH=src python -E train.py", []string{"site-packages"}},
		"isolated from its program":     {"wheel 2", "", "python -I src/train.py", []string{"site-packages"}},
		"beside another program":        {"wheel 2", "", "PYTHONPATH=. python src/prepare.py; PYTHONPATH=. python train.py", []string{"site-packages"}},
		"the same build":                {"wheel 1", "", "PYTHONPATH=. python scripts/train.py", nil},
		"an older build, after ours":    {"wheel 2", "", "PYTHONPATH=src python scripts/train.py", nil},
		"beside the program":            {"wheel 2", "", "PYTHONPATH=. python src/train.py", nil},
		"what has no package of theirs": {filepath.Join(away, "lib"), "", "python train.py", nil},
	} {
		venv := t.TempDir()
		gittest.Write(t, venv, "lib/python3.12/site-packages/churn.pth", tt.editable+"\n")
		if text, wheel := strings.CutPrefix(tt.editable, "wheel "); wheel {
			gittest.Write(t, venv, "lib/python3.12/site-packages/churn.pth", "")
			gittest.Write(t, venv, "lib/python3.12/site-packages/churn/__init__.py", "")
			gittest.Write(t, venv, "lib/python3.12/site-packages/churn/model.py", text+"\n")
			if len(tt.want) > 0 {
				tt.want = []string{filepath.Join(venv, "lib/python3.12/site-packages")}
			}
		}
		got := CheckoutOf(top, top).OtherImports([]string{"VIRTUAL_ENV=" + venv, "PYTHONPATH=" + tt.environ}, "", tt.text, clone)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
