package planning

import (
	"fmt"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// OfFile says what of an original's metadata file is not compared.
func OfFile(original repro.Run) []string {
	if len(original.NotCompared) == 0 {
		return nil
	}
	names := make([]string, len(original.NotCompared))
	for i, name := range original.NotCompared {
		names[i] = printable.OneLine(name, 80)
	}
	return []string{fmt.Sprintf("not compared from %s: %s. Write what is a metric into its map named \"metrics\"", printable.OneLine(original.From, 80), wording.ListUpTo(names, 10))}
}
