package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/runner"
	"github.com/reproduce-action/reproduce/internal/settings"
)

var update = flag.Bool("update", false, "write the files that are made from the option table, and golden files")

// releasedImage is what a release puts in the Dockerfile's place.
var releasedImage = regexp.MustCompile(`(?m)^(  image: )docker://\S+@sha256:[0-9a-f]{64}$`)

// TestContract holds action.yml and the reference page against the option
// table: they are made from it, so that none of them can lie.
func TestContract(t *testing.T) {
	for file, want := range map[string]string{
		"action.yml":        actionYAML(),
		"docs/reference.md": reference(),
	} {
		if *update {
			if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got = releasedImage.ReplaceAll(got, []byte("${1}Dockerfile")); string(got) != want {
			t.Errorf("%s is not what the option table makes; run: go test . -run TestContract -update", file)
		}
	}
}

// TestOptionTable holds what every row must have.
func TestOptionTable(t *testing.T) {
	seen := map[string]bool{}
	commands, _ := settings.Find("command")
	for _, option := range settings.Options {
		if seen[option.Name] {
			t.Errorf("%s stands twice in the table", option.Name)
		}
		seen[option.Name] = true
		if option.Name != strings.ToLower(option.Name) || strings.ContainsAny(option.Name, "_ ") {
			t.Errorf("%s: names are kebab-case", option.Name)
		}
		if !strings.HasSuffix(option.Help, ".") {
			t.Errorf("%s: the help is a sentence and ends with a full stop: %q", option.Name, option.Help)
		}
		if option.NoFlag && option.NoInput {
			t.Errorf("%s can be said nowhere", option.Name)
		}
		if !option.NoInput && !slices.ContainsFunc(commands.Choices, option.Reads) {
			t.Errorf("%s is an input that no command of the action reads", option.Name)
		}
		if !option.NoFlag && len(option.Commands) == 0 {
			t.Errorf("%s is a flag of no command", option.Name)
		}
	}
}

func actionYAML() string {
	var b strings.Builder
	b.WriteString(`# Made from the option table in internal/settings; go test . -run TestContract -update
name: Reproduce a registered model
description: Trains a model version from MLflow again, compares the metrics, and says what differs and how strong the evidence is.
author: The reproduce authors
branding:
  icon: repeat
  color: purple
inputs:
`)
	for _, option := range settings.Inputs() {
		description := describe(option)
		if option.Default != "" && option.Declared() == "" {
			description += fmt.Sprintf(" Without it %s.", option.Default)
		}
		fmt.Fprintf(&b, "  %s:\n    description: %q\n    required: false\n", option.Name, description)
		if option.Declared() != "" {
			fmt.Fprintf(&b, "    default: %s\n", option.Declared())
		}
	}
	b.WriteString("outputs:\n")
	for _, output := range runner.Outputs {
		fmt.Fprintf(&b, "  %s:\n    description: %q\n", output.Name, output.Help)
	}
	b.WriteString("runs:\n  using: docker\n  image: Dockerfile\n")
	return b.String()
}

func describe(option settings.Option) string {
	text := option.Help
	if len(option.Choices) > 0 {
		text = strings.TrimSuffix(text, ".") + ": " + strings.Join(option.Choices, ", ") + "."
	}
	if option.Unsupported {
		text += " Not in this version yet: anything but the default is an error."
	}
	return text
}

func reference() string {
	var b strings.Builder
	b.WriteString("# Reference\n\n<!-- made from the option table in internal/settings; go test . -run TestContract -update -->\n\n" +
		"Inputs of the action and flags of the command line are the same words. A flag is\nwritten `--name value`; an option that takes several values is repeated as a flag\nand has one value a line as an input.\n\n" +
		"What is said in two places counts in this order: flag or input, the model's entry\nin the configuration file, its defaults, the default below. An input that is empty\nwas not said. action.yml declares no default but the token: the runner would hand\nit over as if it had been said.\n\n" +
		"| Option | Default | Meaning | Flag of | Input |\n|:--|:--|:--|:--|:--|\n")
	for _, option := range settings.Options {
		flagOf, input := strings.Join(option.Commands, ", "), "yes"
		if option.NoFlag {
			flagOf = "–"
		}
		if option.NoInput {
			input = "–"
		}
		def := "–"
		if option.Default != "" {
			def = "`" + option.Default + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", option.Name, def, strings.ReplaceAll(describe(option), "|", "\\|"), flagOf, input)
	}
	b.WriteString("\n## Tolerances\n\nOne `NAME: SPEC` a line. A name is a metric, a glob such as `*_loss`, or `default`. A bare number is an error.\n\n| Spec | Meaning |\n|:--|:--|\n")
	for _, form := range judge.ToleranceForms {
		fmt.Fprintf(&b, "| `%s` | %s |\n", form.Spec, form.Meaning)
	}
	b.WriteString("\nAmounts are joined with `or`: the largest decides, up and down each for itself. An\namount with a sign looks one way only; a way that no amount looks is free.\n")
	b.WriteString("\n## Outputs\n\nSet whatever the verdict.\n\n| Output | Meaning |\n|:--|:--|\n")
	for _, output := range runner.Outputs {
		fmt.Fprintf(&b, "| `%s` | %s |\n", output.Name, output.Help)
	}
	b.WriteString("\n## Exit codes\n\n| Code | Meaning |\n|--:|:--|\n| 0 | reproduced |\n| 1 | an error before there was anything to judge |\n| 2 | usage or configuration |\n| 3 | drifted |\n| 4 | could not verify |\n| 130 | interrupted |\n")
	return b.String()
}
