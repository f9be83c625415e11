package app

import (
	"fmt"

	"github.com/reproduce-action/reproduce/internal/report/terminal"
)

// Print writes the report, or any other result, to standard output.
func (a *App) Print(text string) error {
	_, err := fmt.Fprint(a.Stdout, text)
	return err
}

// Style is how the report may look on standard output.
func (a *App) Style() terminal.Style {
	color := a.Width > 0 && !a.NoColor && a.Getenv("NO_COLOR") == "" && a.Getenv("TERM") != "dumb"
	return terminal.Style{Color: color, Width: a.Width}
}
