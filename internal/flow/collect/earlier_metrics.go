package collect

import (
	"slices"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/train"
)

// Numbers that stood in a metrics file before the training: git, DVC, a
// formatter or a copy can put them there again, and nothing was computed. It is
// the numbers that are compared, not the bytes.

// stoodAs says where all these numbers of a metrics file stood before; "" where
// one of them is new.
func stoodAs(file metricsFile, names []string) string {
	for _, before := range file.before {
		then, err := dvc.ParseMetrics(file.path, before.Data)
		if err != nil || len(names) == 0 {
			continue
		}
		if !slices.ContainsFunc(names, func(name string) bool {
			was, stood := then.Metrics.Get(name)
			is, there := file.content.Metrics.Get(name)
			return !stood || !there || !decimal.SameWritten(was, is)
		}) {
			return before.Where
		}
	}
	return ""
}

// vouched says whether each file is, byte for byte, what the stage that makes it
// left, by the lock as it stands after the training. Where a file comes as an
// artifact the lock does not come with it, and DVC's log has to do.
func vouched(training train.Training, files []string) bool {
	if training.Upload != nil || training.Files == nil || len(files) == 0 {
		return true
	}
	project, err := dvc.Read(training.Files)
	return err == nil && !slices.ContainsFunc(files, func(file string) bool { return !project.Vouches(file) })
}
