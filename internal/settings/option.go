package settings

import (
	"slices"
	"strings"
)

// A Kind says how an option's text is read.
type Kind int

const (
	Text     Kind = iota
	Lines         // several values, one a line; on the command line the flag may be repeated
	Bool          // true or false
	Number        // a whole number from 0
	Duration      // 90s, 45m, 6h
	Choice        // one of Choices, or several with commas where Several is set
)

// An Option is one word that can be said to reproduce. Its name is the flag
// and the action input alike.
type Option struct {
	Name           string
	Kind           Kind
	Arg            string // what the value is, for help: "URI"
	Default        string
	Choices        []string
	Several        bool     // a Choice that takes a comma-separated list
	Help           string   // one sentence, without the default
	Commands       []string // the commands that take the flag
	ActionCommands []string // the action's commands that read the input; nil: those of Commands
	NoInput        bool     // a flag only: no input of the action
	NoFlag         bool     // an input only
}

// Find gives the option called name.
func Find(name string) (Option, bool) {
	for _, option := range Options {
		if option.Name == name {
			return option, true
		}
	}
	return Option{}, false
}

// Reads says whether a command of the action reads the input.
func (o Option) Reads(command string) bool {
	return slices.Contains(o.actionCommands(), command)
}

// halves are the commands that make run's check in two jobs. They read what run does: both jobs
// are given the same inputs, and each uses those of its half.
var halves = []string{"start", "finish", "resume"}

// actionCommands are the action's commands that read the input.
func (o Option) actionCommands() []string {
	of := slices.DeleteFunc(slices.Clone(o.said()), func(command string) bool { return slices.Contains(halves, command) })
	if at := slices.Index(of, "run"); at >= 0 {
		of = append(append(of[:at+1:at+1], halves...), of[at+1:]...)
	}
	return of
}

// said are the action's commands that the table names.
func (o Option) said() []string {
	if o.ActionCommands != nil {
		return o.ActionCommands
	}
	var of []string
	for _, command := range actionCommands {
		if slices.Contains(o.Commands, command) {
			of = append(of, command)
		}
	}
	return of
}

// Declared is the input's default in action.yml: none but the runner's own
// values. The runner hands a default over as if somebody had said it, and it
// would beat the configuration file.
func (o Option) Declared() string {
	if strings.HasPrefix(o.Default, "${{") {
		return o.Default
	}
	return ""
}

// Inputs are the options that the action declares.
func Inputs() []Option {
	var inputs []Option
	for _, option := range Options {
		if !option.NoInput {
			inputs = append(inputs, option)
		}
	}
	return inputs
}

// Flags are the options that a command takes.
func Flags(command string) []Option {
	var flags []Option
	for _, option := range Options {
		for _, taker := range option.Commands {
			if taker == command && !option.NoFlag {
				flags = append(flags, option)
			}
		}
	}
	return flags
}
