//go:build !nodesk

package nextstep

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file says of which drift a search by trainings can find the cause, and its line.

// explainable says whether something differs that `reproduce explain` restores, in a check
// that it can make again: here, of a run, from a report that is kept.
func explainable(r repro.Result, typed settings.Values) bool {
	if dir, said := typed["output-dir"]; said && dir == "" || typed["diagnose"] == settings.DiagnoseExperiment {
		return false
	}
	if r.Plan.Command == "" || r.Original.ID == "" || r.Original.From != "" || r.Plan.Code.Commit == "" {
		return false
	}
	recorded := lineage.RecordedCommit(r.Original)
	otherTree := recorded.Known() && recorded.Value != r.Plan.Code.Commit
	return slices.ContainsFunc(r.Causes, func(c repro.Cause) bool {
		if c.Strength != repro.ConsistentWith && c.Strength != repro.DiffersUntested || c.Bearing == repro.BearingSeldom || c.Bearing == repro.BearingIdle {
			return false
		}
		switch c.Factor {
		case repro.KindEnvironment:
			return c.Name != repro.DockerImage
		case repro.KindVariable:
			return true
		case repro.KindCode, repro.KindFile, repro.KindData, repro.KindParams, repro.KindSeed, repro.KindCommand:
			return otherTree && c.Name != repro.DirtyTree
		}
		return false
	})
}

// changesLine is the command that gets what was in no commit as the original was trained here;
// "" where that differs in nothing, or was not recorded.
func changesLine(r repro.Result) string {
	if r.Plan.Command == "" {
		return ""
	}
	return lineage.ApplyDiff(r.Original, r.Inputs)
}

// explainLine is the command that looks for the cause of the drift whose report is saved in a
// directory. What a report does not keep of the check is said again.
func explainLine(r repro.Result, typed settings.Values, saved string) string {
	keep := []string{"tracking-uri", "config", "params-file", "params-map"}
	passed := func(edit repro.ParamEdit) bool { return edit.Status == repro.ParamPassed }
	if slices.ContainsFunc(r.Plan.Params, passed) || strings.Contains(typed["run-command"], "***") {
		keep = append(keep, "run-command")
	}
	again := settings.Values{}
	for _, name := range keep {
		if text, said := typed[name]; said {
			again[name] = text
		}
	}
	return "reproduce explain " + wording.Quote(saved) + again.ShellFlags("explain")
}
