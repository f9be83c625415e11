package local

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/absent"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// fittedBefore lists files of the commit, and lent ones, that a training read before it had
// written them and that may be what an earlier one fitted. Declared inputs, and what
// somebody asked to keep, are none. text is the command and what it calls. few are small
// files that may hold a fit's few numbers, whose names say nothing; fits are the texts among
// them, those that were added since the original's commit or lent where nothing tells when the
// original ran, and programs that ran with such numbers.
func (l *Project) fittedBefore(seen *observe.Observation, p place, plan repro.Plan, pipeline *dvc.Project, text string, added func(file string) bool) (found, few, fits []string) {
	if seen == nil {
		return nil, nil, nil
	}
	read, ran := p.readBefore(seen, text)
	wrote := map[string]bool{}
	for _, process := range seen.Processes {
		for _, access := range process.Writes {
			wrote[path.Dir(p.own(access.Path))] = true
		}
	}
	for file, event := range seen.Files {
		wrote[path.Dir(file)] = wrote[path.Dir(file)] || event.Written
	}
	top := os.DirFS(p.clone.Dir)
	for _, file := range slices.Sorted(maps.Keys(read)) {
		name := l.within(file)
		loan, lent := p.lent.files[file]
		if !read[file] || !lent && !slices.Contains(p.checkout.Files, file) || name == mlflow.MetadataFile || name == plan.Original.From || absent.Keeps(plan.Keep, name, file) != "" ||
			slices.Contains(filekind.ParamsFiles(plan), name) || slices.Contains(plan.Metrics.Files, name) || filekind.IsDeclared(pipeline, name) && !slices.Contains(ran, file) {
			continue
		}
		if lent && meanwhile(plan.Original, loan.Time) && !filekind.HoldsNoState(file) && !credentials(top, file) { // whatever it is called
			found = append(found, name)
		} else if filekind.MayBeFitted(name, func(dir string) bool { return wrote[path.Join(l.Prefix, dir)] }) {
			found = append(found, name)
		} else if filekind.IsArchive(name) {
			if slices.ContainsFunc(filekind.Unpack(top, file), func(member filekind.Packed) bool { return member.Fit }) {
				found = append(found, name)
			}
		} else if info, err := fs.Stat(top, file); err != nil || info.Size() > filekind.MostOfAProgram {
			continue
		} else if data, err := doc.ReadFile(top, file); err == nil {
			number := filekind.FewNumbers(name, data)
			later := (number || filekind.IsSmallDatabase(name, len(data))) && (lent && plan.Original.Started.IsZero() || !lent && added(file))
			if number || later {
				few = append(few, name)
			}
			if number && filekind.IsFitText(name) || later || filekind.FitInCode(name, data) {
				fits = append(fits, name)
			}
		}
	}
	return found, few, fits
}

// credentials says whether a file is settings of a shell without a number of a fit: .env.
func credentials(top fs.FS, file string) bool {
	if !strings.HasPrefix(path.Base(file), ".env") {
		return false
	}
	data, err := doc.ReadFile(top, file)
	return err == nil && !filekind.FewNumbers(".env", data)
}

// readBefore are the files of a place, by paths from its top, that a training read before it had
// written them, and ran, with the programs among them. text is the command and what it calls:
// git reads what it likes.
func (p place) readBefore(seen *observe.Observation, text string) (read map[string]bool, ran []string) {
	dirs := []string{p.clone.Dir, filestate.RealPath(p.clone.Dir)}
	read = map[string]bool{}
	for _, state := range seen.ReadFirst(dirs...) {
		read[p.own(state.Path)] = true
	}
	python := map[string]bool{} // read by one, which may be a tool
	for _, process := range seen.Processes {
		for _, access := range process.Reads {
			python[p.own(access.Path)] = true
		}
	}
	ran = seen.CodeIn(dirs...)
	for _, file := range ran {
		read[file] = true
	}
	chance := looksWithGit.MatchString(text)
	for file, event := range seen.Files {
		read[file] = read[file] || event.Read && !python[file] && !chance
	}
	return read, ran
}

// keptLoans are lent files that a training read and that somebody asked to keep, and that may
// hold a model.
func (l *Project) keptLoans(seen *observe.Observation, p place, plan repro.Plan) (kept []string) {
	if seen == nil {
		return nil
	}
	read := map[string]bool{}
	for _, state := range seen.ReadFirst(p.clone.Dir, filestate.RealPath(p.clone.Dir)) {
		read[p.own(state.Path)] = true
	}
	for _, file := range slices.Sorted(maps.Keys(p.lent.files)) {
		name := l.within(file)
		if (read[file] || seen.Files[file].Read) && absent.Keeps(plan.Keep, name, file) != "" && filekind.HoldsResult(os.DirFS(p.clone.Dir), file) {
			kept = append(kept, name)
		}
	}
	return kept
}

// own is a file's path from the top of a place; "" for one of elsewhere.
func (p place) own(file string) string {
	for _, dir := range []string{p.clone.Dir, filestate.RealPath(p.clone.Dir)} {
		if name, err := filepath.Rel(dir, file); err == nil && filepath.IsLocal(name) {
			return filepath.ToSlash(name)
		}
	}
	return ""
}
