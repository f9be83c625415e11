package app

import (
	"fmt"

	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
)

// Print writes the report, or any other result, to standard output.
func (a *App) Print(text string) error {
	_, err := fmt.Fprint(a.Stdout, text)
	return err
}

// PrintJSON writes a document to standard output, with the secrets hidden in its texts alone:
// over its lines, one text could take the next away.
func (a *App) PrintJSON(document []byte) error {
	if hiding, ok := a.Stdout.(*redact.Writer); ok {
		return hiding.WriteJSON(document)
	}
	_, err := a.Stdout.Write(document)
	return err
}

// Style is how the report may look on standard output.
func (a *App) Style() terminal.Style {
	color := a.Width > 0 && !a.NoColor && a.Getenv("NO_COLOR") == "" && a.Getenv("TERM") != "dumb"
	return terminal.Style{Color: color, Width: a.Width}
}
