//go:build nodesk

package cli

import "github.com/spf13/cobra"

// atDesk gives no command in a build for the container.
func (c *console) atDesk() []*cobra.Command { return nil }
