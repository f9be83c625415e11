package flow

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// plan decides everything before anything is written: which code, which
// params go where, which branch. It only reads.
func (f *Flow) plan(ctx context.Context, s settings.Settings, version repro.ModelVersion, original repro.Run) (repro.Plan, error) {
	plan := repro.Plan{
		ID: f.NewID(), Model: version, Original: original,
		Command: s.RunCommand, Workflow: s.Workflow, OnCancel: s.OnCancel, Keep: s.Keep, Metrics: s.Metrics,
	}
	if err := judge.CheckPolicy(original.Metrics, plan.Metrics); err != nil {
		return plan, err
	}
	code, warnings, err := f.Project.Code(ctx, s.CodeRef, lineage.RecordedCommit(original).Value)
	plan.Code, plan.Warnings = code, append(plan.Warnings, warnings...)
	if err != nil {
		return plan, err
	}
	f.Step("code", gitformat.Short(code.Commit)+", "+code.From)
	files, err := f.Project.Files(ctx, code.Commit)
	if err != nil {
		return plan, err
	}
	edits, err := Edit(files, s, original)
	if errors.As(err, new(project.NoParamsFile)) {
		edits, err = byCommand(files, s, original, err)
	}
	if err != nil {
		return plan, err
	}
	plan.Params, plan.Files = edits.Edits, edits.Files
	plan.Warnings = append(plan.Warnings, edits.Warnings...)
	plan.Warnings = append(plan.Warnings, SecondHand(version, original)...)
	f.Step("params", edits.Summary())
	if plan.Branch = s.Branch; plan.Branch == "" {
		plan.Branch = f.Project.Branch(version)
	}
	if len(plan.Metrics.Files) == 0 {
		plan.Metrics.Files = edits.MetricsFiles
	}
	plan.Warnings = append(plan.Warnings, edits.predict(project.Linked(files), plan)...)
	return plan, nil
}

// byCommand are the edits of a project that has no params file: none. Its run command
// carries the params, and the new run's own log shows whether they arrived. Where a
// folder has a params file, that is probably the project, and none keeps its doubt.
func byCommand(files fs.FS, s settings.Settings, original repro.Run, none error) (Edits, error) {
	for _, below := range []string{"*/params.yaml", "*/*/params.yaml"} {
		if found, _ := fs.Glob(files, below); len(found) > 0 { // the pattern is right
			return Edits{}, repro.Doubtf(repro.ParamsNotWritable, "%w; there is %s: change to its folder, or name it with --params-file %s", none, found[0], wording.Quote(found[0]))
		}
	}
	logged := original.Params
	original.Params = nil
	edits, err := Edit(files, s, original)
	if err != nil {
		return edits, err
	}
	var said []string
	for _, param := range logged {
		edits.Edits = append(edits.Edits, repro.ParamEdit{Name: param.Name, Logged: param.Value, Status: repro.ParamLoggedOnly})
		said = append(said, param.Name)
	}
	edits.Warnings = append(edits.Warnings, "there is no params file here, so the run command has to carry what the original ran with: "+wording.List(wording.Few(said, 5)))
	return edits, nil
}

// SecondHand warns of an original that is a reproduction itself: a training
// that registers its model leaves a new latest version each time it is checked.
func SecondHand(version repro.ModelVersion, original repro.Run) []string {
	if len(version.Newer) > 0 {
		return []string{fmt.Sprintf("latest is taken as %s: all newer versions (%s) were registered by reproductions; choose one of them with --version NUMBER", version.Label(), wording.List(version.Newer))}
	}
	first := original.Tags[repro.OriginalTag]
	if first == "" {
		return nil
	}
	name := "this run"
	if version.Version != "" {
		name = version.Label()
	}
	return []string{fmt.Sprintf("%s is itself a reproduction, of run %s; to check the original, name its version with --version", name, first[:min(8, len(first))])}
}

// Edits are what putting a run's params into a project's files comes to.
type Edits struct {
	params.Result
	MetricsFiles []string // all that dvc.yaml declares, else the usual name
	pipeline     *dvc.Project
}

// Train is the command by which people train such a project: what its Makefile
// or dvc.yaml offers, else the script that the run recorded, if it is there. ""
// where nothing says.
func (e Edits) Train(files fs.FS, recorded repro.Fact) string {
	text, err := doc.ReadFile(files, "Makefile")
	offers := func(target string) bool {
		return err == nil && regexp.MustCompile(`(?m)^`+target+`\s*:`).Match(text)
	}
	script := recorded.Value
	switch {
	case offers("run"):
		return "make run"
	case e.pipeline != nil && len(e.pipeline.Stages) > 0:
		return e.pipeline.Checkout() + "dvc repro --force"
	case offers("train"):
		return "make train"
	case script != "" && path.Ext(script) == ".py" && fs.ValidPath(script):
		if info, err := fs.Stat(files, script); err == nil && info.Mode().IsRegular() {
			return "python " + wording.Quote(script)
		}
	}
	return ""
}

// defaultMetrics is where a project without dvc.yaml is looked at for metrics.
const defaultMetrics = "metrics/metrics.json"

// Edit works out the edit to the params files of a tree of files: a commit's,
// or the working tree's.
func Edit(files fs.FS, s settings.Settings, run repro.Run) (Edits, error) {
	files = project.Linked(files)
	mapping, err := params.ParseMap(strings.Join(s.ParamsMap, "\n"))
	if err != nil {
		return Edits{}, err
	}
	pipeline, err := dvc.Read(files)
	if err != nil {
		return Edits{}, repro.Doubtf(repro.ParamsNotWritable, "read the pipeline: %w", err)
	}
	edits := Edits{pipeline: pipeline, MetricsFiles: metricsFilesOf(pipeline)}
	options := project.ParamsOptions(files, s, pipeline, run)
	options.Map = mapping
	names := s.ParamsFiles
	if len(names) == 0 {
		names = pipeline.ParamFiles()
	}
	sources, err := project.ReadParams(files, names, len(s.ParamsFiles) > 0, pipeline)
	if err != nil && (len(run.Params) > 0 || len(s.ParamsFiles) > 0) { // without params there is nothing to write
		return edits, err
	}
	logged, ignored, warnings, err := ignoreParams(s.IgnoreParams, run.Params, sources, options)
	if err != nil {
		return edits, err
	}
	if edits.Result, err = params.Plan(sources, logged, options); err != nil {
		return edits, err
	}
	edits.Result.Edits, edits.Warnings = append(ignored, edits.Result.Edits...), append(edits.Warnings, warnings...)
	if err := publishable(edits.Edits); err != nil {
		return edits, err
	}
	if len(edits.Files) > 0 { // the names of the metrics files may hold params, and so the values that are put back
		if edited, err := dvc.Read(after{files, edits.Files}); err == nil {
			edits.MetricsFiles = metricsFilesOf(edited)
		}
	}
	return edits, nil
}

// publishable refuses an edit that would commit a secret: the branch is pushed,
// and whoever reads the repository reads it.
func publishable(edits []repro.ParamEdit) error {
	for _, edit := range edits {
		written := edit.Status == repro.ParamWritten || edit.Status == repro.ParamAssumed
		if written && redact.InParam(edit.Name, edit.Logged) {
			return repro.Doubtf(repro.ParamsNotWritable, "param %s holds what looks like a secret, and the branch would publish it in %s; have the training read it from its environment, and log it no more", edit.Name, edit.File)
		}
	}
	return nil
}

// metricsFilesOf are the files that a project's metrics are read from when
// nobody named one.
func metricsFilesOf(pipeline *dvc.Project) []string {
	if declared := pipeline.MetricPaths(); len(declared) > 0 {
		return declared
	}
	return []string{defaultMetrics}
}

// Summary counts what happens to the params: "2 written to params.yaml, 3
// unchanged, 4 logged only".
func (e Edits) Summary() string {
	counts := map[repro.ParamStatus]int{}
	for _, edit := range e.Edits {
		counts[edit.Status]++
	}
	var parts []string
	if written := counts[repro.ParamWritten] + counts[repro.ParamAssumed]; written > 0 {
		names := make([]string, len(e.Files))
		for i, file := range e.Files {
			names[i] = file.Path
		}
		parts = append(parts, fmt.Sprintf("%d written to %s", written, wording.List(names)))
	}
	for _, status := range []repro.ParamStatus{repro.ParamUnchanged, repro.ParamAmbiguous, repro.ParamRefused, repro.ParamLoggedOnly, repro.ParamIgnored, repro.ParamNotRecorded} {
		if counts[status] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[status], status))
		}
	}
	if len(parts) == 0 {
		return "none logged"
	}
	return strings.Join(parts, ", ")
}

// predict warns of a command that would, by the project's own records, train
// nothing.
func (e Edits) predict(files fs.FS, plan repro.Plan) []string {
	if e.pipeline == nil || plan.Command == "" {
		return nil
	}
	var warnings []string
	calls := dvc.FindRepro(files, plan.Command)
	plain := slices.ContainsFunc(calls, func(call dvc.Repro) bool { return !call.Force })
	if slices.ContainsFunc(calls, func(call dvc.Repro) bool { return call.Pull }) {
		warnings = append(warnings, "dvc repro --pull fetches the original's outputs where it can, instead of training; leave --pull out")
	}
	if slices.ContainsFunc(calls, func(call dvc.Repro) bool { return call.Quiet }) {
		warnings = append(warnings, "dvc repro --quiet does not say which stages it skips, so whether it trained is not known; leave --quiet out")
	}
	after, err := dvc.Read(after{files, plan.Files})
	if err != nil {
		return warnings
	}
	for _, forecast := range after.WouldSkip() {
		switch {
		case forecast.Frozen:
			warnings = append(warnings, fmt.Sprintf("stage %s is frozen, so DVC never runs it, not even with --force; unfreeze it with dvc unfreeze %s", forecast.Stage, wording.Quote(forecast.Stage)))
		case plain:
			warnings = append(warnings, fmt.Sprintf("dvc repro will skip stage %s, as %s; make the command dvc repro --force", forecast.Stage, strings.Join(forecast.Reasons, "; ")))
		}
	}
	return warnings
}
