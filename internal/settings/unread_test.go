package settings

import (
	"slices"
	"strings"
	"testing"
)

// TestUnread: an input that its command does not read would be taken for one
// that works.
func TestUnread(t *testing.T) {
	for _, test := range []struct {
		command, input string
		ok             bool
	}{
		{"run", "tolerances", true}, {"run", "results", false}, {"run", "max-models", false}, {"run", "models", false},
		{"list", "models", true}, {"list", "model", false}, {"list", "workflow", false}, {"list", "fail-on", false}, {"list", "job-summary", true},
		{"report", "results", true}, {"report", "fail-on", true}, {"report", "tracking-uri", false},
		{"audit", "deep", true}, {"audit", "output-dir", true}, {"audit", "comment", false},
		{"show", "params-map", true}, {"show", "timeout", false}, {"show", "github-token", true},
	} {
		err := Values{test.input: "x"}.Unread(test.command)
		if (err == nil) != test.ok || err != nil && (!strings.Contains(err.Error(), test.input) || !strings.Contains(err.Error(), "command: "+test.command)) {
			t.Errorf("%s with command %s: %v, want ok %t", test.input, test.command, err, test.ok)
		}
	}
	for _, option := range Inputs() {
		for _, half := range []string{"start", "finish", "resume"} {
			if option.Reads(half) != option.Reads("run") {
				t.Errorf("%s: run reads it: %t, and %s: %t; both halves of a check are given the same inputs", option.Name, option.Reads("run"), half, option.Reads(half))
			}
		}
	}
	if err := (Values{}).Unread("lists"); err == nil || !strings.Contains(err.Error(), "did you mean list?") {
		t.Errorf("command lists: %v", err)
	}
	if command, _ := Find("command"); !slices.Equal(command.Choices, actionCommands) {
		t.Error("the commands of the table are others")
	}
}
