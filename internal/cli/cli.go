// Package cli is the border with a person at a terminal: commands, flags,
// progress and exit codes. It is the only home of cobra.
//
// It wires the other packages together and decides nothing about a model. The
// report goes to standard output and everything else to standard error; no
// secret it was given leaves by either.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/action"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A Process is everything the program takes from the operating system, so that
// a test can be the operating system.
type Process struct {
	Args    []string // without the program's name
	Environ []string // NAME=value
	Getenv  func(string) string
	Dir     string // working directory, absolute
	Program string // path of this executable, for the demonstration's trainer
	Stdout  io.Writer
	Stderr  io.Writer
	Width   int  // columns of the terminal behind Stdout; 0 when it is none
	Live    bool // Stderr is a terminal
	Now     func() time.Time

	// Sleep waits between looks at a dispatched run; nil is the real thing.
	Sleep func(context.Context, time.Duration) error
}

// Run runs the program and gives its exit code.
func Run(ctx context.Context, p Process) int {
	p.Environ = append([]string(nil), p.Environ...)
	secrets := new(action.Redactor)
	stdout, stderr := secrets.Writer(p.Stdout), secrets.Writer(p.Stderr)
	p.Stdout, p.Stderr = stdout, stderr
	defer stderr.Flush() // of an error here there is nobody left to tell
	defer stdout.Flush()

	c := &console{Process: p, secrets: secrets}
	c.hideEnvironment()
	err := c.execute(ctx)
	code := exitCode(ctx, err)
	switch {
	case code == repro.ExitInterrupted:
		c.complain("interrupted; what was made so far is named above, and the same command takes it up again")
	case err != nil && !errors.As(err, new(verdictError)):
		c.complain(err.Error())
	}
	return code
}

// complain says on standard error why the program ends as it does.
func (c *console) complain(why string) {
	message := "reproduce: " + why
	if c.Live {
		message = report.Hanging(message, c.Width)
	}
	fmt.Fprintln(c.Stderr, message)
}

// execute runs as the action where the runner started us as one, else as the
// command that was typed.
func (c *console) execute(ctx context.Context) error {
	if runner := action.NewRunner(c.Environ, c.Getenv, c.Stdout); runner != nil && runner.IsStep() && len(c.Args) == 0 {
		return c.act(ctx, runner)
	}
	root := c.root()
	root.SetArgs(c.Args)
	root.SetOut(c.Stdout)
	root.SetErr(c.Stderr)
	return root.ExecuteContext(ctx)
}

// A console is one run of the program.
type console struct {
	Process
	secrets *action.Redactor
	quiet   bool
	verbose bool
	plain   bool // no colour

	clones   string // where trainings get their clones; "" is the user's cache directory
	fleeting bool   // the project is gone when the program ends: nothing to do next

	last repro.Verdict // of the latest check
}

func (c *console) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "reproduce",
		Short: "Does a registered model still come back?",
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
	root.PersistentFlags().BoolVar(&c.quiet, "quiet", false, "print the report only")
	root.PersistentFlags().BoolVar(&c.verbose, "verbose", false, "print each step as it is taken")
	root.PersistentFlags().BoolVar(&c.plain, "no-color", false, "no colour; NO_COLOR and TERM=dumb do the same")
	root.AddCommand(c.show(), c.run(), c.compare(), c.auditCommand(), c.listCommand(), c.report(), c.resume(), c.demo(), c.demoTrain(), c.version())
	return root
}

// verdictError carries a verdict that fails the check out of a command. The
// report has been printed by then; nothing more is said.
type verdictError struct{ verdict repro.Verdict }

func (e verdictError) Error() string { return string(e.verdict) }

func exitCode(ctx context.Context, err error) int {
	var verdict verdictError
	switch {
	case err == nil:
		return repro.ExitReproduced
	case ctx.Err() != nil:
		return repro.ExitInterrupted
	case errors.As(err, &verdict):
		return verdict.verdict.ExitCode()
	case errors.As(err, new(usageError)), errors.As(err, new(*repro.ToleranceError)):
		return repro.ExitUsage
	default:
		return repro.ExitError
	}
}
