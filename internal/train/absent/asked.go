package absent

import (
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Which files a program goes on without, where a training takes them away: it asks whether
// they are there.

// An Asked is a program and a file of the commit that it asks for, from the project.
type Asked struct{ Program, File string }

// Words are the note for a report before a training.
func (a Asked) Words() string {
	return fmt.Sprintf("%s asks whether %s is there, which is taken away before the training, as a training makes such files itself: where it begins from it, run with --keep %s", a.Program, a.File, wording.Quote(a.File))
}

// Bounds on what is looked through.
const (
	mostFiles    = 5000
	mostBytes    = 8 << 20
	mostPrograms = 1000
	mostAsked    = 5 // files of one program: a pattern has many
)

// emptying is one of a commit; ok is false where its pipeline cannot be read.
func emptying(top, whole fs.FS, prefix string, plan repro.Plan) (e Emptying, ok bool) {
	project, err := fs.Sub(whole, path.Clean("./"+prefix))
	if err != nil {
		return e, false
	}
	pipeline, err := dvc.Read(project)
	return Emptying{Top: top, Project: project, Plan: plan, Pipeline: pipeline, Command: plan.Command, Within: Within(prefix)}, err == nil
}

// Read names, from the project, those of some files of a commit that a training of the plan
// would be without and that hold what they held when the original read them, by SHA-256.
func Read(whole fs.FS, prefix string, plan repro.Plan, sums map[string]string) (names []string) {
	e, ok := emptying(whole, whole, prefix, plan)
	if !ok {
		return nil
	}
	for _, file := range slices.Sorted(maps.Keys(sums)) {
		if sum := filestate.DigestOf(whole, file); hex.EncodeToString(sum[:]) == sums[file] {
			e.Look(file)
		}
	}
	for _, file := range e.Away {
		names = append(names, e.Within(file))
	}
	return names
}

// AskedFor lists the files of a commit that a training of the plan would be without and that
// a program of it asks for. whole is the repository at the commit, prefix leads to the project.
// Of a large repository, and of what cannot be read, nothing is said.
func AskedFor(whole fs.FS, prefix string, plan repro.Plan) []Asked {
	e, ok := emptying(Unread{}, whole, prefix, plan)
	if !ok {
		return nil
	}
	var programs []string
	files := 0
	err := fs.WalkDir(whole, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if files++; files > mostFiles {
			return fs.ErrInvalid
		}
		e.Look(file)
		if (lineage.IsProgram(file) || path.Base(file) == "Makefile" || path.Base(file) == "dvc.yaml") && len(programs) < mostPrograms {
			programs = append(programs, file)
		}
		return nil
	})
	if err != nil || len(e.Away) == 0 {
		return nil
	}
	var found []Asked
	told, left := map[string]bool{}, mostBytes
	for _, program := range programs {
		text, err := fs.ReadFile(whole, program)
		if left -= len(text); err != nil || left < 0 {
			continue
		}
		asked := 0
		for _, file := range e.Away {
			if own := e.Within(file); !told[file] && asked < mostAsked && Asks(string(text), own) {
				told[file] = true
				asked++
				found = append(found, Asked{e.Within(program), own})
			}
		}
	}
	return found
}
