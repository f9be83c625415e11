package flow

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
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
	if decimal.SameValue(was, is) {
		return true
	}
	decimals := func(x float64) int {
		_, after, _ := strings.Cut(strconv.FormatFloat(x, 'f', -1, 64), ".")
		return len(after)
	}
	fewer := decimals(is)
	return fewer >= 2 && fewer < decimals(was) && strconv.FormatFloat(was, 'f', fewer, 64) == strconv.FormatFloat(is, 'f', -1, 64)
}

// putsBack finds the calls of git by which a file is got out of another commit.
var putsBack = regexp.MustCompile(`\bgit\b[^;&|\n]*\b(?:show|checkout|checkout-index|restore|reset|stash|archive|cat-file|switch|read-tree|worktree)\b`)

// stood gives what a file of the project held before the training: in the
// commit, in DVC's cache under the hash that the commit's lock or .dvc file has of
// it, and where the commit has the file, or the command has git fetch one from
// another commit, at the tips of branches and tags. Where it names the clone by
// its full path, the clone's own file counts too. A file that was nowhere near was
// made, however many branches have it.
func (l *Local) stood(ctx context.Context, change repro.Change, pipeline *dvc.Project, text string) func(file string) []earlier {
	return func(file string) []earlier {
		var found []earlier
		if strings.Contains(text, l.Repository.Dir) || strings.Contains(text, realPath(l.Repository.Dir)) {
			if data, err := doc.ReadFile(os.DirFS(l.Repository.Dir), path.Join(l.Prefix, file)); err == nil {
				found = append(found, earlier{"the clone", data})
			}
		}
		committed := len(found)
		if files, err := l.Files(ctx, change.Commit); err == nil {
			if data, err := doc.ReadFile(files, file); err == nil {
				found = append(found, earlier{"commit " + gitformat.Short(change.Base), data})
			}
		}
		if len(found) > committed || putsBack.MatchString(text) {
			versions, _ := l.Repository.Versions(ctx, path.Join(l.Prefix, file)) // without them fewer are known
			for _, version := range versions {
				found = append(found, earlier{version.Ref, version.Data})
			}
		}
		cache := l.cache()
		if hash, ok := pipeline.LockedHash(file); ok && cache != nil {
			if name, ok := hash.RemotePath(); ok {
				if data, err := doc.ReadFile(cache, name); err == nil {
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
		for _, commit := range []string{change.Commit, head} {
			if commit == "" || commit == head && len(found) == 0 {
				continue // a file that the commit does not have was made
			}
			if data, err := fs.ReadFile(h.Client.FS(ctx, commit), file); err == nil {
				found = append(found, earlier{"commit " + gitformat.Short(commit), data})
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
		return fmt.Sprintf("the numbers are those that stood there before (%s): an exact repeat leaves the same ones, and so does whatever puts the file back; log the run with mlflow.start_run, make the file a DVC stage's, or take the file out of git, so that only a training can make it", wording.List(c.stood))
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
