package local

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/absent"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// younger lists files, from the project, that a training read before it had written them and
// that the original may have been without: lent ones that were written on the day before it began
// or later, as a program may fit first and log then, and ones of the trained commit that the
// original's has not, or otherwise. They are data that were fetched since, or what a training
// left, whatever they are called. Programs, params, settings of a shell, declared inputs, what
// somebody asked to keep and the files of a folder that was listed are none. Where nothing was
// observed, all that is lent may have been read. later are the lent ones that were written after
// the original had begun.
func (l *Project) younger(seen *observe.Observation, p place, plan repro.Plan, pipeline *dvc.Project, text string, since sinceOriginal) (found, later []string) {
	read, listed := map[string]bool{}, map[string]bool{}
	if seen != nil {
		read, _ = p.readBefore(seen, text)
		listed = seen.ListedIn(p.clone.Dir, filestate.RealPath(p.clone.Dir))
	} else {
		for file := range p.lent.files {
			read[file] = true
		}
	}
	for _, file := range slices.Sorted(maps.Keys(read)) {
		name := l.within(file)
		loan, lent := p.lent.files[file]
		switch {
		case !read[file] || !lent && !since.changed(file) || lent && loan.Time.Before(plan.Original.Started.Add(-beforeOriginal)):
		case name == mlflow.MetadataFile, name == plan.Original.From, lineage.IsProgram(file), strings.HasPrefix(path.Base(file), ".env"):
		case partOfDataset(listed, file):
		case absent.Keeps(plan.Keep, name, file) != "", filekind.IsDeclared(pipeline, name):
		case slices.Contains(filekind.ParamsFiles(plan), name), slices.Contains(plan.Metrics.Files, name):
		default:
			found = append(found, name)
			if lent && !plan.Original.Started.IsZero() && loan.Time.After(plan.Original.Started) {
				later = append(later, name)
			}
		}
	}
	return found, later
}

// partOfDataset says whether a file is of a folder that was listed, or of one in it: the others
// alone are other data.
func partOfDataset(listed map[string]bool, file string) bool {
	return listed[path.Dir(file)] || listed[path.Dir(path.Dir(file))]
}
