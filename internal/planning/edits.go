package planning

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Edits are what putting a run's params into a project's files comes to.
type Edits struct {
	params.Result
	MetricsFiles []string // all that dvc.yaml declares, else the usual name
	Usual        bool     // it is the usual name: nothing declares one
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
	}
	if path.IsAbs(script) { // of any checkout: the longest end of it that is here
		script = path.Clean(script)[1:]
		for rest, more := script, true; more; _, rest, more = strings.Cut(rest, "/") {
			if info, err := fs.Stat(files, rest); err == nil && info.Mode().IsRegular() {
				script = rest
				break
			}
		}
	}
	if info, err := fs.Stat(files, script); path.Ext(script) == ".py" && fs.ValidPath(script) && err == nil && info.Mode().IsRegular() {
		return "python " + wording.Quote(script)
	}
	return ""
}

// UsualMetrics is where a project without dvc.yaml is looked at for metrics.
const UsualMetrics = "metrics/metrics.json"

// Edit works out the edit to the params files of a tree of files: a commit's,
// or the working tree's.
func Edit(files fs.FS, s settings.Params, run repro.Run) (Edits, error) {
	return edit(files, s, run, nil)
}

// edit leaves to the run command what no file takes and the command passes.
func edit(files fs.FS, s settings.Params, run repro.Run, passed []string) (Edits, error) {
	files = project.Linked(files)
	mapping, err := params.ParseMap(strings.Join(s.ParamsMap, "\n"))
	if err != nil {
		return Edits{}, err
	}
	pipeline, err := dvc.Read(files)
	if err != nil {
		return Edits{}, repro.Doubtf(repro.ParamsNotWritable, "read the pipeline: %w", err)
	}
	edits := Edits{pipeline: pipeline, MetricsFiles: metricsFilesOf(pipeline), Usual: len(pipeline.MetricPaths()) == 0}
	options := project.ParamsOptions(files, s, pipeline, run)
	options.Map, options.Passed = mapping, passed
	paths := s.ParamsFiles
	if len(paths) == 0 {
		paths = pipeline.ParamFiles()
	}
	sources, err := project.ReadParams(files, paths, len(s.ParamsFiles) > 0, pipeline)
	if errors.As(err, new(project.NoParamsFile)) && len(run.Params) > 0 {
		text := wording.ListUpTo(names(run.Params), 5)
		if file := project.Unnamed(files, run.Params); file != "" {
			text += ". " + wording.Capital(file)
		}
		return edits, repro.Doubtf(repro.ParamsNotWritable, "%w: %s", err, text)
	}
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
	edits.Result.Edits = slices.DeleteFunc(edits.Result.Edits, func(edit repro.ParamEdit) bool { // it was logged
		return edit.Status == repro.ParamNotRecorded && slices.ContainsFunc(ignored, func(other repro.ParamEdit) bool {
			return other.File == edit.File && slices.Equal(other.Key, edit.Key)
		})
	})
	edits.Result.Edits, edits.Warnings = append(ignored, edits.Result.Edits...), append(edits.Warnings, warnings...)
	if err := publishable(edits.Edits); err != nil {
		return edits, err
	}
	if len(edits.Files) > 0 { // the names of the metrics files may hold params, and so the values that are put back
		if edited, err := dvc.Read(editedFS{files, edits.Files}); err == nil {
			edits.MetricsFiles = metricsFilesOf(edited)
		}
	}
	return edits, nil
}

// publishable refuses an edit that would commit a secret: the branch is pushed,
// and whoever reads the repository reads it.
func publishable(edits []repro.ParamEdit) error {
	for _, edit := range edits {
		if secretEdit(edit) {
			return repro.Doubtf(repro.ParamsNotWritable, "param %s holds what looks like a secret, and the branch would publish it in %s. Train with the file's own value by --ignore-params %s; from now on, have the training read it from its environment, and log it no more", edit.Name, edit.File, wording.Quote(edit.Name))
		}
	}
	return nil
}

// secretEdit says whether an edit would write a secret.
func secretEdit(edit repro.ParamEdit) bool {
	return edit.Status.Writes() && redact.InParam(edit.Name, edit.Logged)
}

// metricsFilesOf are the files that a project's metrics are read from when
// nobody named one.
func metricsFilesOf(pipeline *dvc.Project) []string {
	if declared := pipeline.MetricPaths(); len(declared) > 0 {
		return declared
	}
	return []string{UsualMetrics}
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
	for _, status := range []repro.ParamStatus{repro.ParamUnchanged, repro.ParamPassed, repro.ParamAmbiguous, repro.ParamRefused, repro.ParamLoggedOnly, repro.ParamIgnored, repro.ParamNotRecorded} {
		if counts[status] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[status], status))
		}
	}
	if len(parts) == 0 {
		return "none logged"
	}
	return strings.Join(parts, ", ")
}
