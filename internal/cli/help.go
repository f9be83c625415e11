package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// Commands are listed as they were added: in the order in which people need them.
func init() { cobra.EnableCommandSorting = false }

// helpCommand is cobra's, but for a word that is no command: that is an error.
func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Explain a command",
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return unknownCommand(root, args)
			}
			return cmd.Help()
		},
	}
}

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
		line := cmd.UseLine()
		if cmd.HasAvailableSubCommands() {
			line = cmd.CommandPath() + " COMMAND"
		}
		add("Usage:", "  "+line)
		if cmd.HasExample() {
			add("Examples:", cmd.Example)
		}
		if cmd.HasAvailableSubCommands() {
			add("Commands:", subcommands(cmd))
		}
		for _, section := range sectioned(cmd.LocalFlags()) {
			add(section.Name+":", flags(section.FlagSet))
		}
		if cmd.HasAvailableInheritedFlags() {
			add("Global Flags:", flags(cmd.InheritedFlags()))
		}
		if cmd.HasAvailableSubCommands() {
			sections = append(sections, fmt.Sprintf("%s explains one command.", cmd.CommandPath()+" COMMAND --help"))
		}
		_, err := fmt.Fprintln(cmd.OutOrStderr(), strings.Join(sections, "\n\n"))
		return err
	}
}

// help is cobra's, at the terminal's width.
func help(width int) func(*cobra.Command, []string) {
	return func(cmd *cobra.Command, _ []string) {
		text := cmd.Long
		if text == "" {
			text = cmd.Short
		}
		fmt.Fprintln(cmd.OutOrStdout(), strings.TrimRight(terminal.Fit(strings.TrimRight(text, " \n")+"\n\n"+cmd.UsageString(), width), "\n"))
	}
}

// A section is some of a command's flags and what they have in common.
type section struct {
	*pflag.FlagSet
	Name string
}

// manyFlags are more than a person reads without headings.
const manyFlags = 14

// sectioned gives the flags in their order: all in one where they are few, else
// under the headings of the option table.
func sectioned(set *pflag.FlagSet) []section {
	var sections []section
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		name := "Flags"
		if title := settings.Section(f.Name); title != "" && countFlags(set) > manyFlags {
			name = title
		}
		at := slices.IndexFunc(sections, func(s section) bool { return s.Name == name })
		if at < 0 {
			flags := pflag.NewFlagSet(name, pflag.ContinueOnError)
			flags.SortFlags = false
			sections, at = append(sections, section{flags, name}), len(sections)
		}
		sections[at].AddFlag(f)
	})
	return sections
}

func countFlags(set *pflag.FlagSet) int {
	n := 0
	set.VisitAll(func(*pflag.Flag) { n++ })
	return n
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
