package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/report"
)

// maxReport is far above any saved report.
const maxReport = 64 << 20

func (c *console) report() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "report [RESULT…]",
		Short:   "Render saved results again; needs no server",
		Long:    "Reads report.json files and prints them as reproduce run did. The exit code is 0:\nthe verdict was given when the check was made.",
		Example: "  reproduce report reproduce-report/report.json",
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := c.settings(cmd, nil)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				args = []string{filepath.Join(s.OutputDir, "report.json")}
			}
			for i, path := range args {
				if i > 0 && !s.JSON {
					fmt.Fprintln(c.Stdout)
				}
				if err := c.render(path, s.JSON); err != nil {
					return err
				}
			}
			return nil
		},
	}
	addFlags(cmd)
	return cmd
}

func (c *console) render(path string, asJSON bool) error {
	full := path
	if !filepath.IsAbs(full) {
		full = filepath.Join(c.Dir, full)
	}
	info, err := os.Stat(full)
	if err != nil {
		return fmt.Errorf("report: %w; reproduce run saves one", err)
	}
	if !info.Mode().IsRegular() || info.Size() > maxReport {
		return fmt.Errorf("report %s: not a saved result", path)
	}
	data, err := os.ReadFile(full)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	result, err := report.Decode(data)
	if err != nil {
		return fmt.Errorf("report %s: %w", path, err)
	}
	if !asJSON {
		return c.print(report.Terminal(result, c.style()))
	}
	document, err := report.Encode(result)
	if err != nil {
		return fmt.Errorf("report %s: %w", path, err)
	}
	return c.print(string(document))
}
