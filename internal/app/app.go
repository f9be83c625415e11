package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/reproduce-action/reproduce/internal/github/gitdata"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/progress"
	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// Run sets one run of the program up, lets execute do its work, and gives the exit
// code. What execute ends with is said on standard error.
func Run(ctx context.Context, p Process, execute func(context.Context, *App) error) int {
	p.Environ = append([]string(nil), p.Environ...)
	secrets := new(redact.Redactor)
	stdout, stderr := secrets.Writer(newOutput(ctx, p.Stdout)), secrets.Writer(newOutput(ctx, p.Stderr))
	p.Stdout, p.Stderr = stdout, stderr
	defer stderr.Flush() // of an error here there is nobody left to tell
	defer stdout.Flush()

	a := &App{Process: p, Secrets: secrets, done: ctx.Done()}
	a.hideEnvironment()
	err := execute(ctx, a)
	code := exitCode(ctx, err)
	switch {
	case errors.As(err, new(ExitStatus)):
	case code == repro.ExitInterrupted:
		a.PrintError(cmp.Or(a.WhenInterrupted, "interrupted; what is done so far is listed above; run the same command again to continue"))
	case err != nil && !errors.As(err, new(VerdictError)):
		a.PrintError(err.Error())
	}
	return code
}

// PrintError says on standard error why the program ends as it does.
func (a *App) PrintError(why string) {
	message := "reproduce: " + printable.Lines(a.Secrets.Text(why)) // hidden first: a secret that was spelled out is known no more
	if a.Live {
		message = terminal.Hanging(message, a.Width)
	}
	fmt.Fprintln(a.Stderr, message)
}

// An App is one run of the program, whichever way it was started.
type App struct {
	Process
	Secrets *redact.Redactor
	Quiet   bool
	Verbose bool
	NoColor bool // no colour

	ClonesDir        string // where trainings get their clones; "" is the user's cache directory
	TemporaryProject bool   // the project is gone when the program ends: nothing to do next

	// OpenRepository gives another repository on GitHub, and the address of its page.
	OpenRepository func(name string) (client *gitdata.Client, page string, err error)

	WhenInterrupted string // what is said then; "" for what a person at a terminal is told

	LastVerdict repro.Verdict // of the latest check

	done <-chan struct{} // closed by an interruption; nil is never
}

// interrupted says that nothing more is to be begun.
func (a *App) interrupted() error {
	select {
	case <-a.done:
		return context.Canceled
	default:
		return nil
	}
}

// NewProgress tells on standard error what is going on, unless it is to be quiet.
func (a *App) NewProgress(s settings.Settings) *progress.Printer {
	return &progress.Printer{Out: a.Stderr, Live: a.Live && !s.JSON, Width: a.Width, Redact: a.Secrets.Text, Quiet: a.Quiet, Verbose: a.Verbose}
}
