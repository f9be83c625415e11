package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// addFlags gives cmd the flags that the option table lists for it.
func addFlags(cmd *cobra.Command) {
	for _, option := range settings.Flags(cmd.Name()) {
		help, without := option.HelpFor(cmd.Name())
		help = strings.TrimSuffix(help, ".")
		if option.Kind == settings.Choice {
			help += ": " + strings.Join(option.Choices, ", ")
		}
		if without != "" {
			help += " (default " + without + ")"
		}
		cmd.Flags().SortFlags = false // the table's order tells a story
		cmd.Flags().VarPF(&flag{option: option}, option.Name, "", help)
		if option.Kind == settings.Choice {
			_ = cmd.RegisterFlagCompletionFunc(option.Name, cobra.FixedCompletions(option.Choices, cobra.ShellCompDirectiveNoFileComp)) // the flag is there
		}
		if option.Kind == settings.Bool {
			cmd.Flags().Lookup(option.Name).NoOptDefVal = "true"
		}
	}
}

// flag is one option on the command line. Its text is read later, together
// with all others, so that every problem is reported at once.
type flag struct {
	option settings.Option
	text   string
	typed  bool
}

var _ pflag.Value = (*flag)(nil)

// Set takes a value. An option of several lines may be repeated.
func (f *flag) Set(text string) error {
	if f.option.Kind == settings.Lines && f.typed {
		f.text += "\n" + text
	} else {
		f.text = text
	}
	f.typed = true
	return nil
}

func (f *flag) String() string { return "" }

// Type is the word that stands for the value in the help.
func (f *flag) Type() string {
	switch f.option.Kind {
	case settings.Bool:
		return "bool"
	case settings.Choice:
		return "WORD"
	default:
		return f.option.Arg
	}
}

// typedFlags gives the flags that were typed.
func typedFlags(cmd *cobra.Command) settings.Values {
	values := settings.Values{}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if flag, ours := f.Value.(*flag); ours {
			values[flag.option.Name] = flag.text
		}
	})
	return values
}

// settings reads what was typed for cmd, MODEL included.
func (c *console) settings(cmd *cobra.Command, args []string) (settings.Settings, error) {
	values := typedFlags(cmd)
	if len(args) > 0 {
		values["model"] = args[0]
	}
	s, err := c.configured(cmd.Name(), values)
	s.Typed = values
	if err != nil {
		return s, app.NewUsageError(fmt.Errorf("%s: %w", cmd.Name(), err))
	}
	return s, nil
}

// withSettings is a command that does one thing with what was typed for it.
func (c *console) withSettings(do func(context.Context, settings.Settings) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		s, err := c.settings(cmd, args)
		if err != nil {
			return err
		}
		return do(cmd.Context(), s)
	}
}
