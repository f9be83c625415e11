package main

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/runner"
	"github.com/reproduce-action/reproduce/internal/settings"
)

var update = flag.Bool("update", false, "write the files that are made from the tables, and golden files")

// reasonEnum is the closed set of reasons in the schema of report.json.
var reasonEnum = regexp.MustCompile(`(?s)("reason": \{\n {6}"enum": \[\n).*?(\n {6}\])`)

// exitTable is the table of exit codes in the README.
var exitTable = regexp.MustCompile(`(?s)\| Exit code \|.*?\n\n`)

// packageRows is the table of packages in ARCHITECTURE.md.
var packageRows = regexp.MustCompile(`(?s)\| Package \|.*?\n\n`)

// releasedImage is what a release puts in the Dockerfile's place.
var releasedImage = regexp.MustCompile(`(?m)^(  image: )docker://\S+@sha256:[0-9a-f]{64}$`)

// TestContract holds the files that are made from the tables of options, outputs,
// reasons and exit codes against those tables, so that none of them can lie. The layer map is one of them.
func TestContract(t *testing.T) {
	const schema = "internal/report/schema/report-1.json"
	for file, want := range map[string]string{
		"action.yml":        actionYAML(),
		"docs/reference.md": reference(),
		"docs/evidence.md":  evidencePage(),
		schema:              replaced(t, schema, reasonEnum, "${1}"+reasonLines()+"${2}"),
		"README.md":         replaced(t, "README.md", exitTable, exitCodes()+"\n"),
		"ARCHITECTURE.md":   replaced(t, "ARCHITECTURE.md", packageRows, packageTable(t)+"\n"),
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
			t.Errorf("%s is not what the tables make; run: go test . -run TestContract -update", file)
		}
	}
}

// replaced is a file with the one part that is made from a table as the table
// makes it.
func replaced(t *testing.T, file string, part *regexp.Regexp, by string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(part.FindAll(text, -1)); n != 1 {
		t.Fatalf("%s has the part %s %d times, want once", file, part, n)
	}
	return string(part.ReplaceAll(text, []byte(by)))
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
	return text
}

func reference() string {
	var b strings.Builder
	b.WriteString("# Reference\n\n<!-- made from the tables in internal/settings, runner and repro; go test . -run TestContract -update -->\n\n" +
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
	b.WriteString("\nAmounts are joined with `or`: the largest decides, up and down each for itself. An\namount with a sign applies in one direction only; a direction that no amount applies to is free.\n")
	b.WriteString("\n## Outputs\n\nSet whatever the verdict.\n\n| Output | Meaning |\n|:--|:--|\n")
	for _, output := range runner.Outputs {
		fmt.Fprintf(&b, "| `%s` | %s |\n", output.Name, output.Help)
	}
	b.WriteString("\n## Verdicts and their reasons\n\nThe reason is a stable word, in `report.json` and among the outputs. A later version may add some.\n\n" +
		"| Verdict | Reason | Meaning | What to do |\n|:--|:--|:--|:--|\n")
	for _, info := range repro.Reasons {
		remedy := cmp.Or(info.Remedy, "–")
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s |\n", info.Verdict, info.Reason, info.Meaning, remedy)
	}
	b.WriteString("\n## Exit codes\n\n" + exitCodes() + furtherReference())
	return b.String()
}

func exitCodes() string {
	var b strings.Builder
	b.WriteString("| Exit code | Meaning |\n|--:|:--|\n")
	for _, exit := range repro.ExitCodes {
		fmt.Fprintf(&b, "| %d | %s |\n", exit.Code, exit.Meaning)
	}
	return b.String()
}

// reasonLines are the schema's reasons, one a line.
func reasonLines() string {
	var lines []string
	for _, info := range repro.Reasons {
		lines = append(lines, fmt.Sprintf("        %q", info.Reason))
	}
	return strings.Join(lines, ",\n")
}
