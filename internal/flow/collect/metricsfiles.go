package collect

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file reads the metrics files that a training left or uploaded: all that
// were named, or that dvc.yaml declares. Whose each metric is, metricsindex.go says.

// A metricsFile is a metrics file after the training.
type metricsFile struct {
	path     string
	content  dvc.MetricsContent
	wrote    bool                   // this training wrote it
	restored bool                   // the pipeline skipped the stage that makes it
	before   []train.EarlierContent // what it held before
	uploaded []byte                 // what it holds, where it came as an artifact

	notUploaded string // why it is not known whether it was uploaded, or as what; "" where it is
}

// maxUploads bounds those looked for among the artifacts, each with requests of its own.
const maxUploads = 20

// readFiles reads the metrics files that the training left, or uploaded, and
// takes each metric from the file that has it.
func (c *Collected) readFiles(ctx context.Context, plan repro.Plan, training train.Training) error {
	c.File = wording.List(plan.Metrics.Files)
	paths := dvc.MetricsIn(training.Files, plan.Metrics.Files)
	if len(paths) >= dvc.MaxMetricsFiles {
		return repro.Doubtf(repro.AmbiguousMetrics, "read metrics: the project names %d metrics files or more, which are not all read; name those of this model with --metrics-file", dvc.MaxMetricsFiles)
	}
	var read []metricsFile
	var lost, unknown []string
	var refused error
	uploads := 0
	for _, name := range paths {
		file := metricsFile{path: name}
		data, err := c.left(ctx, &file, training, &uploads)
		if file.notUploaded != "" {
			unknown = append(unknown, file.notUploaded)
		}
		if err == nil {
			file.content, err = dvc.ParseMetrics(name, data)
		}
		switch {
		case err == nil:
			if training.Earlier != nil && file.wrote {
				file.before = training.Earlier(name)
			}
			if training.Copies != nil && file.wrote {
				file.before = append(file.before, training.Copies(data)...)
			}
			c.besideCommitted(ctx, plan, training, file)
			read = append(read, file)
			continue
		case !errors.Is(err, fs.ErrNotExist):
			refused = errors.Join(refused, err)
		}
		lost = append(lost, name)
	}
	if len(read) == 0 {
		if refused != nil {
			unknown = append(strings.Split(refused.Error(), "\n"), unknown...)
		}
		c.Unread = strings.Join(unknown, "; ")
		return refused // without one, none is there, and the witness says so
	}
	for _, why := range unknown {
		c.Warnings = append(c.Warnings, "the run's artifacts were not read: "+why)
	}
	if refused != nil {
		c.Warnings = append(c.Warnings, strings.Split(refused.Error(), "\n")...)
	}
	c.tell(plan, indexMetrics(read, lost, training.Alike), training.Execution.Absent)
	c.notePartlyOld(plan, training, read)
	if plan.Original.From == "" && plan.Metrics.Source == "auto" {
		c.Warnings = append(c.Warnings, fmt.Sprintf("no tracking run carries this reproduction's id, so the metrics are those of %s; a training that logs with mlflow.start_run gets the id by itself", c.Run.From))
	}
	c.Vouched = training.Ran() && vouched(ctx, training, c.Told, read)
	c.holdToLock(ctx, training, read)
	c.Run.Started, c.Run.Ended = training.Execution.Started, training.Execution.Ended
	return nil
}

// left gives what one file holds after the training. A file that is not there
// is fs.ErrNotExist.
func (c *Collected) left(ctx context.Context, file *metricsFile, training train.Training, uploads *int) ([]byte, error) {
	if !fs.ValidPath(file.path) {
		return nil, repro.Doubtf(repro.MetricsMissing, "read the metrics file %s: it is not a file of the repository; name one that is with --metrics-file", file.path)
	}
	data, err := []byte(nil), fs.ErrNotExist
	file.restored = slices.Contains(training.Restored, file.path)
	if training.Files != nil {
		data, err = doc.ReadFile(training.Files, file.path)
		file.wrote = err == nil && training.Wrote(file.path)
	}
	if !file.wrote && training.Upload != nil && !dvc.Templated(file.path) && *uploads < maxUploads {
		*uploads++
		uploaded, uploadErr := training.Upload(ctx, file.path)
		switch {
		case uploadErr == nil:
			// A step that uploads the file runs whether or not the one that trains did.
			// The very same bytes as before cannot be told from what was checked out.
			file.wrote = (err != nil || !bytes.Equal(data, uploaded)) && !putBack(training, file.path, uploaded)
			file.uploaded = uploaded
			data, err = uploaded, nil
		case !errors.Is(uploadErr, fs.ErrNotExist):
			file.notUploaded = uploadErr.Error()
		}
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		err = repro.Doubtf(repro.MetricsMissing, "read the metrics file %s: %w", file.path, err)
	}
	return data, err
}

// putBack says whether an uploaded file may be the commit's, which the workflow got back.
func putBack(training train.Training, file string, uploaded []byte) bool {
	if training.PutBack == nil {
		return false
	}
	then := training.PutBack(file)
	return then != nil && bytes.Equal(then, uploaded)
}

// sameUpload says whether two files may be one that was uploaded: an artifact
// of a single file has lost its directory, and answers to each of them.
func sameUpload(a, b metricsFile) bool {
	return a.path != b.path && a.uploaded != nil && b.uploaded != nil && path.Base(a.path) == path.Base(b.path) && bytes.Equal(a.uploaded, b.uploaded)
}
