package lineage

import (
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestBearingOfMakefile: what the run command makes by a Makefile is read; a comment is
// idle, and another target's recipe is no part of the training.
func TestBearingOfMakefile(t *testing.T) {
	t.Parallel()
	const makefile = "# Train.\nEVERY = 5\nrun: data\n\tpython train.py $(EVERY)\ndata:\n\tpython data.py\nlint:\n\truff check\n"
	for _, c := range []struct {
		about, file, command, then, now string
		want                            repro.Bearing
	}{
		{"a comment", "Makefile", "make run", makefile, "# Train all.\n\n" + makefile[9:], repro.BearingIdle},
		{"another target", "Makefile", "make run", makefile, makefile + "\nclean:\n\trm -r out\n", repro.BearingSeldom},
		{"another target's recipe", "Makefile", "make run", makefile, makefile + "\truff format\n", repro.BearingSeldom},
		{"a variable", "Makefile", "make run", makefile, "# Train.\nEVERY = 4" + makefile[18:], repro.BearingRead},
		{"what the target needs", "Makefile", "make run", makefile, "# Train.\nEVERY = 5\nrun: data\n\tpython train.py $(EVERY)\ndata:\n\tpython data.py --all\nlint:\n\truff check\n", repro.BearingRead},
		{"a target that calls make again", "Makefile", "make run", "run:\n\t$(MAKE) train\ntrain:\n\tpython train.py\n", "run:\n\t$(MAKE) train\ntrain:\n\tpython train.py --fast\n", repro.BearingRead},
		{"another target that is called", "Makefile", "make lint", makefile, makefile + "\truff format\n", repro.BearingRead},
		{"a Makefile that nothing calls", "Makefile", "python train.py", makefile, makefile + "\truff format\n", repro.BearingTracked},
		{"a script that is called", "train.sh", "sh train.sh", "python train.py\n", "python train.py --fast\n", repro.BearingRead},
		{"a script's comment", "train.sh", "sh train.sh", "python train.py\n", "# fast\npython train.py\n", repro.BearingIdle},
		{"the shell that runs it", "train.sh", "./train.sh", "#!/bin/sh\npython train.py\n", "#!/bin/bash\npython train.py\n", repro.BearingRead},
		{"a comment in what it writes", "train.sh", "sh train.sh", "cat > a <<X\n# 1\nX\n", "cat > a <<X\n# 2\nX\n", repro.BearingRead},
	} {
		project := &dvc.Project{Stages: []dvc.Stage{{Name: "train", Deps: []dvc.Dependency{{Path: "train.py"}}}}}
		at := func(name, text string) tree {
			return tree{at: name, project: project, files: fstest.MapFS{c.file: {Data: []byte(text)}, "train.py": {Data: []byte("1\n")}}}
		}
		s := source{before: at("1", c.then), after: at("2", c.now), command: c.command}
		s.changed, _ = compareTrees(s.before, s.after, nil, nil)
		if len(s.changed) != 1 {
			t.Fatalf("%s: %d changes", c.about, len(s.changed))
		}
		s.imports = importsOf(s.after, paths(s.changed), []string{c.command})
		if input, _ := s.input(s.changed[0]); input.Bearing != c.want {
			t.Errorf("%s: %q (%s), want %q", c.about, input.Bearing, input.Note, c.want)
		}
	}
}
