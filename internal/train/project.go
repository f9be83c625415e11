package train

import (
	"context"
	"io/fs"
	"path"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A Project is the code that trained the original, and a place where it can
// train again: a clone on this machine, or a repository on GitHub.
type Project interface {
	// Code picks the commit to train: the one the original recorded, the head,
	// or a ref. recorded may be empty. The strings are warnings for the report.
	Code(ctx context.Context, asked, recorded string) (repro.CodeRef, []string, error)

	// Files gives the files of a commit, read only.
	Files(ctx context.Context, commit string) (fs.FS, error)

	// RepositoryFiles gives all files of the repository at a commit, read only, and the
	// directory of the project among them: "" is the top. A training reads what
	// lies beside its project as well.
	RepositoryFiles(ctx context.Context, commit string) (files fs.FS, prefix string, err error)

	// Branch is where a reproduction of the version is written when nobody
	// named a branch.
	Branch(version repro.ModelVersion) string

	// Apply puts the plan's files on its branch. It is idempotent: the same plan
	// gives the same commit.
	Apply(ctx context.Context, plan repro.Plan) (repro.Change, error)

	// Train trains on the change and tells what the training left behind.
	// An error means that it could not be started or watched; a training that
	// ended badly is a Training with that status.
	Train(ctx context.Context, plan repro.Plan, change repro.Change) (Training, error)
}

// Here is a Project that trains on this machine, beside its user's clone. The program for
// a container has none, and is linked without what such a place needs.
type Here interface {
	Project

	// Origin and Place are directories by all the paths that name them: in which the
	// original may have been trained, and in which the training runs.
	Origin() []string
	Place() []string
}

// Dispatched is a Project whose trainings run elsewhere, on a branch that is made for them.
type Dispatched interface {
	Project

	// LeftOut names the files of the plan's commit that the branch is not to hold, and what
	// the report should say of that.
	LeftOut(ctx context.Context, plan repro.Plan) (names, warnings []string, err error)
}

// FromTop gives edits of files that are named from the project, named from the top of its
// repository.
func FromTop(prefix string, edits []repro.FileEdit) []repro.FileEdit {
	files := make([]repro.FileEdit, len(edits))
	for i, edit := range edits {
		edit.Path = path.Join(prefix, edit.Path)
		files[i] = edit
	}
	return files
}

// Title is what to call an original: its version, else its run.
func Title(version repro.ModelVersion, run repro.Run) string {
	switch {
	case version.Name != "":
		return version.Label()
	case run.ID != "":
		return "run " + gitformat.Short(run.ID)
	default:
		return "the run in " + run.From
	}
}
