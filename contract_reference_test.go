package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/settings"
)

// This file has the parts of docs/reference.md that no table of the program makes: what is
// left on runs and versions, what a training is given, and the variables that are read.

// A named is a row of the reference: a name, and what it means.
type named struct{ name, where, means string }

var referenceTags = []named{
	{"reproduce.id", "new run", "The attempt that made it. Runs with it are no originals."},
	{"reproduce.original_run_id", "new run", "The run that is being reproduced."},
	{"reproduce.challenge", "new run", "The param that a challenge changed: its run is no reproduction."},
	{"reproduce.baseline", "new run", "The run that this one counts as an original of, after `baseline` has checked it."},
	{"reproduce.record", "original run", "The recording of `record`, whose `reproduce/lineage.json` is among the run's artifacts."},
	{"reproduce.record.commit", "original run", "The commit as the recorded training started."},
	{"reproduce.record.tree", "original run", "Whether it had uncommitted changes: clean, dirty or unknown."},
	{"reproduce.record.sha256", "original run", "Digest of that lineage.json."},
	{"reproduce.verdict", "model version", "Verdict of its latest check, with `write-back`."},
	{"reproduce.checked_at", "model version", "Time of that check; `list` goes by it."},
	{"reproduce.evidence", "model version", "What proved that the numbers were computed."},
	{"reproduce.report", "model version", "Page of the workflow run that has the report."},
	{"reproduce.report_sha256", "model version", "Digest of that report.json."},
	{"reproduce.tolerance", "model version", "That a wider tolerance alone ended a drift."},
	{"reproduce.drift", "model version", "A drift that no check has ended: what a check has to judge before the verdict is reproduced again."},
}

var referenceVariables = []named{
	{"MLFLOW_RUN_CONTEXT", "given to a training", "The tags of the new run, merged with those that are set; on GitHub the input `reproduce_context` has them."},
	{"REPRODUCE_ID", "given to a training", "The attempt's id; on GitHub the input `reproduce_id` has it, where the workflow declares it."},
	{"MLFLOW_TRACKING_URI", "read", "Tracking server, where `tracking-uri` is not said. MLflow's own variables for credentials and TLS are read as its client reads them."},
	{"DATABRICKS_HOST", "read", "Workspace of a `tracking-uri` of `databricks`, with the other names of Databricks' SDK for credentials and profiles."},
	{"REPRODUCE_WEBHOOK", "read", "Address of a chat, for `report`. A secret."},
	{"NO_COLOR", "read", "No colour, as `TERM=dumb` has none."},
	{"GH_HOST", "read", "Host of an Enterprise Server that a token may be sent to, on the command line."},
}

// furtherReference is what of the reference is made of no table of the program.
func furtherReference() string {
	var b strings.Builder
	b.WriteString("\n## Flags of every command\n\n| Flag | Meaning |\n|:--|:--|\n")
	for _, option := range settings.Global {
		fmt.Fprintf(&b, "| `%s` | %s |\n", option.Name, option.Help)
	}
	b.WriteString("| `help` | Explain the command, with what each flag does for it. |\n")
	b.WriteString("\n## Tags\n\nWhat is left in MLflow, and on what.\n\n| Tag | On | Meaning |\n|:--|:--|:--|\n")
	for _, tag := range referenceTags {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", tag.name, tag.where, tag.means)
	}
	b.WriteString("\n## Variables\n\n| Variable | | Meaning |\n|:--|:--|:--|\n")
	for _, variable := range referenceVariables {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", variable.name, variable.where, variable.means)
	}
	b.WriteString("\n## Files\n\n`report.json` has a [JSON Schema](../internal/report/schema/report-1.json), which the\n[lineage](../internal/report/schema/lineage-1.json) of `record` and [statements](statement.md) have, too. What is\nkept of past checks is in [history](history.md).\n")
	return b.String()
}

// tagText is a tag as the program writes it.
var tagText = regexp.MustCompile(`"(reproduce\.[a-z0-9_]+(?:\.[a-z0-9]+)?)"`)

// TestContract_tags: every tag that the program writes or reads is in the reference, and none
// is there that it does not know.
func TestContract_tags(t *testing.T) {
	t.Parallel()
	found := map[string]bool{}
	err := filepath.WalkDir("internal", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		text, err := os.ReadFile(file)
		for _, match := range tagText.FindAllStringSubmatch(string(text), -1) {
			if name := match[1]; !strings.HasSuffix(name, ".yml") && !strings.HasSuffix(name, ".yaml") {
				found[name] = true
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range referenceTags {
		if !found[tag.name] {
			t.Errorf("%s is in the reference, and the program does not know it", tag.name)
		}
		delete(found, tag.name)
	}
	for name := range found {
		t.Errorf("%s is in no row of the reference", name)
	}
}
