// Command reproduce answers one question about a registered model: does it
// still come back?
package main

import (
	"context"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"golang.org/x/term"

	"github.com/reproduce-action/reproduce/internal/action"
	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/cli"
)

func main() { os.Exit(run()) }

// run takes the process from the operating system and gives its exit code.
func run() int {
	ctx, force := untilSignal()
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) // a reader that goes away is no reason to lose a verdict; its children have the signal as it was
	dir, err := os.Getwd()
	if err != nil {
		os.Stderr.WriteString("reproduce: " + err.Error() + "\n")
		return 1
	}
	program, err := os.Executable()
	if err != nil {
		program = os.Args[0]
	}
	width, _, err := term.GetSize(int(os.Stdout.Fd()))
	if err != nil {
		width = 0
	}
	process := app.Process{
		Args:        os.Args[1:],
		Environ:     os.Environ(),
		Getenv:      os.Getenv,
		Dir:         dir,
		Program:     program,
		Stdin:       os.Stdin,
		Stdout:      os.Stdout,
		Stderr:      os.Stderr,
		Width:       width,
		Live:        term.IsTerminal(int(os.Stderr.Fd())),
		Interactive: term.IsTerminal(int(os.Stderr.Fd())) && term.IsTerminal(int(os.Stdin.Fd())),
		Now:         time.Now,
		Force:       force,
	}
	if action.IsStep(process) {
		return action.Run(ctx, process)
	}
	return cli.Run(ctx, process)
}

// untilSignal gives a context that the first signal ends. The second closes force: the
// training is killed then, and what was made for it is still taken away. A third ends the
// program at once.
func untilSignal() (ctx context.Context, force <-chan struct{}) {
	ends := slices.DeleteFunc([]os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}, signal.Ignored) // nohup and a job in the background have some ignored
	signals, forced := make(chan os.Signal, 3), make(chan struct{})
	if len(ends) == 0 { // without a name, it would be all
		return context.Background(), forced
	}
	ctx, cancel := context.WithCancel(context.Background())
	signal.Notify(signals, ends...)
	go func() {
		<-signals
		cancel()
		<-signals
		signal.Reset(ends...)
		close(forced) // after it: who passes signals on asks for them again
	}()
	return ctx, forced
}
