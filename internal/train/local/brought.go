package local

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/observe/system"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/absent"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// What was put into the checkout while the training ran, by something that is no program of
// the commit's: a shell that unpacks an archive can bring what an earlier training fitted.

// broughtIn lists files that the commit does not have, that its programs read and that
// nothing of the commit was seen to write before, by paths from the project. Data, and what a
// .dvc file tracks, are none. One that was written again after it was read had its first
// content from elsewhere all the same: a program that loads a model may save it.
func (l *Project) broughtIn(seen *observe.Observation, p place, plan repro.Plan, pipeline *dvc.Project) []string {
	if seen == nil {
		return nil
	}
	real := filestate.RealPath(p.clone.Dir)
	dirs := []string{p.clone.Dir, real}
	var found []string
	for _, state := range seen.ReadFirst(dirs...) {
		own, err := filepath.Rel(real, filestate.RealPath(state.Path))
		if err != nil || !filepath.IsLocal(own) {
			continue
		}
		own = filepath.ToSlash(own)
		name := l.within(own)
		_, lent := p.lent.files[own]
		_, away := p.absence.digests[own]
		info, there := stat(state.Path)
		if lent || away || !there || slices.Contains(p.checkout.Files, own) || name == mlflow.MetadataFile || absent.Keeps(plan.Keep, name, own) != "" ||
			slices.Contains(plan.Metrics.Files, name) || slices.Contains(filekind.ParamsFiles(plan), name) || filekind.IsDeclaredInput(pipeline, name) ||
			pipeline.TrackedBy(name) != "" || ofOthers(own) || filekind.IsDataFile(state.Path) && !filekind.IsPickle(state.Path) || !filekind.MayBeState(own) || p.holdsSame(state.Path) {
			continue
		}
		if (state.Rewrote || !seen.Natively(state.Path, system.At(filestate.ChangedAt(info)), dirs...)) && !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	slices.Sort(found)
	return found
}

// ofOthers says whether a file lies where tools keep what is theirs.
func ofOthers(own string) bool {
	for part := range strings.SplitSeq(path.Dir(own), "/") {
		if len(part) > 1 && strings.HasPrefix(part, ".") || slices.Contains([]string{"node_modules", "site-packages", "mlruns", "mlartifacts"}, part) || strings.HasSuffix(part, ".egg-info") {
			return true
		}
	}
	return false
}

// holdsSame says whether a file elsewhere is a copy of one of the commit's, which is no fit.
func (p place) holdsSame(file string) bool {
	digest := filestate.Digest{}
	for _, own := range p.checkout.Files {
		if path.Base(own) != filepath.Base(file) || filekind.MayBeFitted(own, func(string) bool { return false }) {
			continue
		}
		before, known := p.digests[own]
		if known && digest == (filestate.Digest{}) {
			digest = filestate.DigestOf(os.DirFS(filepath.Dir(file)), filepath.Base(file))
		}
		if known && digest == before {
			return true
		}
	}
	return false
}
