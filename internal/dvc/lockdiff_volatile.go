package dvc

import (
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// volatileInput judges an input that names the run that made it.
func (c *comparison) volatileInput(file string, was, is Hash) {
	switch same, known := c.sameBut(file, was, is); {
	case !known:
		c.change.Ignored = append(c.change.Ignored, file+": it names the run, and so always differs")
	case !same:
		c.change.Upstream = append(c.change.Upstream, file)
	}
}

// volatileKeys are keys of documents that name a run, a time or a place.
var volatileKeys = []string{"run_id", "runid", "run_uuid", "run", "run_name", "experiment_id", "model_id", "model_uuid", "model_uri", "artifact_uri", "uri", "url",
	"version", "model_version", "timestamp", "time", "date", "created", "created_at", "trained_at", "duration", "training_time", "hostname", "host", "user", "git_commit", "commit", "path"}

// volatile says whether an output is of the kind that names its run.
func volatile(file string) bool {
	base := strings.ToLower(path.Base(file))
	return strings.Contains(base, "metadata") || strings.Contains(base, "run_id") || strings.Contains(base, "run_info") || base == "mlmodel"
}

// sameBut compares two documents without what names the run. known is false
// where one of them cannot be read.
func (c *comparison) sameBut(file string, was, is Hash) (same, known bool) {
	a, err := c.before.document(file, was)
	if err != nil {
		return false, false
	}
	b, err := c.after.document(file, is)
	if err != nil || a.Kind != doc.Map || b.Kind != doc.Map {
		return false, false
	}
	x, y := steady(a), steady(b)
	for _, key := range sortedUnion(x, y) {
		if !equal(x[key], y[key]) {
			return false, true
		}
	}
	return true, len(x)+len(y) > 0
}

// document reads what a stage made: from the tree, or where git does not have
// it from DVC's cache.
func (r LockedRun) document(file string, hash Hash) (*doc.Node, error) {
	root, err := read(r.Project.files, file)
	if err == nil {
		return root, nil
	}
	data, ok := cached(r.Cache, hash, maxCached)
	if !ok {
		return nil, err
	}
	return doc.Read(doc.FormatOf(file), data, maxCached)
}

// steady gives the values of a document by dotted key, volatile ones left out.
func steady(root *doc.Node) map[string]*doc.Node {
	values := map[string]*doc.Node{}
	root.Each(func(key []string, value *doc.Node) {
		for _, part := range key {
			if slices.Contains(volatileKeys, strings.ToLower(part)) {
				return
			}
		}
		values[strings.Join(key, ".")] = value
	})
	return values
}

// Ignored says whether an output is among those that are not to be compared: by
// a glob of its path, or as a file of a directory that is.
func Ignored(globs []string, file string) bool {
	return slices.ContainsFunc(globs, func(glob string) bool {
		glob = strings.TrimSuffix(strings.TrimPrefix(glob, "./"), "/")
		return wording.MatchGlob(glob, file) || !strings.Contains(glob, "*") && within(file, glob)
	})
}

// IdleGlobs gives the globs that name no output of the pipeline.
func (p *Project) IdleGlobs(globs []string) []string {
	var idle []string
	for _, glob := range globs {
		used := slices.ContainsFunc(p.Stages, func(stage Stage) bool {
			return slices.ContainsFunc(stage.Outs, func(out Output) bool { return Ignored([]string{glob}, out.Path) })
		})
		if !used {
			idle = append(idle, glob)
		}
	}
	return idle
}
