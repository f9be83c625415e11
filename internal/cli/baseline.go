package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/nextstep"
	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// baselineRepeats is how many runs a baseline has where nobody says: with five
// originals more, a check of a noisy model mostly ends after three trainings.
const baselineRepeats = 5

// baseline is `reproduce baseline`: originals made on purpose.
func (c *console) baseline() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "baseline MODEL",
		Short: "Repeat the original to learn how much the model varies",
		Long: "Trains the original's commit with its params several times, and marks the runs\n" +
			"as originals of it: later checks are held against all of them. Do it soon after\n" +
			"the original was trained. Nothing is marked if anything recorded has changed\n" +
			"since, or if the runs differ from the original.",
		Example: "  reproduce baseline churn --version 7 --repeats 5 --run-command \"make run\"",
		Args:    arguments(0, 1, "one MODEL"),
		RunE:    c.withSettings(c.makeBaseline),
	}
	addFlags(cmd)
	c.completesModel(cmd)
	return cmd
}

func (c *console) makeBaseline(ctx context.Context, s settings.Settings) error {
	if _, said := s.Typed["repeats"]; !said || s.AutoRepeats {
		s.Repeats = baselineRepeats
	}
	s.AutoRepeats = false
	if s.Repeats < 3 {
		return app.NewUsageError(errors.New("baseline: --repeats: fewer than 3 runs say nothing about how much a model varies"))
	}
	if err := c.prepare("baseline", s); err != nil {
		return err
	}
	return c.train(ctx, "baseline", s, func(f *flow.Flow) error {
		made, err := f.MakeBaseline(ctx, s)
		if err != nil && made.Result.Verdict == "" {
			return err
		}
		if made.Reason != "" {
			why := errors.New("baseline: no run was marked as an original: " + made.Reason)
			err := c.finish(ctx, s, made.Result)
			if err != nil {
				c.PrintError(why.Error()) // the exit code is the verdict's
				return err
			}
			return why
		}
		if made.Counted == 0 {
			return err
		}
		next := c.Secrets.Text(nextstep.AfterBaseline(made.Result, s.Typed))
		return errors.Join(err, c.Print(report.Baseline(redact.Copy(c.Secrets, made.Result), made.Counted, next, c.Style())))
	})
}
