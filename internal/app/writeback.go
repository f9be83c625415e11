package app

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/judge/drift"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Tags of a model version beside those of package cause.
const (
	evidenceTag = "reproduce.evidence"      // what proved that the numbers were computed
	reportTag   = "reproduce.report"        // the page of the workflow run that has the report
	digestTag   = "reproduce.report_sha256" // of its report.json
	widenedTag  = "reproduce.tolerance"     // that a wider one alone ended a drift
)

// Widened says of a result where a wider tolerance alone ended its drift, by earlier
// checks; "" for any other.
func Widened(past []repro.Record, result repro.Result) string {
	var series drift.Series
	for _, record := range cause.Course(past, result) {
		if record.At.Before(result.CheckedAt) {
			series.Add(record)
		}
	}
	now := cause.RecordOf(result, "")
	now.Metrics, now.Models = judge.CheckedOf(result), judge.CheckedModels(result.Comparison.Model)
	if stands := series.Add(now); stands.Shows() {
		return stands.Words()
	}
	return ""
}

// WriteBack leaves the verdict, its evidence and its time on the model version, what widened
// says of its tolerance, and a drift that goes on. Never a stage, never an alias: those are other
// people's decisions. A check that was over later than one that began after it writes nothing.
func WriteBack(ctx context.Context, registry *mlflow.Registry, result repro.Result, widened string) []string {
	model := result.Model()
	if model.Version == "" {
		return []string{"nothing was written back: the verdict is stored as tags of a model version, and this run has no model version"}
	}
	if now, err := registry.ModelVersion(ctx, model.Name, model.Version); err == nil { // others may have written meanwhile
		model.Tags = now.Tags
	}
	if at, err := time.Parse(time.RFC3339, strings.TrimSpace(model.Tags[cause.CheckedTag])); err == nil && at.After(result.CheckedAt) {
		return []string{"the verdict was not written back: the version has the one of a later check, of " + at.UTC().Format("2 Jan 2006 15:04 UTC") +
			". Where a clock was wrong, delete the version's tag " + cause.CheckedTag}
	}
	drift := model.Tags[cause.DriftTag]
	switch {
	case result.Verdict == repro.Drifted:
		drift = tagDrift(drift, result)
	case result.Verdict == repro.Reproduced && widened == "":
		drift = ""
	}
	err := setTags(ctx, registry, model, [][2]string{
		{cause.DriftTag, drift}, // first: a green one never stands beside none of it
		{cause.VerdictTag, string(result.Verdict) + " (" + string(result.Reason) + ")"},
		{evidenceTag, proof(result)},
		{widenedTag, printable.OneLine(widened, 400)},
		{cause.CheckedTag, result.CheckedAt.UTC().Format(time.RFC3339)},
	})
	if err != nil {
		return []string{"the verdict was not written back: " + err.Error()}
	}
	return nil
}

// tagDrift is the tag of a drift that a check found.
func tagDrift(before string, result repro.Result) string {
	record := cause.RecordOf(result, "")
	record.Metrics, record.Models = judge.CheckedOf(result), judge.CheckedModels(result.Comparison.Model)
	return cause.TagDrift(before, record, drift.JudgedBy(record))
}

// WriteBackReport leaves on the model version where the saved report is, and its digest.
// It comes after WriteBack: a report that tells of a tag that was not set has
// another digest.
func (a *App) WriteBackReport(ctx context.Context, registry *mlflow.Registry, result repro.Result, dir string) error {
	if result.Model().Version == "" {
		return nil
	}
	text, err := ReadBounded(filepath.Join(a.absolute(dir), reportjson.File), MaxReportBytes)
	if err != nil {
		return err
	}
	return setTags(ctx, registry, result.Model(), [][2]string{
		{reportTag, a.Secrets.Text(a.jobPage())}, {digestTag, digest(text)},
	})
}

// setTags sets those tags that the version does not have so already. One without a
// value is set only to replace another check's.
func setTags(ctx context.Context, registry *mlflow.Registry, model repro.ModelVersion, tags [][2]string) error {
	for _, tag := range tags {
		before, there := model.Tags[tag[0]]
		if before == tag[1] || tag[1] == "" && !there {
			continue
		}
		if err := registry.SetVersionTag(ctx, model.Name, model.Version, tag[0], tag[1]); err != nil {
			return err
		}
	}
	return nil
}

// proof names the witnesses that proved the numbers; it says so where none did.
func proof(result repro.Result) string {
	if told := evidence.ReadProof(result.Evidence); told.Proven {
		return strings.TrimSpace("proven " + printable.OneLine(strings.Join(told.Witnesses, ", "), 200))
	}
	return "not proven"
}
