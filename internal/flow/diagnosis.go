package flow

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/train/lend"
)

// left is what a training left to read.
func (c *check) left(training train.Training) lineage.Trained {
	return lineage.Trained{Files: training.Files, Wrote: training.Wrote, Cache: training.Cache, Executed: training.Execution.Executed, Absent: training.Execution.Absent, Software: training.Software, Environ: training.Environ}
}

// readLineage reads what went into the two trainings of a check. It comes before
// further trainings: the place of the first is gone with the next.
func (c *check) readLineage(ctx context.Context) error {
	left := c.left(c.training)
	left.Read = c.dataRead()
	for _, file := range c.training.Lent {
		left.Lent = append(left.Lent, lineage.LentFile{Path: file.Path, Loan: file.Loan, SHA256: file.Hash})
	}
	if c.training.Observed != nil && c.settings.Diagnose != "off" {
		seen := c.training.Observed(c.collected.Files, c.collected.Run.ID)
		left.WasRead, left.HashOutside, left.HashFile, left.CPUs = seen.WasRead, c.hashElsewhere, hashOf, runtime.NumCPU()
		left.ReadMore = len(seen.Lacks) > 0
		for _, data := range seen.Data {
			left.ReadMore = left.ReadMore || data.SHA256 == ""
		}
	}
	if c.training.OutsideCode != nil {
		left.Outside = c.training.OutsideCode(c.collected.Files, c.collected.Run.ID)
	}
	c.lineage = c.diagnosis().Read(ctx, c.settings.Comparing, c.result, left)
	c.result.Warnings = append(c.result.Warnings, c.lineage.Doubts()...)
	c.idle = idle(c.settings.Comparing, c.training)
	if c.settings.Repeats > 1 && c.lineage != nil {
		c.locks = append(c.locks, left.Locks("after the training"))
	}
	return nil
}

// dataRead are the files of data that the training was seen to read, by their
// content, and what of that which it was lent.
func (c *check) dataRead() []repro.DataVersion {
	if c.settings.Diagnose == "off" {
		return nil
	}
	var read []repro.DataVersion
	if c.training.Observed != nil {
		for _, data := range c.training.Observed(c.collected.Files, c.collected.Run.ID).Data {
			if data.SHA256 != "" && filepath.Base(data.Path) != "mlflow.db" { // the tracking store
				read = append(read, repro.DataVersion{Path: data.Path, Hash: "sha256 " + data.SHA256, From: repro.SeenRead})
			}
		}
	}
	var wasRead func(file string) (read, known bool)
	if c.training.Observed != nil {
		wasRead = c.training.Observed(c.collected.Files, c.collected.Run.ID).WasRead
	}
	return lend.Versions(read, c.training.Lent, wasRead)
}

// maxElsewhere is how many bytes of a file outside of the checkout are hashed.
const maxElsewhere = 64 << 20

// hashElsewhere is lineage.Trained's Elsewhere. What the training wrote is not what it read.
func (c *check) hashElsewhere(file string) string {
	real, err := filepath.EvalSymlinks(file)
	if err != nil || !slices.Contains(c.training.ReadElsewhere, real) || slices.Contains(c.training.LeftElsewhere, real) {
		return ""
	}
	if sum := hashOf(real); sum != "" {
		return "sha256 " + sum
	}
	return ""
}

// hashOf is the SHA-256 of a file of the machine; "" where it cannot be read, or is too large.
func hashOf(file string) string {
	opened, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer opened.Close()
	sum := sha256.New()
	if n, err := io.Copy(sum, io.LimitReader(opened, maxElsewhere+1)); err != nil || n > maxElsewhere {
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// diagnosis is where the two lineages of a check are read from.
func (c *check) diagnosis() lineage.Diagnosis {
	known := collect.Collected{Tracked: c.result.Reproduction}
	known.Clones, known.Places = c.collector().Places()
	known.Host = c.collector().Host()
	d := lineage.Diagnosis{
		Head: c.headCommit, Past: c.Past,
		Original: known.KnownOriginal(c.result.Original), Now: known.KnownReproduction(c.result.Original, c.result.Change),
	}
	if c.Project != nil {
		d.RepositoryFiles = c.Project.RepositoryFiles
		if dated, ok := c.Project.(interface {
			Before(ctx context.Context, commit string, at time.Time) string
		}); ok {
			d.Before = dated.Before
		}
	}
	if c.Registry != nil {
		d.Store = c.Registry
	}
	return d
}

// headCommit is today's commit, "" where nobody knows it.
func (f *Flow) headCommit(ctx context.Context) string {
	if f.Head != "" || f.Project == nil {
		return f.Head
	}
	code, _, err := f.Project.Code(ctx, "head", "")
	if err != nil {
		return ""
	}
	return code.Commit
}

// idle warns of globs of ignore-outs that name no output: they do nothing.
func idle(s settings.Comparing, training train.Training) []string {
	if len(s.IgnoreOuts) == 0 || training.Files == nil || s.Diagnose == "off" {
		return nil
	}
	project, err := dvc.Read(training.Files)
	if err != nil {
		return nil
	}
	var warnings []string
	for _, glob := range project.IdleGlobs(s.IgnoreOuts) {
		warnings = append(warnings, "ignore-outs "+glob+" names no output of the pipeline")
	}
	return warnings
}
