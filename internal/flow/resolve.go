package flow

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/train"
)

// resolve finds the model version and its run. It happens once: an alias that
// moves later moves for others.
func (f *Flow) resolve(ctx context.Context, s settings.Settings) (repro.ModelVersion, repro.Run, error) {
	if s.Metadata != "" {
		return f.fromMetadata(ctx, s)
	}
	if f.Registry == nil {
		return repro.ModelVersion{}, repro.Run{}, errors.New("resolve: no tracking server and no --metadata file; give one of them")
	}
	if s.Ref.Name == "" && s.Ref.RunID == "" {
		return repro.ModelVersion{}, repro.Run{}, errors.New("resolve: no model; give a registered name or --run-id")
	}
	version, run, err := mlflow.Resolve(ctx, f.Registry, s.Ref)
	if err == nil {
		f.Step("model", version.Label()+", run "+gitformat.Short(run.ID))
	}
	return version, run, err
}

// asked is the version as far as the words that name it tell.
func asked(ref repro.ModelRef) repro.ModelVersion {
	version := repro.ModelVersion{Name: ref.Name, RunID: ref.RunID}
	if ref.Selector.Kind == repro.SelectNumber {
		version.Version = ref.Selector.Text
	}
	return version
}

// fromMetadata reads the original from a file that the training committed.
func (f *Flow) fromMetadata(ctx context.Context, s settings.Settings) (repro.ModelVersion, repro.Run, error) {
	version := repro.ModelVersion{Name: s.Ref.Name, RunFrom: "the file " + s.Metadata}
	code, _, err := f.Project.Code(ctx, "head", "")
	if err != nil {
		return version, repro.Run{}, err
	}
	files, err := f.Project.Files(ctx, code.Commit)
	if err != nil {
		return version, repro.Run{}, err
	}
	data, err := doc.ReadFile(files, s.Metadata)
	if keeps, ok := f.Project.(interface {
		OutputFile(files fs.FS, file string) ([]byte, error)
	}); ok && errors.Is(err, fs.ErrNotExist) {
		if found, missing := keeps.OutputFile(files, s.Metadata); !errors.Is(missing, fs.ErrNotExist) {
			data, err = found, missing
		}
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return version, repro.Run{}, fmt.Errorf("read %s at %s: %w", s.Metadata, gitformat.Short(code.Commit), err)
	}
	if err != nil {
		return version, repro.Run{}, fmt.Errorf("read %s at %s: %w; commit the file, or give the tracking server", s.Metadata, gitformat.Short(code.Commit), err)
	}
	run, err := mlflow.ReadOriginal(data)
	if err == nil && (s.CodeRef == "" || s.CodeRef == "original") {
		run, err = lineage.Unabbreviated(ctx, run, func(ctx context.Context, short string) (string, error) {
			code, _, err := f.Project.Code(ctx, short, "")
			return code.Commit, err
		})
	}
	if err != nil {
		return version, repro.Run{}, fmt.Errorf("read %s: %w", s.Metadata, err)
	}
	run.From = s.Metadata
	version.RunID = run.ID
	f.Step("model", train.Title(version, run)+", from "+s.Metadata)
	return version, run, nil
}

// fit says whether a run can be an original at all: it ended well and has
// numbers to come back to.
func fit(run repro.Run) error {
	if err := mlflow.NotFinished(run); err != nil {
		return err
	}
	if len(run.Metrics) == 0 && run.From != "" {
		return repro.Doubtf(repro.NoBaselineMetrics, "%s has no metrics: there is nothing to compare with. Write them into a map named \"metrics\", or name the run with --run-id where its server is at hand", run.From)
	}
	if len(run.Metrics) == 0 {
		return repro.Doubtf(repro.NoBaselineMetrics, "run %s logged no metrics: there is nothing to compare with", run.ID)
	}
	return nil
}
