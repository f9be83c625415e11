package dvc_test

import (
	"reflect"
	"testing"

	"github.com/reproduce-action/reproduce/internal/dvc"
)

func TestFindRepro(t *testing.T) {
	t.Parallel()
	files := tree(
		"Makefile", `DVC ?= dvc
.PHONY: run
run: data
	$(DVC) repro --force
data:
	@dvc -q repro prep
plain: ; ${DVC} repro
other:
	dvc repro \
	  --pull
tested: run
`,
		"sub/Makefile", "all:\n\tdvc repro\n",
		"run.sh", "#!/bin/sh\n# dvc repro\nset -e\nuv run dvc exp run -f -S lr=1 && echo done\n",
	)
	type call struct {
		file                    string
		force, dry, pull, quiet bool
		targets                 []string
	}
	for _, test := range []struct {
		command string
		want    []call
	}{
		{"dvc repro", []call{{}}},
		{"dvc repro --force", []call{{force: true}}},
		{"dvc repro -f train", []call{{force: true, targets: []string{"train"}}}},
		{"dvc repro -sf train", []call{{force: true, targets: []string{"train"}}}},
		{"dvc repro --no-run-cache", []call{{}}},
		{"dvc repro -fq; dvc repro --quiet", []call{{force: true, quiet: true}, {quiet: true}}},
		{"dvc repro --force-downstream", []call{{}}},
		{"dvc repro --dry --pull", []call{{dry: true, pull: true}}},
		{"/opt/venv/bin/dvc -v repro -f", []call{{force: true}}},
		{"dvc --cd sub repro", []call{{}}},
		{"python -m dvc repro", []call{{}}},
		{"docker run -e X=1 img sh -c 'dvc repro'", []call{{}}},
		{"dvc pull; dvc repro -f && dvc repro eval", []call{{force: true}, {targets: []string{"eval"}}}},
		{"X=$(dvc repro)", []call{{}}},
		{"dvc pull", nil},
		{"dvc status; repro", nil},
		{"python train.py", nil},
		{"make run", []call{{file: "Makefile", force: true}, {file: "Makefile", quiet: true, targets: []string{"prep"}}}},
		{"make", []call{{file: "Makefile", force: true}, {file: "Makefile", quiet: true, targets: []string{"prep"}}}},
		{"make tested VERBOSE=1", []call{{file: "Makefile", force: true}, {file: "Makefile", quiet: true, targets: []string{"prep"}}}},
		{"make plain", []call{{file: "Makefile"}}},
		{"X=1 make -j 2 other", []call{{file: "Makefile", pull: true}}},
		{"make -C sub", []call{{file: "sub/Makefile"}}},
		{"make -f sub/Makefile all", []call{{file: "sub/Makefile"}}},
		{"./run.sh", []call{{file: "run.sh", force: true, targets: []string{"lr=1"}}}},
		{"bash -e run.sh", []call{{file: "run.sh", force: true, targets: []string{"lr=1"}}}},
		{"sh ../../etc/passwd", nil},
		{"", nil},
	} {
		var got []call
		for _, one := range dvc.FindRepro(files, test.command) {
			if one.Line == "" {
				t.Errorf("%q: a call without its line", test.command)
			}
			got = append(got, call{one.File, one.Force, one.Dry, one.Pull, one.Quiet, one.Targets})
		}
		if !reflect.DeepEqual(got, test.want) {
			t.Errorf("FindRepro(%q) = %+v, want %+v", test.command, got, test.want)
		}
	}
}
