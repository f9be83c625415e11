package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// Version is the release, set when one is built: -ldflags "-X …/cli.Version=v1.2.3".
var Version = ""

// release is what the binary knows of its own origin: the release it was built
// as, else the version control revision Go recorded.
func release() string {
	if Version != "" {
		return Version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "devel"
	}
	revision, dirty := "", ""
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			revision = setting.Value[:min(12, len(setting.Value))]
		case "vcs.modified":
			if setting.Value == "true" {
				dirty = "+dirty"
			}
		}
	}
	switch {
	case info.Main.Version != "" && info.Main.Version != "(devel)":
		return info.Main.Version
	case revision != "":
		return "devel-" + revision + dirty
	default:
		return "devel"
	}
}

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
				_, err = fmt.Fprintf(c.Stdout, "{\"version\":%q,\"go\":%q,\"platform\":%q}\n", release(), runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH)
				return err
			}
			return c.printVersion()
		},
	}
	addFlags(cmd)
	return cmd
}

func (c *console) printVersion() error {
	_, err := fmt.Fprintf(c.Stdout, "reproduce %s (%s, %s/%s)\n", release(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
