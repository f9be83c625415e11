package flow

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Numbers that stood in a metrics file before the training: git, DVC, a
// formatter or a copy can put them there again, and nothing was computed. It is
// the numbers that are compared, not the bytes.

// An earlier is what a file held before the training, and where.
type earlier struct {
	where string // "commit 1234567", "main", "DVC's cache"
	data  []byte
}

// stoodAs says where all these numbers of a metrics file stood before; "" where
// one of them is new.
func stoodAs(file metricsFile, names []string) string {
	for _, before := range file.before {
		then, err := dvc.ParseMetrics(file.path, before.data)
		if err != nil || len(names) == 0 {
			continue
		}
		if !slices.ContainsFunc(names, func(name string) bool {
			was, stood := then.Metrics.Get(name)
			is, there := file.content.Metrics.Get(name)
			return !stood || !there || !sameNumber(was, is)
		}) {
			return before.where
		}
	}
	return ""
}

// sameNumber says whether a number is another one, perhaps written with fewer
// digits. Two decimals are the least that tell anything.
func sameNumber(was, is float64) bool {
	if repro.SameValue(was, is) {
		return true
	}
	decimals := func(x float64) int {
		_, after, _ := strings.Cut(strconv.FormatFloat(x, 'f', -1, 64), ".")
		return len(after)
	}
	fewer := decimals(is)
	return fewer >= 2 && fewer < decimals(was) && strconv.FormatFloat(was, 'f', fewer, 64) == strconv.FormatFloat(is, 'f', -1, 64)
}

// stood gives what a file of the project held before the training: in the
// commit, at the tips of branches and tags, and in DVC's cache under the hash
// that the commit's lock or .dvc file has of it.
func (l *Local) stood(ctx context.Context, change repro.Change, pipeline *dvc.Project) func(file string) []earlier {
	return func(file string) []earlier {
		var found []earlier
		if files, err := l.Files(ctx, change.Commit); err == nil {
			if data, err := readFile(files, file); err == nil {
				found = append(found, earlier{"commit " + short(change.Base), data})
			}
		}
		versions, _ := l.Repository.Versions(ctx, path.Join(l.Prefix, file)) // without them fewer are known
		for _, version := range versions {
			found = append(found, earlier{version.Ref, version.Data})
		}
		cache := l.cache()
		if hash, ok := pipeline.LockedHash(file); ok && cache != nil {
			if name, ok := hash.RemotePath(); ok {
				if data, err := readFile(cache, name); err == nil {
					found = append(found, earlier{"DVC's cache", data})
				}
			}
		}
		return found
	}
}

// stood is the same on GitHub: the commit's file and the default branch's.
func (h *Hosted) stood(ctx context.Context, change repro.Change) func(file string) []earlier {
	return func(file string) []earlier {
		var found []earlier
		head, err := h.Client.Resolve(ctx, "head")
		if err != nil {
			head = ""
		}
		for where, commit := range map[string]string{"commit " + short(change.Base): change.Commit, "the default branch": head} {
			if commit == "" {
				continue
			}
			if data, err := fs.ReadFile(h.Client.FS(ctx, commit), file); err == nil {
				found = append(found, earlier{where, data})
			}
		}
		return found
	}
}

// computed is the evidence against numbers of a file of which nothing shows that
// this training computed them.
func computed(training Training, arrival repro.Gate, c collected) []repro.Gate {
	why := unproven(training, arrival, c)
	if c.run.From == "" || why == "" {
		return nil
	}
	return []repro.Gate{{Name: "numbers computed", State: repro.GateFailed, Reason: repro.NotProven, Text: "nothing shows that this training computed the metrics: " + why}}
}

// unproven says why a metrics file alone is no proof that this training computed
// what is in it; "" where something else shows that a training ran.
func unproven(training Training, arrival repro.Gate, c collected) string {
	if arrival.State == repro.GatePassed {
		return ""
	}
	ran := slices.ContainsFunc(training.Stages, dvc.Log{Executed: training.Execution.Executed}.Ran)
	switch {
	case len(c.stood) > 0 && (!ran || !c.vouched):
		return fmt.Sprintf("the numbers are those that stood there before (%s): an exact repeat leaves the same ones, and so does whatever puts the file back; a training that logs with mlflow.start_run shows which it was, or a DVC stage, or a metrics file that git does not have", listed(c.stood))
	case training.Trouble != "" && !ran:
		return fmt.Sprintf("the output tells of a failure, though the command ended well (%s), and %s is the only witness; let the command end badly with its training (set -o pipefail), or log with mlflow.start_run", training.Trouble, c.run.From)
	}
	return ""
}

// vouched says whether each file is, byte for byte, what the stage that makes it
// left, by the lock as it stands after the training. Where a file comes as an
// artifact the lock does not come with it, and DVC's log has to do.
func vouched(training Training, files []string) bool {
	if training.Upload != nil || training.Files == nil || len(files) == 0 {
		return true
	}
	project, err := dvc.Read(training.Files)
	return err == nil && !slices.ContainsFunc(files, func(file string) bool { return !project.Vouches(file) })
}
