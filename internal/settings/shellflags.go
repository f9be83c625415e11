package settings

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/wording"
)

// ShellFlags gives the values as flags of a command, each with a space before it, as
// a shell reads them. Flags that the command does not take, and those in leave,
// are left out.
func (v Values) ShellFlags(command string, leave ...string) string {
	var line strings.Builder
	for _, option := range Flags(command) {
		text, said := v[option.Name]
		if !said || slices.Contains(leave, option.Name) {
			continue
		}
		values := []string{text}
		if option.Kind == Lines {
			values = strings.Split(text, "\n")
		}
		for _, value := range values {
			switch {
			case option.Kind == Bool && value == "true":
				line.WriteString(" --" + option.Name)
			case option.Kind == Bool:
				line.WriteString(" --" + option.Name + "=" + wording.Quote(value))
			default:
				line.WriteString(" --" + option.Name + " " + wording.Quote(value))
			}
		}
	}
	return line.String()
}
