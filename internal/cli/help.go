package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// usage prints how a command is used, its flags explained in as many columns as
// there are, or in 100 where nobody knows. It is written out, because one
// template anywhere in the program keeps every method of every type in it:
// 3.5 MB. https://pkg.go.dev/text/template
func usage(width int) func(*cobra.Command) error {
	if width <= 0 {
		width = 100
	}
	flags := func(set *pflag.FlagSet) string { return strings.TrimRight(set.FlagUsagesWrapped(width), " \n") }
	return func(cmd *cobra.Command) error {
		var sections []string
		add := func(title, text string) { sections = append(sections, title+"\n"+text) }
		add("Usage:", "  "+cmd.UseLine())
		if cmd.HasAvailableSubCommands() {
			sections[0] += "\n  " + cmd.CommandPath() + " [command]"
		}
		if cmd.HasExample() {
			add("Examples:", cmd.Example)
		}
		if cmd.HasAvailableSubCommands() {
			add("Available Commands:", subcommands(cmd))
		}
		if cmd.HasAvailableLocalFlags() {
			add("Flags:", flags(cmd.LocalFlags()))
		}
		if cmd.HasAvailableInheritedFlags() {
			add("Global Flags:", flags(cmd.InheritedFlags()))
		}
		if cmd.HasAvailableSubCommands() {
			sections = append(sections, fmt.Sprintf("Use %q for more information about a command.", cmd.CommandPath()+" [command] --help"))
		}
		_, err := fmt.Fprintln(cmd.OutOrStderr(), strings.Join(sections, "\n\n"))
		return err
	}
}

func subcommands(cmd *cobra.Command) string {
	var lines []string
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() || sub.Name() == "help" {
			lines = append(lines, fmt.Sprintf("  %-*s %s", sub.NamePadding(), sub.Name(), sub.Short))
		}
	}
	return strings.Join(lines, "\n")
}
