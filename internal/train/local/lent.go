package local

import (
	"context"
	"io/fs"
	"maps"
	"math"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/train/absent"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/lend"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
)

// Files of the user's clone that git does not have and that a training is lent. They are
// inputs: nothing of them counts as what the training made.

// Lend is what the files that a plan names come to; nothing is copied. A path that cannot
// be lent is an error.
func (l *Project) Lend(ctx context.Context, plan repro.Plan) ([]lend.Loan, error) {
	if len(plan.With) == 0 {
		return nil, nil
	}
	pipeline, err := l.pipeline(ctx, plan.Code.Commit)
	if err != nil {
		return nil, err
	}
	whole, _, err := l.RepositoryFiles(ctx, plan.Code.Commit)
	if err != nil {
		return nil, err
	}
	files, err := l.Files(ctx, plan.Code.Commit)
	if err != nil {
		return nil, err
	}
	return l.lender(whole, files, plan, pipeline).Find(l.fromTop(plan.With))
}

// fromTop gives paths from the project as they are from the top of the clone.
func (l *Project) fromTop(names []string) []string {
	found := make([]string, len(names))
	for i, name := range names {
		found[i] = path.Join(l.Prefix, name)
	}
	return found
}

// codeEndings are those of files that run and are no text.
var codeEndings = strings.Fields(".so .pyd .dll .dylib .pth .pyc .whl .egg .jar .class")

// Why an output is not lent, and what a library keeps of earlier computations.
const (
	madeByTraining = "the training makes it, so an old one could be taken for new"
	notCommitted   = "it is code that git does not have; commit it, as the code is that of the commit"
	keptResults    = "a cache holds what an earlier training computed: leave it out, and this one computes it again. Name an input in it by its own path"
)

// lender says what of the user's clone may be lent to a training of a commit's files.
func (l *Project) lender(whole, files fs.FS, plan repro.Plan, pipeline *dvc.Project) lend.Source {
	made := absent.Outputs(files, plan, pipeline, plan.Command)
	return lend.Source{
		Dir: l.Repository.Dir,
		Tracked: func(file string) bool {
			info, err := fs.Stat(whole, file)
			return err == nil && !info.IsDir()
		},
		Within: l.within,
		Models: func(file string) bool { return filekind.MayBeModelOf(os.DirFS(l.Repository.Dir), file, l.within(file)) },
		Refuse: func(file string) string {
			within, ending := l.within(file), strings.ToLower(path.Ext(file))
			switch {
			case path.Base(path.Dir(file)) == ".dvc" && path.Base(file) == "config.local":
				return ""
			case l.skips(file) || l.isReports(file):
				return "a training makes such files itself, or shares them already"
			case path.Base(file) == ".cache":
				return keptResults
			case filekind.IsForeignFolder(path.Base(file)):
				return "it belongs to an environment or a tool: name its programs by their full path in the run command"
			case made(within), filekind.IsMade(pipeline, plan, within) && !filekind.IsDeclaredInput(pipeline, within):
				return madeByTraining
			case ending != "" && lineage.IsProgram(file), slices.Contains(codeEndings, ending), ending == "" && strings.HasPrefix(othercode.FirstLine(os.DirFS(l.Repository.Dir), file), "#!"):
				return notCommitted
			}
			return ""
		},
	}
}

// NotThere names, from the project, what git does not have and a training of the plan will not find;
// links are the ways to what links lead to, which are not lent.
func (l *Project) NotThere(ctx context.Context, plan repro.Plan) (names, links, tracking []string, err error) {
	whole, _, err := l.RepositoryFiles(ctx, plan.Code.Commit)
	if err != nil {
		return nil, nil, nil, err
	}
	if names, err = l.Repository.Untracked(ctx); err != nil {
		return nil, nil, nil, err
	}
	lent := l.fromTop(plan.With)
	names = slices.DeleteFunc(names, func(name string) bool {
		name = strings.TrimSuffix(name, "/")
		_, err := fs.Stat(whole, name)
		return err == nil || isShared(name) || l.isReports(name) || slices.Contains(lent, name)
	})
	pipeline, err := l.pipeline(ctx, plan.Code.Commit)
	if err != nil {
		return names, nil, nil, nil //nolint:nilerr // what DVC tracks is not known
	}
	files, err := l.Files(ctx, plan.Code.Commit)
	if err != nil {
		return nil, nil, nil, err
	}
	names, data := l.withoutData(names, pipeline, plan.Command)
	source := l.lender(whole, files, plan, pipeline)
	names, _ = withoutCode(l.mayLack(names, source, ""), source) // told where the training failed for want of it
	names, links = withoutLinks(names, source)
	names = slices.DeleteFunc(names, func(name string) bool { return source.Refuse(strings.TrimSuffix(name, "/")) != "" })
	for i, name := range names {
		if names[i] = l.within(name); strings.HasSuffix(name, "/") {
			names[i] += "/"
		}
	}
	return names, links, trackingOf(data), nil
}

// A missingData is data that only the clone has and a .dvc file tracks: dvc checkout is the
// way to it, and it is not lent.
type missingData struct{ name, tracking string }

// withoutData takes from names, by paths from the top, the data that DVC tracks. That which
// the command begins with getting is not missing.
func (l *Project) withoutData(names []string, pipeline *dvc.Project, command string) (others []string, data []missingData) {
	for _, name := range names {
		tracking := pipeline.TrackedBy(l.within(strings.TrimSuffix(name, "/")))
		switch {
		case tracking == "":
			others = append(others, name)
		case !dvc.Fetches(command, tracking):
			data = append(data, missingData{name, tracking})
		}
	}
	return others, data
}

// trackingOf are the .dvc files of data.
func trackingOf(data []missingData) []string {
	var files []string
	for _, one := range data {
		if !slices.Contains(files, one.tracking) {
			files = append(files, one.tracking)
		}
	}
	return files
}

// A lentFiles is what a place was lent.
type lentFiles struct {
	files   map[string]lend.File // by paths from the top
	digests []train.LentFile
}

// lend copies the plan's files into the place, where git does not see them.
func (l *Project) lend(ctx context.Context, p place, plan repro.Plan, pipeline *dvc.Project) (lent lentFiles, err error) {
	if len(plan.With) == 0 {
		return lent, nil
	}
	whole := os.DirFS(p.clone.Dir)
	source := l.lender(whole, p.root.FS(), plan, pipeline)
	inPlace := source.Tracked
	source.Tracked = func(file string) bool {
		_, away := p.absence.digests[file]
		return away || inPlace(file)
	}
	loans, err := source.Find(l.fromTop(plan.With))
	if err != nil {
		return lent, err
	}
	for i, loan := range loans {
		loans[i].Files = slices.DeleteFunc(loan.Files, func(file lend.File) bool { return slices.Contains(plan.Without, l.within(file.Path)) })
	}
	if err := p.clone.Ignore(l.fromTop(plan.With)); err != nil {
		return lent, err
	}
	if lent.digests, err = source.Copy(ctx, loans, p.clone.Dir); err != nil {
		return lent, err
	}
	lent.files = map[string]lend.File{}
	for _, loan := range loans {
		for _, file := range loan.Files {
			lent.files[file.Path] = file
			if file.Model {
				p.absence.models[file.Path] = true
				p.absence.weights[filestate.DigestOfWeights(whole, file.Path)] = true
			}
		}
	}
	for i := range lent.digests {
		lent.digests[i].Path, lent.digests[i].Loan = l.within(lent.digests[i].Path), l.within(lent.digests[i].Loan)
	}
	return lent, nil
}

// without are the stamps of files that were not lent, and of those that were.
func (t lentFiles) without(s filestate.Stamps, prefix string) (others, lent filestate.Stamps) {
	others, lent = maps.Clone(s), filestate.Stamps{}
	for file := range t.files {
		own := strings.TrimPrefix(file, prefix)
		if stamp, there := others[own]; there {
			lent[own] = stamp
			delete(others, own)
		}
	}
	return others, lent
}

// lentResults names what was lent, was read or may have been, and may hold what an earlier
// training made: the original's metrics by their names, or it is younger than the original
// and nobody asked to keep it. What this training read and wrote again an earlier one will
// have written as well.
func (l *Project) lentResults(seen *observe.Observation, p place, plan repro.Plan) []string {
	var read, updated []string
	if seen != nil {
		read = seen.ReadBelow(p.clone.Dir, filestate.RealPath(p.clone.Dir))
		updated = seen.Updated(p.clone.Dir, filestate.RealPath(p.clone.Dir))
	}
	var found []string
	for _, name := range slices.Sorted(maps.Keys(p.lent.files)) {
		file := p.lent.files[name]
		wasRead := seen != nil && (seen.Files[name].Read || slices.Contains(read, filepath.FromSlash(name)))
		unread := seen != nil && seen.Unwatched == "" && !wasRead
		again := slices.Contains(updated, filepath.FromSlash(name)) || wasRead && filekind.IsDatabase(name) && !p.stamps.Untouched(p.root.FS(), l.within(name))
		switch {
		case unread:
		case holdsMetrics(os.DirFS(l.Repository.Dir), name, plan.Original.Metrics):
			found = append(found, l.within(name))
		case !plan.Original.Started.IsZero() && file.Time.Before(plan.Original.Started.Add(-beforeOriginal)):
		case absent.Keeps(plan.Keep, l.within(name), name) != "":
		case again && !filekind.HoldsNoState(name):
			found = append(found, l.within(name))
		case file.Model || filekind.HoldsResult(os.DirFS(l.Repository.Dir), name), meanwhile(plan.Original, file.Time) && filekind.MayBeFitted(l.within(name), func(string) bool { return false }):
			found = append(found, l.within(name))
		}
	}
	return found
}

// holdsMetrics says whether a text file has all of a run's metrics, each by the last part
// of its name and its value. Numbers of few digits may stand anywhere; not with their names.
func holdsMetrics(files fs.FS, file string, metrics repro.Metrics) bool {
	info, err := fs.Stat(files, file)
	if err != nil || info.Size() > filestate.MaxNumbersFile {
		return false
	}
	data, err := doc.ReadFile(files, file)
	if err != nil {
		return false
	}
	var values []float64
	for _, metric := range metrics {
		if strings.HasPrefix(metric.Name, "system/") || math.IsNaN(metric.Value) || math.IsInf(metric.Value, 0) {
			continue
		}
		name := repro.LastPart(metric.Name)
		if !strings.Contains(string(data), name) {
			return false
		}
		values = append(values, metric.Value)
	}
	return len(values) > 0 && filestate.HoldsAll(string(data), values)
}
