//go:build nodesk

package lineage

import (
	"io/fs"

	"github.com/reproduce-action/reproduce/internal/dvc"
)

// DataInGit names nothing: the container has no git, and so no commit to look into.
func DataInGit(fs.FS, *dvc.Project, string) []string { return nil }
