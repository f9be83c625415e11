package cli

import (
	"github.com/spf13/cobra"
)

// show is `reproduce show`: a version, its run and the params edit.
func (c *console) show() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "show MODEL",
		Short: "Show a model version, its run, and the params edit it would make",
		Long: "Prints the version and its run, its params and metrics, what was recorded of where\n" +
			"it came from and what was not, and the exact edit to the params file. It only\n" +
			"reads, unless --update-params makes the edit in the working tree.",
		Example: "  reproduce show iris-classifier --version production",
		Args:    arguments(0, 1, "one MODEL"),
		RunE:    c.withSettings(c.Show),
	}
	addFlags(cmd)
	c.completesModel(cmd)
	return cmd
}
