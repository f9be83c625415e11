//go:build !nodesk

package settings

import (
	"strings"
	"testing"
)

// TestHelpFor: a sentence of a command's own is about an option that the command has, says
// something else than the table, and the default that is printed is the one that holds.
func TestHelpFor(t *testing.T) {
	t.Parallel()
	for command, own := range commandHelps {
		takes := map[string]Option{}
		for _, option := range Flags(command) {
			takes[option.Name] = option
		}
		for name, said := range own {
			option, known := takes[name]
			switch help, _ := option.HelpFor(command); {
			case !known:
				t.Errorf("%s has no --%s", command, name)
			case help != said.help || help == option.Help || !strings.HasSuffix(help, "."):
				t.Errorf("%s --%s: %q", command, name, help)
			}
		}
	}
	for _, tt := range []struct{ command, option, without string }{
		{"explain", "registry", "scratch"}, {"run", "registry", "own"}, {"explain", "budget", "1h"}, {"list", "budget", ""}, {"audit", "deep", ""},
	} {
		option, _ := Find(tt.option)
		if _, without := option.HelpFor(tt.command); without != tt.without {
			t.Errorf("%s --%s holds %q without it, want %q", tt.command, tt.option, without, tt.without)
		}
	}
	for _, command := range []string{"audit", "list", "explain", "record"} { // no sentence about another command
		for _, option := range Flags(command) {
			help, _ := option.HelpFor(command)
			for _, other := range []string{"init", "record", "explain", "list", "audit"} {
				if other != command && strings.Contains(help, "For "+other) || strings.Contains(help, " "+other+" takes ") {
					t.Errorf("%s --%s is about %s: %q", command, option.Name, other, help)
				}
			}
		}
	}
}
