package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// arguments holds what was typed after a command to a number of words. what
// says which ones belong there: "one MODEL".
func arguments(least, most int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) >= least && len(args) <= most {
			return nil
		}
		got := "nothing"
		if len(args) > 0 {
			got = strings.Join(args, " ")
		}
		return app.NewUsageError(fmt.Errorf("%s: takes %s, got %s; see %s --help", cmd.Name(), what, got, cmd.CommandPath()))
	}
}

var noArguments = arguments(0, 0, "flags only")

// unknownCommand answers a word that is no command.
func unknownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := ""
	if similar := cmd.SuggestionsFor(args[0]); len(similar) > 0 {
		hint = "did you mean " + strings.Join(similar, " or ") + "? "
	}
	return app.NewUsageError(fmt.Errorf("unknown command %q; %s%s --help lists the commands", args[0], hint, cmd.CommandPath()))
}

// wrongFlag answers a flag that does not exist or has no value.
func wrongFlag(cmd *cobra.Command, err error) error {
	hint := ""
	if missing := new(pflag.NotExistError); errors.As(err, &missing) {
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		name := missing.GetSpecifiedName()
		if option, known := settings.Find(name); known && !option.NoFlag {
			hint = "it is for " + strings.Join(option.Commands, ", ") + "; "
		} else if name := wording.Nearest(name, names); name != "" {
			hint = "did you mean --" + name + "? "
		}
	}
	return app.NewUsageError(fmt.Errorf("%w; %s%s --help lists the flags", err, hint, cmd.CommandPath()))
}
