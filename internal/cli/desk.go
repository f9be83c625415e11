//go:build !nodesk

package cli

import "github.com/spf13/cobra"

// atDesk are the commands that need a clone or a terminal. The container, which has
// neither, is built without them.
func (c *console) atDesk() []*cobra.Command {
	return []*cobra.Command{c.record(), c.explain(), c.init(), c.demo(), c.demoTrain()}
}
