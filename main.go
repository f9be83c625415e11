// Command reproduce answers one question about a registered model: does it
// still come back?
package main

import (
	"context"
	"os"
	"os/signal"
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
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
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
		Args:    os.Args[1:],
		Environ: os.Environ(),
		Getenv:  os.Getenv,
		Dir:     dir,
		Program: program,
		Stdout:  os.Stdout,
		Stderr:  os.Stderr,
		Width:   width,
		Live:    term.IsTerminal(int(os.Stderr.Fd())),
		Now:     time.Now,
	}
	if action.IsStep(process) {
		return action.Run(ctx, process)
	}
	return cli.Run(ctx, process)
}
