package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/reproduce-action/reproduce/internal/audit"
	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/flow"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/planning"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/redact"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/report/reportjson"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/sideeffect"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Show is `reproduce show`.
func (a *App) Show(ctx context.Context, s settings.Settings) error {
	view, err := a.View(ctx, s)
	if err != nil {
		return err
	}
	if s.JSON {
		document, err := reportjson.EncodeView(view)
		if err != nil {
			return err
		}
		return a.PrintJSON(document)
	}
	return a.Print(report.Show(view, a.Style()))
}

// View is what there is to show of a version and its run. It looks at the working tree, not at a
// commit.
func (a *App) View(ctx context.Context, s settings.Settings) (view report.View, err error) {
	version, run, recorded, doubt, err := a.original(ctx, s)
	if err != nil {
		return view, err
	}
	plan := repro.Plan{Model: version, Original: run}
	dir, err := a.ProjectDir(ctx, s)
	if err != nil {
		return view, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return view, err
	}
	defer root.Close()
	refused, below := "", false
	edits, err := planning.Edit(root.FS(), s.Params, run)
	if doubt, ok := repro.AsDoubt(err); ok && !s.UpdateParams {
		// Without a file to edit there is still a version to look at.
		plan.Warnings = append(plan.Warnings, doubt.Error())
		if s.Directory == "" {
			folders := a.ParamsFilesNear(doubt.Reason)
			plan.Warnings, below = append(plan.Warnings, folders...), len(folders) > 0
		}
		if params.Refused(err) {
			refused = doubt.Error()
		}
	} else if err != nil {
		return view, err
	}
	plan.Params, plan.Files = edits.Edits, edits.Files
	plan.Warnings = append(plan.Warnings, edits.Warnings...)
	if doubt != "" {
		plan.Warnings = append(plan.Warnings, doubt)
	}
	plan.Warnings = append(append(plan.Warnings, planning.SecondHand(version, run)...), planning.OfFile(run)...)
	if plan.Metrics.Files = edits.MetricsFiles; edits.Usual && !Exists(filepath.Join(dir, filepath.FromSlash(planning.UsualMetrics))) {
		plan.Metrics.Files = nil // nobody named it, and it is not there
	}
	view = report.View{Plan: plan, Lineage: recorded, Refused: refused, Below: below, Train: edits.Train(root.FS(), recorded.Command), Called: recorded.Called.Value, Changes: lineage.OverCommit(run, recorded.Uncommitted.Note)}
	view.Hydra = planning.HydraCommand(root.FS(), view.Train, run.Params)
	view.Plan.Warnings = append(view.Plan.Warnings, a.askedFor(ctx, s, recorded.Commit.Value, plan)...)
	view.Plan.Warnings = append(view.Plan.Warnings, flow.Expected(root.FS(), s, plan)...)
	if len(plan.Params) == 0 {
		view.Holds, _ = project.FileHolding(project.Linked(root.FS()), func(string) bool { return false }, run.Params)
	}
	past, doubts := a.History(ctx, s)
	now := repro.Result{CheckedAt: a.Now(), Plan: plan, Original: run}
	view.Earlier = cause.NewLedger(past, now).Checks
	view.Plan.Warnings = append(view.Plan.Warnings, doubts...)
	view.Flags = func(command string) string {
		typed := s.Typed
		if command == "run" && typed["registry"] == "" && sideeffect.AdvisesScratch(view.Plan.Warnings) {
			typed = settings.Values{"registry": settings.RegistryScratch}.Over(typed)
		}
		return typed.ShellFlags(command, "version", "run-id", "update-params", "json")
	}
	if s.UpdateParams {
		said, err := a.updateParams(ctx, dir, s, plan)
		if err != nil {
			return view, err
		}
		view.Updated, view.Plan.Warnings = true, append(view.Plan.Warnings, said...)
	}
	return redact.Copy(a.Secrets, view), nil
}

// lineage is what is recorded of a run: by itself, by its model's files and by record, and
// by its commit where that is in the clone here, whose DVC files have the data of a run
// that names none. store is nil where there is no registry.
func (a *App) lineage(ctx context.Context, s settings.Settings, store mlflow.Store, version repro.ModelVersion, run repro.Run, record lineage.Record) repro.Lineage {
	recorded := lineage.Recorded(run)
	var whole func(context.Context, string) (fs.FS, string, error)
	if clone, err := project.OpenClone(ctx, a.Dir, s.Directory); err == nil && recorded.Commit.Known() {
		whole = clone.RepositoryFiles
		if len(recorded.Data) == 0 {
			recorded.Data = audit.DataAt(ctx, clone, recorded.Commit.Value, run.Tags[lineage.MlflowSource], s.Params)
		}
	}
	return lineage.WithSoftware(ctx, store, whole, version, run, record, recorded)
}

// ParamsFilesNear names the folders below this one that have a params file, else the one
// above that has, where the doubt is that there is none here: in a repository of many
// projects, the one to be in.
func (a *App) ParamsFilesNear(doubt repro.Reason) []string {
	if doubt != repro.ParamsNotWritable || Exists(filepath.Join(a.Dir, "params.yaml")) {
		return nil
	}
	const most = 3
	var folders []string
	for _, below := range []string{"*", "*/*", "*/*/*"} {
		found, _ := fs.Glob(os.DirFS(a.Dir), below+"/params.yaml") // the pattern is right
		for _, file := range found {
			folders = append(folders, path.Dir(file))
		}
		if len(folders) > 0 {
			break // the nearest ones
		}
	}
	if len(folders) == 0 {
		if note := a.paramsFileAbove(); note != "" {
			return []string{note}
		}
		return nil
	}
	return []string{"there is a params.yaml in " + strings.Join(folders[:min(len(folders), most)], ", ") + "; if that is the project, change to it: cd " + wording.Quote(folders[0])}
}

// paramsFileAbove looks for a params file up to the top of the clone.
func (a *App) paramsFileAbove() string {
	top, folder := a.Dir, ""
	for !Exists(filepath.Join(top, ".git")) {
		up := filepath.Dir(top)
		if up == top {
			return ""
		}
		top, folder = up, path.Join(filepath.Base(top), folder)
	}
	return project.Above(os.DirFS(top), folder)
}

// maxMetadata is far above any metadata file.
const maxMetadata = 16 << 20

// original finds the version and its run, from the registry or a file, and what is
// recorded of its training; doubt says why what record left is not used.
func (a *App) original(ctx context.Context, s settings.Settings) (version repro.ModelVersion, run repro.Run, recorded repro.Lineage, doubt string, err error) {
	if s.Metadata != "" {
		dir, err := a.ProjectDir(ctx, s)
		if err != nil {
			return version, run, recorded, "", err
		}
		data, err := ReadBounded(filepath.Join(dir, filepath.FromSlash(s.Metadata)), maxMetadata)
		if err != nil {
			return version, run, recorded, "", fmt.Errorf("read the metadata file: %w; where it is an output of DVC, get it with dvc pull", err)
		}
		run, err := mlflow.ReadOriginal(data)
		if clone, opened := project.OpenClone(ctx, a.Dir, s.Directory); err == nil && opened == nil {
			run, err = lineage.Unabbreviated(ctx, run, clone.Repository.Resolve)
		}
		if err != nil {
			return version, run, recorded, "", fmt.Errorf("read %s: %w", s.Metadata, err)
		}
		run.From = s.Metadata
		return repro.ModelVersion{Name: s.Ref.Name, RunID: run.ID, RunFrom: "the file " + s.Metadata}, run, a.lineage(ctx, s, nil, version, run, lineage.Record{}), "", nil
	}
	if s.Ref.Name == "" && s.Ref.RunID == "" {
		return version, run, recorded, "", NewUsageError(errors.New("show: which model? give a registered name, --run-id or --metadata"))
	}
	registry, err := a.OpenRegistry(ctx, s.TrackingURI)
	if err != nil {
		return version, run, recorded, "", err
	}
	defer registry.Close()
	version, run, err = mlflow.Resolve(ctx, registry, s.Ref)
	if err == nil {
		var record lineage.Record
		record, doubt = lineage.ReadRecord(ctx, registry, run)
		recorded = a.lineage(ctx, s, registry, version, run, record)
	}
	return version, run, recorded, doubt, err
}
