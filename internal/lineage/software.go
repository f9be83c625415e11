package lineage

import (
	"context"
	"io/fs"
	"maps"
	"slices"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// RecordedSoftware is what a run recorded of the software that it trained with, in the files
// of the model that it logged. What conda installed is left out, and named.
func RecordedSoftware(ctx context.Context, store mlflow.Store, version repro.ModelVersion, run repro.Run) (software repro.Lineage, conda []string) {
	if version.Version == "" && version.Source == "" {
		logged, ok := newModel(ctx, store, version, run)
		if !ok {
			return repro.Lineage{}, nil
		}
		version = logged
	}
	e := modelEnvironment(ctx, store, version)
	packages := slices.DeleteFunc(e.packages, func(p repro.Package) bool { return slices.Contains(e.conda, p.Name) })
	return repro.Lineage{Python: e.python, MLflow: e.mlflow, Packages: packages}, e.conda
}

// WithSoftware adds to what a run recorded the software of it as a check compares it, least
// certain last: what the model's own files say, then record, then what the commit declares.
// store and whole are nil where there is no registry or no clone at hand.
func WithSoftware(ctx context.Context, store mlflow.Store, whole func(context.Context, string) (fs.FS, string, error), version repro.ModelVersion, run repro.Run, record Record, l repro.Lineage) repro.Lineage {
	var none repro.Lineage
	environments(ctx, store, version, run, repro.Run{}, &l, &none)
	l = record.Add(l)
	declare(&l, declaredEnvironment(Diagnosis{Whole: whole}.readTree(ctx, l.Commit.Value)))
	return l
}

// seenSoftware puts the packages that a training was seen to import before what its run
// recorded, which may be what somebody wrote down for it. Of several Pythons none is the
// training's.
func seenSoftware(lineage *repro.Lineage, seen []repro.Software) {
	var packages []repro.Package
	one := true
	for _, software := range seen {
		one = one && software.Version == seen[0].Version
		packages = append(packages, software.Packages...)
	}
	if len(seen) > 0 && one && !lineage.Python.Known() {
		lineage.Python = repro.Fact{Value: seen[0].Version, From: repro.SeenInTraining}
	}
	lineage.Packages = append(packages, lineage.Packages...)
}

// OtherSoftware names what a run recorded of its software and a rebuilt environment does
// not have so. known says that it recorded anything that can be held against it.
func OtherSoftware(recorded repro.Lineage, made repro.Environment) (others []string, known bool) {
	hold := func(name, version, has string) {
		known = true
		if change, _ := packaging.VersionChange(version, has); change != packaging.VersionSame {
			others = append(others, name+" "+version)
		}
	}
	if recorded.Python.Known() {
		hold("Python", recorded.Python.Value, made.Python)
	}
	listed := packaging.ByPackage(recorded.Packages)
	for _, name := range slices.Sorted(maps.Keys(listed)) {
		p := listed[name]
		if _, ok := packaging.ParseRelease(p.Version); ok && !p.Conditional {
			hold(name, p.Version, made.Packages[name])
		}
	}
	return others, known && len(recorded.Packages) > 0
}
