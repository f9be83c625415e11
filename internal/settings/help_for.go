package settings

// A commandHelp is what an option does for one command.
type commandHelp struct {
	help    string
	without string // in the place of the default; "" for the table's
}

// HelpFor is what the option does for a command, and what holds without it; "" where nothing
// is to be said.
func (o Option) HelpFor(command string) (help, without string) {
	own := commandHelps[command][o.Name]
	help, without = own.help, own.without
	if help == "" {
		help = o.Help
	}
	if without == "" && o.Kind != Bool {
		without = o.Default
	}
	return help, without
}
