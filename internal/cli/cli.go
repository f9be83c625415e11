package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/app"
)

// Run runs the command that was typed and gives the exit code.
func Run(ctx context.Context, p app.Process) int {
	return app.Run(ctx, p, func(ctx context.Context, a *app.App) error {
		c := &console{a}
		a.OpenRepository = c.openRepository
		root := c.root()
		root.SetArgs(c.Args)
		root.SetOut(c.Stdout)
		root.SetErr(c.Stderr)
		return root.ExecuteContext(ctx)
	})
}

// A console is one command line.
type console struct{ *app.App }

func (c *console) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "reproduce",
		Short: "Check whether a registered model can still be reproduced",
		Long: "reproduce reads a model version and its run from MLflow, trains again with the\n" +
			"run's params, compares the new metrics with the original's, and says what\n" +
			"differs.",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          unknownCommand,
		Example: "  reproduce demo                                       # the whole loop, with nothing to set up\n" +
			"  reproduce show churn --version production            # what was recorded; only reads\n" +
			"  reproduce run churn --version production --run-command \"make run\"",
	}
	version := false
	root.Flags().BoolVar(&version, "version", false, "print the version")
	root.RunE = func(cmd *cobra.Command, _ []string) error {
		if version {
			return c.printVersion()
		}
		return cmd.Help()
	}
	root.SetHelpCommand(helpCommand(root))
	root.SetFlagErrorFunc(wrongFlag)
	root.SuggestionsMinimumDistance = 2
	root.SetUsageFunc(usage(c.Width))
	root.SetHelpFunc(help(c.Width))
	root.PersistentFlags().BoolVar(&c.Quiet, "quiet", false, "print the report only")
	root.PersistentFlags().BoolVar(&c.Verbose, "verbose", false, "print each step as it is taken")
	root.PersistentFlags().BoolVar(&c.NoColor, "no-color", false, "no colour; NO_COLOR and TERM=dumb do the same")
	root.AddCommand(c.show(), c.run(), c.baseline(), c.compare(), c.auditCommand(), c.listCommand(), c.report(), c.resume())
	root.AddCommand(c.atDesk()...)
	root.AddCommand(c.version())
	return root
}
