package cli

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/app"
)

// version is `reproduce version`.
func (c *console) version() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := c.settings(cmd, nil)
			if err != nil {
				return err
			}
			if s.JSON {
				_, err = fmt.Fprintf(c.Stdout, "{\"version\":%q,\"go\":%q,\"platform\":%q}\n", app.Release(), runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH)
				return err
			}
			return c.printVersion()
		},
	}
	addFlags(cmd)
	return cmd
}

func (c *console) printVersion() error {
	_, err := fmt.Fprintf(c.Stdout, "reproduce %s (%s, %s/%s)\n", app.Release(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
