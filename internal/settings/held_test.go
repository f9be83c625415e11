package settings

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// notHeld are options that the settings do not hold: a token stays with whoever asks
// GitHub, and the two others count before a configuration is read.
var notHeld = []string{"github-token", "command", "require-permission"}

// anotherValue is a value of an option that is not its default.
func anotherValue(option Option) string {
	special := map[string]string{
		"due": `[{"name":"churn","version":"1","run_id":"r"}]`, "fail-on": "never", "tolerances": "auc: exact", "compare-model": "exact", "material": "auc: 1%",
		"params-map": "a=b", "metrics-map": "a=b", "workflow-inputs": "a=b", "match-tag": "a=b", "version": "7", "unknown-params": "add", "comment-target": "pr/12",
	}
	if value, ok := special[option.Name]; ok {
		return value
	}
	switch option.Kind {
	case Bool:
		return map[bool]string{true: "false", false: "true"}[option.Default == "true"]
	case Number:
		return "3"
	case Duration:
		return "90s"
	case Choice:
		return option.Choices[slices.IndexFunc(option.Choices, func(choice string) bool { return choice != option.Default })]
	default:
		return "canary"
	}
}

// TestEachOptionIsHeld: what the table offers reaches the settings, and a token is in
// none of them, whatever the command.
func TestEachOptionIsHeld(t *testing.T) {
	t.Parallel()
	plain, err := Values{}.ActionSettings("run")
	if err != nil {
		t.Fatal(err)
	}
	for _, option := range Options {
		held, err := Values{option.Name: anotherValue(option)}.ActionSettings("run")
		if err != nil {
			t.Errorf("%s: %v", option.Name, err)
			continue
		}
		if changed := !reflect.DeepEqual(held, plain); changed == slices.Contains(notHeld, option.Name) {
			t.Errorf("%s: held %v", option.Name, changed)
		}
	}
	const token = "ghp_canary"
	for _, command := range append([]string{"compare", "resume", "baseline"}, actionCommands...) {
		held, err := Values{"github-token": token}.ActionSettings(command)
		if err != nil || strings.Contains(fmt.Sprintf("%+v", held), token) {
			t.Errorf("%s holds the token (%v): %+v", command, err, held)
		}
	}
}
