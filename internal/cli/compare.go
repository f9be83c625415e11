package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/nextstep"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// compare is `reproduce compare`: two runs, or a run and a file, without training.
func (c *console) compare() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "compare A B",
		Short: "Compare two runs, or a run and a metrics file; no training",
		Long: "A is the original and B is held against it. Each is a run id, or 8 or more of its\n" +
			"digits; a model version, as NAME, NAME@ALIAS, NAME@NUMBER or models:/NAME/NUMBER;\n" +
			"or a metrics file. Tolerances are relative to A:\n\n" + toleranceHelp(),
		Example: "  reproduce compare 3f9c2d1a b81e07c4\n  reproduce compare churn@production churn@7\n  reproduce compare 3f9c2d1a5b… metrics/metrics.json --metrics-map eval_f1=f1_score",
		Args:    arguments(2, 2, "two runs, or a run and a metrics file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := c.settings(cmd, nil)
			if err != nil {
				return err
			}
			if typedFlags(cmd)["diagnose"] == settings.DiagnoseExperiment {
				return app.NewUsageError(errors.New("compare: --diagnose experiment trains, and compare does not; use run, or explain after it"))
			}
			return c.compareTwo(cmd.Context(), s, args[0], args[1])
		},
	}
	addFlags(cmd)
	return cmd
}

// toleranceHelp lists the tolerance language.
func toleranceHelp() string {
	var lines []string
	for _, form := range judge.ToleranceForms {
		lines = append(lines, fmt.Sprintf("  %-24s %s", form.Spec, form.Meaning))
	}
	return strings.Join(lines, "\n")
}

func (c *console) compareTwo(ctx context.Context, s settings.Settings, a, b string) error {
	sides := &comparedRuns{console: c, trackingURI: s.TrackingURI}
	defer sides.close()
	original, err := sides.read(ctx, a)
	if err != nil {
		return err
	}
	other, err := sides.read(ctx, b)
	if err != nil {
		return err
	}
	if sides.same(a, b) {
		other.From = original.From // two names of one file
	}
	dir, err := c.ProjectDir(ctx, s)
	if err != nil {
		return err
	}
	past, doubts := c.History(ctx, s)
	f := &flow.Flow{Registry: sides.registry, Past: past, Tool: "reproduce " + app.Release(), Now: c.Now}
	if project := c.clone(ctx, s); project != nil { // a clone that has both commits tells them apart by their trees
		f.Project = project
	}
	result, err := f.CompareRuns(ctx, s.Comparing, original, other)
	if err != nil {
		return err
	}
	result.Warnings = append(append(result.Warnings, sides.notes...), doubts...)
	if judge.UnknownSpread(result) != "" {
		result.Next = nextstep.AfterCompare(result, os.DirFS(dir), s.Typed)
	}
	return c.finish(ctx, s, result)
}

// comparedRuns reads the two things that are compared, opening the registry once and
// only if one of them is a run.
type comparedRuns struct {
	console     *console
	trackingURI string
	registry    *mlflow.Registry
	notes       []string // values of the files that are no numbers
}

func (s *comparedRuns) close() {
	if s.registry != nil {
		s.registry.Close()
	}
}

// maxMetrics is far above any metrics file.
const maxMetrics = 16 << 20

// same says whether two arguments name one file, by whatever path.
func (s *comparedRuns) same(a, b string) bool {
	one, err := os.Stat(s.path(a))
	two, err2 := os.Stat(s.path(b))
	return err == nil && err2 == nil && os.SameFile(one, two)
}

// path is where a file would be that is named so.
func (s *comparedRuns) path(what string) string {
	if filepath.IsAbs(what) {
		return what
	}
	return filepath.Join(s.console.Dir, what)
}

// read takes what is a file for a metrics file, and anything else for a run or a model
// version.
func (s *comparedRuns) read(ctx context.Context, what string) (repro.Run, error) {
	data, err := app.ReadBounded(s.path(what), maxMetrics)
	switch {
	case err == nil:
		content, err := dvc.ParseMetrics(what, data)
		if err == nil && len(content.Twice) > 0 {
			err = fmt.Errorf("compare: %s is twice in %s, with different values; delete one of the two", content.Twice[0], what)
		}
		s.notes = append(s.notes, content.Notes(what, func(string) bool { return true })...)
		return repro.Run{Metrics: content.Metrics, From: what}, err
	case !errors.Is(err, fs.ErrNotExist):
		return repro.Run{}, app.NewUsageError(fmt.Errorf("compare: %w", err))
	}
	if s.registry == nil {
		if s.registry, err = s.console.OpenRegistry(ctx, s.trackingURI); err != nil {
			return repro.Run{}, err
		}
	}
	ref, err := repro.ParseRef(what)
	if err != nil {
		return repro.Run{}, app.NewUsageError(fmt.Errorf("compare: %w", err))
	}
	_, run, err := mlflow.Resolve(ctx, s.registry, ref)
	if ref.Name == "" && errors.Is(err, mlflow.ErrNotFound) { // a model's name stands for its latest version
		version, named, modelErr := mlflow.Resolve(ctx, s.registry, repro.ModelRef{Name: what})
		if version.Version != "" || modelErr == nil {
			return named, modelErr
		}
	}
	if err != nil && ref.Name == "" {
		err = fmt.Errorf("no such file, and as a run id: %w", err)
	}
	if err != nil {
		return run, fmt.Errorf("compare %s: %w", what, err)
	}
	return run, nil
}
