package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/reproduce-action/reproduce/internal/action"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// addFlags gives cmd the flags that the option table lists for it.
func addFlags(cmd *cobra.Command) {
	for _, option := range action.Flags(cmd.Name()) {
		help := strings.TrimSuffix(option.Help, ".")
		if option.Kind == action.Choice {
			help += ": " + strings.Join(option.Choices, ", ")
		}
		if option.Default != "" && option.Kind != action.Bool {
			help += " (default " + option.Default + ")"
		}
		cmd.Flags().SortFlags = false // the table's order tells a story
		cmd.Flags().VarPF(&flag{option: option}, option.Name, "", help)
		if option.Kind == action.Choice {
			_ = cmd.RegisterFlagCompletionFunc(option.Name, cobra.FixedCompletions(option.Choices, cobra.ShellCompDirectiveNoFileComp)) // the flag is there
		}
		if option.Kind == action.Bool {
			cmd.Flags().Lookup(option.Name).NoOptDefVal = "true"
		}
	}
}

// flag is one option on the command line. Its text is read later, together
// with all others, so that every problem is reported at once.
type flag struct {
	option action.Option
	text   string
	said   bool
}

var _ pflag.Value = (*flag)(nil)

// Set takes a value. An option of several lines may be repeated.
func (f *flag) Set(text string) error {
	if f.option.Kind == action.Lines && f.said {
		f.text += "\n" + text
	} else {
		f.text = text
	}
	f.said = true
	return nil
}

func (f *flag) String() string { return "" }

// Type is the word that stands for the value in the help.
func (f *flag) Type() string {
	switch f.option.Kind {
	case action.Bool:
		return "bool"
	case action.Choice:
		return "WORD"
	default:
		return f.option.Arg
	}
}

// said gives the flags that were typed.
func said(cmd *cobra.Command) action.Values {
	values := action.Values{}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if flag, ours := f.Value.(*flag); ours {
			values[flag.option.Name] = flag.text
		}
	})
	return values
}

// settings reads what was typed for cmd, MODEL included.
func (c *console) settings(cmd *cobra.Command, args []string) (action.Settings, error) {
	values := said(cmd)
	if len(args) > 0 {
		values["model"] = args[0]
	}
	s, err := c.configured(cmd.Name(), values)
	s.Typed = values
	if err != nil {
		return s, usageError{fmt.Errorf("%s: %w", cmd.Name(), err)}
	}
	return s, nil
}

// with is a command that does one thing with what was typed for it.
func (c *console) with(do func(context.Context, action.Settings) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		s, err := c.settings(cmd, args)
		if err != nil {
			return err
		}
		return do(cmd.Context(), s)
	}
}

// maxConfig is far above any configuration file.
const maxConfig = 4 << 20

// configured puts what was typed over what the configuration file says.
func (c *console) configured(command string, values action.Values) (action.Settings, error) {
	name := values["config"]
	option, _ := action.Find("config")
	if !slices.Contains(option.Commands, command) {
		return values.Settings(command)
	}
	if name == "" {
		name = option.Default
	}
	path := name
	if !filepath.IsAbs(path) {
		path = filepath.Join(c.Dir, filepath.FromSlash(name))
	}
	data, err := readBounded(path, maxConfig)
	switch {
	case errors.Is(err, fs.ErrNotExist) && values["config"] == "":
		return values.Settings(command)
	case err != nil:
		return action.Settings{}, fmt.Errorf("config: %w", err)
	}
	config, err := action.ParseConfig(name, data)
	if err != nil {
		return action.Settings{}, err
	}
	model := values["model"]
	if ref, err := repro.ParseModelRef(model, ""); err == nil {
		model = ref.Name
	}
	file, err := config.For(model)
	if err != nil {
		return action.Settings{}, fmt.Errorf("%s: %w", name, err)
	}
	return values.Over(file).Settings(command)
}
