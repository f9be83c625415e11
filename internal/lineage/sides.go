package lineage

import (
	"context"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Locks is the pipeline as the training left it, read now. Its locks tell of this
// training only for stages that the pipeline said it ran.
func (t Trained) Locks(at string) dvc.LockedRun {
	if t.Files == nil || len(t.Executed) == 0 {
		return dvc.LockedRun{}
	}
	project, err := dvc.Read(t.Files)
	if err != nil {
		return dvc.LockedRun{}
	}
	log, ran := dvc.Log{Executed: t.Executed}, map[string]bool{}
	for _, stage := range project.Stages {
		ran[stage.Name] = log.Ran(stage.Name) && (t.Wrote == nil || t.Wrote(project.LockOf(stage)))
	}
	return dvc.LockedRun{Project: project, At: at, Cache: t.Cache, Ran: func(stage dvc.Stage) bool { return ran[stage.Name] }}
}

// Varied are the stages that lead to the metrics and made other outputs from equal
// inputs in one training than in another: they are not deterministic. runs are
// the locks of trainings of one commit with the same params.
func Varied(runs []dvc.LockedRun, ignore []string) []repro.StageChange {
	var varied []repro.StageChange
	for i, run := range runs {
		for _, change := range dvc.CompareLocks(runs[0], run, ignore...) {
			known := slices.ContainsFunc(varied, func(v repro.StageChange) bool { return v.Stage == change.Stage })
			if i > 0 && change.Born() && change.Leads && !known {
				varied = append(varied, change)
			}
		}
	}
	return varied
}

// dataOf names the data of a training: what the locks of the run tell, and for
// the rest what the commit holds.
func dataOf(run dvc.LockedRun, commit tree) []repro.DataVersion {
	data := run.Used()
	if commit.project == nil {
		return data
	}
	for _, version := range commit.project.Data(commit.at) {
		if !slices.ContainsFunc(data, func(known repro.DataVersion) bool { return known.Path == version.Path }) {
			data = append(data, version)
		}
	}
	return data
}

// onlySeen are the files of data that nothing but what was seen of the training
// tells of: what git or DVC has is compared by their own hashes.
func onlySeen(read, known []repro.DataVersion, commit tree) []repro.DataVersion {
	var named []string
	for _, data := range known {
		if data.Hash != "" && !strings.HasPrefix(data.From, repro.LoggedAs) {
			named = append(named, data.Path)
		}
	}
	read = slices.Clone(read)
	for i, data := range read {
		if !filepath.IsAbs(data.Path) {
			read[i].Path = commit.fromProject(data.Path) // as all else is named
		}
	}
	return slices.DeleteFunc(read, func(data repro.DataVersion) bool {
		if covering(named, data.Path) != "" {
			return true
		}
		if commit.files == nil {
			return false
		}
		_, err := fs.Stat(commit.all(), commit.fromTop(data.Path))
		return err == nil
	})
}

// rehash hashes the original's data once more where the new lock hashes in
// another way: only if git still has what the old hash names.
func (t tree) rehash(data, now []repro.DataVersion) {
	if t.files == nil {
		return
	}
	for i, version := range data {
		old := schemeOf(version)
		at := slices.IndexFunc(now, func(other repro.DataVersion) bool { return other.Path == version.Path })
		if at < 0 || !strings.HasPrefix(old, "md5") {
			continue
		}
		scheme := schemeOf(now[at])
		if scheme == old || !strings.HasPrefix(scheme, "md5") {
			continue
		}
		held, err := dvc.HashPath(t.files, version.Path, old)
		again, err2 := dvc.HashPath(t.files, version.Path, scheme)
		if err == nil && err2 == nil && held.String() == version.Hash {
			data[i].Hash, data[i].Note = again.String(), "hashed again, as the newer DVC does"
		}
	}
}

// environments adds what the models of both runs say of the software.
func environments(ctx context.Context, store mlflow.Store, version repro.ModelVersion, original, now repro.Run, before, after *repro.Lineage) {
	if store == nil {
		return
	}
	fill := func(e environment, lineage *repro.Lineage) {
		lineage.Python, lineage.MLflow = e.python, e.mlflow
		lineage.Packages = append(lineage.Packages, e.packages...)
	}
	if version.Version == "" && version.Source == "" && version.RunID != "" { // nobody registered what the run logged
		if logged, ok := newModel(ctx, store, repro.ModelVersion{}, original); ok {
			version.RunID, version.ModelID, version.Source = logged.RunID, logged.ModelID, logged.Source
		}
	}
	if version.Version != "" || version.Source != "" {
		fill(modelEnvironment(ctx, store, version), before)
	}
	if now.ID == "" {
		return
	}
	if model, ok := newModel(ctx, store, version, now); ok {
		fill(modelEnvironment(ctx, store, model), after)
	}
}

// declare adds what a commit declares to what was seen: for packages that
// nobody saw.
func declare(lineage *repro.Lineage, e environment) {
	if !lineage.Python.Known() && e.python.Known() {
		lineage.Python = e.python
	}
	for _, p := range e.packages {
		seen := slices.ContainsFunc(lineage.Packages, func(other repro.Package) bool { return other.Name == p.Name && other.Version != "" })
		if !seen {
			lineage.Packages = append(lineage.Packages, p)
		}
	}
}

// withoutIdleCode takes from the stages' own differences the programs in which
// only comments differ: where the locks have the hashes of those very files.
func withoutIdleCode(stages []repro.StageChange, code []repro.Input, recorded, trained tree) []repro.StageChange {
	idle := func(own repro.OwnChange) bool {
		same := func(input repro.Input) bool {
			return input.Kind == repro.KindCode && input.Name == own.Name && input.Bearing == repro.BearingIdle
		}
		return own.Kind == repro.KindCode && slices.ContainsFunc(code, same) && hasHash(recorded.files, own.Name, own.Original) && hasHash(trained.files, own.Name, own.Now)
	}
	stages = slices.Clone(stages)
	for i := range stages {
		stages[i].Own = slices.DeleteFunc(slices.Clone(stages[i].Own), idle)
	}
	return stages
}

// hasHash says whether a file is the one that a lock names by its hash.
func hasHash(files fs.FS, file, hash string) bool {
	scheme, _, _ := strings.Cut(hash, " ")
	held, err := dvc.HashPath(files, file, scheme)
	return err == nil && held.String() == hash
}

// stageInputs adds what only the locks know: commands, code that git at these
// commits does not tell apart, params that no run logged. Seeds among the known
// are completed. A stage that has no part in what is compared adds nothing.
func stageInputs(known []repro.Input, stages []repro.StageChange) []repro.Input {
	var inputs []repro.Input
	for _, stage := range stages {
		if stage.Stage != "" && !stage.Leads {
			continue
		}
		for _, own := range stage.Own {
			has := func(input repro.Input) bool {
				return input.Kind == own.Kind && input.Name == own.Name && (input.State == repro.InputDiffers || own.Kind == repro.KindCode)
			}
			if at := slices.IndexFunc(known, func(input repro.Input) bool { return goneSeed(input, own) }); at >= 0 {
				known[at].State, known[at].Original, known[at].Now, known[at].Evidence = repro.InputDiffers, own.Original, own.Now, stage.Witness
				continue
			}
			if slices.ContainsFunc(known, has) || slices.ContainsFunc(inputs, has) || own.Kind == repro.KindParams && loggedAs(known, own) {
				continue
			}
			evidence := stage.Witness
			if own.Kind == repro.KindParams && stage.Stage != "" { // several stages may have a param of one name
				evidence = "stage " + stage.Stage + " in " + evidence
			}
			inputs = append(inputs, repro.Input{Kind: own.Kind, Name: own.Name, Original: own.Original, Now: own.Now, State: repro.InputDiffers, Evidence: evidence})
		}
	}
	return inputs
}

// goneSeed says whether the lock shows what became of a seed that only one run
// logged.
func goneSeed(input repro.Input, own repro.OwnChange) bool {
	return input.Kind == repro.KindSeed && input.State == repro.InputUnknown && own.Kind == repro.KindParams && strings.HasSuffix("."+own.Name, "."+input.Name)
}

// loggedAs says whether a param of the lock is among those that runs logged,
// under the last part of its name.
func loggedAs(known []repro.Input, own repro.OwnChange) bool {
	return slices.ContainsFunc(known, func(input repro.Input) bool {
		return (input.Kind == repro.KindParams || input.Kind == repro.KindSeed) && input.State == repro.InputDiffers && strings.HasSuffix("."+own.Name, "."+input.Name)
	})
}

// commandInputs compares the commands of dvc.yaml at both commits where the
// locks said nothing of them.
func commandInputs(known []repro.Input, before, after tree) []repro.Input {
	if before.project == nil || after.project == nil || before.at == after.at {
		return nil
	}
	var inputs []repro.Input
	now := after.project.Commands()
	for _, stage := range before.project.Stages {
		a, b := strings.Join(stage.Cmd, " && "), ""
		if later, ok := after.project.Stage(stage.Name); ok {
			b = strings.Join(later.Cmd, " && ")
		}
		if _, still := now[stage.Name]; !still || a == b {
			continue
		}
		has := func(input repro.Input) bool { return input.Kind == repro.KindCommand && input.Name == stage.Name }
		if !slices.ContainsFunc(known, has) {
			inputs = append(inputs, repro.Input{Kind: repro.KindCommand, Name: stage.Name, Original: a, Now: b, State: repro.InputDiffers, Evidence: "dvc.yaml at " + before.at + " and " + after.at})
		}
	}
	return inputs
}

// fileParam reads one value of a params file at the commit.
func (t tree) fileParam(file string, key []string) (string, bool) {
	data, err := doc.ReadFile(t.files, file)
	if err != nil || strings.HasSuffix(file, ".py") {
		return "", false
	}
	root, err := doc.Read(doc.FormatOf(file), data, doc.MaxFile)
	if err != nil {
		return "", false
	}
	node := root.Get(key...)
	if node == nil || node.Kind != doc.Scalar {
		return "", false
	}
	if node.Quoted {
		return node.Value12().Text, true
	}
	return node.Text, true
}

// agrees says whether a logged text is what a training may have read from a
// file's plain scalar: by YAML 1.2, as DVC reads it, or by YAML 1.1, as PyYAML
// does, to which yes is True.
func agrees(logged, text string) bool {
	return params.Equal(logged, text) || params.Equal(logged, doc.Resolve12(text).Text) || params.Equal(logged, doc.Resolve11(text).Text)
}
