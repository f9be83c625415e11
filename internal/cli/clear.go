package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// clearOld removes the report and the statement of an earlier check where a command that makes
// one ended by how it was typed: whoever reads them next would take them for this one's.
func (c *console) clearOld(cmd *cobra.Command, err error) error {
	trains := cmd != nil && slices.Contains([]string{"run", "baseline"}, cmd.Name())
	if !trains || !app.IsUsage(err) || c.typed("dry-run", "true") != "" {
		return nil
	}
	output, _ := settings.Find("output-dir")
	dir, statement := output.Default, ""
	known := settings.Values{}
	if file := c.typed("config", ""); file != "" {
		known["config"] = file
	}
	if s, err := c.configured(cmd.Name(), known); err == nil {
		dir, statement = s.OutputDir, s.Statement
	}
	if text := c.typed("output-dir", ""); text != "" {
		dir = text
	}
	if text := c.typed("statement", ""); text != "" {
		statement = text
	}
	return c.ClearSaved(dir, statement, false)
}

// typed is the value of an option as it stands on the command line, which may not be read to its
// end; a flag without a value has that of alone. "" is none.
func (c *console) typed(name, alone string) (value string) {
	for i, arg := range c.Args {
		after, found := strings.CutPrefix(arg, "--"+name)
		switch {
		case arg == "--":
			return value
		case !found:
		case strings.HasPrefix(after, "="):
			value = after[1:]
		case after != "":
		case alone != "":
			value = alone
		case i+1 < len(c.Args):
			value = c.Args[i+1]
		}
	}
	return value
}
