package lineage

import (
	"context"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// RecordedSoftware is what a run recorded of the software that it trained with: in the
// record of it, and in the files of the model that it logged. Where two say different
// things, Notes has what does not count.
func RecordedSoftware(ctx context.Context, store mlflow.Store, version repro.ModelVersion, run repro.Run) repro.RecordedSoftware {
	var software repro.RecordedSoftware
	record, doubt := ReadRecord(ctx, store, run)
	if doubt != "" {
		software.Notes = append(software.Notes, doubt)
	}
	if record.Known() {
		software.Python = repro.Fact{Value: record.Environment.Python, From: record.from}
		software.Installed = record.installed()
		for _, gap := range record.Gaps {
			if strings.Contains(gap, " Pythons ran") {
				software.Notes = append(software.Notes, gap+", as "+record.from+" says")
			}
		}
	}
	if version.Version == "" && version.Source == "" {
		logged, ok := newModel(ctx, store, version, run)
		if !ok {
			return software
		}
		version = logged
	}
	m := filesOf(ctx, store, version)
	var model, python environment
	model.readMLmodel(m.get("MLmodel"), "MLmodel"+m.of)
	software.MLflow, software.Imported = model.mlflow, model.packages
	python.readPythonEnv(m.get("python_env.yaml"), "python_env.yaml"+m.of)
	conda := readConda(m.get("conda.yaml"), "conda.yaml"+m.of)
	software.Conda = conda.packages
	if conda.channels > 0 {
		software.Notes = append(software.Notes, wording.Count(conda.channels, "channel", "channels")+" of conda.yaml"+m.of)
	}
	text := string(m.get("requirements.txt"))
	list := repro.RequirementList{From: "requirements.txt" + m.of, Text: text}
	if strings.Contains(text, "constraints.txt") {
		list.Constraints = string(m.get("constraints.txt"))
	}
	for _, one := range []repro.RequirementList{list, {From: "conda.yaml" + m.of, Text: linesBeyond(conda.pip, text), Constraints: list.Constraints}} {
		if one.Text != "" {
			software.Lists = append(software.Lists, one)
		}
	}
	for _, said := range []repro.Fact{model.python, python.python, conda.python} {
		switch {
		case !said.Known():
		case !software.Python.Known():
			software.Python = said
		case said.Value != software.Python.Value && !strings.HasPrefix(software.Python.Value, said.Value+"."):
			software.Notes = append(software.Notes, "Python "+said.Value+" of "+said.From+", as "+software.Python.From+" has "+software.Python.Value)
		}
	}
	if m.failed != nil {
		software.Notes = append(software.Notes, "the files"+m.of+", which were not read: "+m.failed.Error())
	}
	return software
}

// linesBeyond are the lines of a text that another does not have: MLflow writes one list
// into two files.
func linesBeyond(text, other string) string {
	has := map[string]bool{}
	for line := range strings.Lines(other) {
		has[strings.TrimSpace(line)] = true
	}
	var beyond strings.Builder
	for line := range strings.Lines(text) {
		if !has[strings.TrimSpace(line)] {
			beyond.WriteString(line)
		}
	}
	return beyond.String()
}

// NewSoftware is what a run recorded of its software in the model that it logged, as it is
// compared.
func NewSoftware(ctx context.Context, store mlflow.Store, run repro.Run) repro.Lineage {
	version, ok := newModel(ctx, store, repro.ModelVersion{}, run)
	if !ok {
		return repro.Lineage{}
	}
	e := modelEnvironment(ctx, store, version)
	return repro.Lineage{Python: e.python, MLflow: e.mlflow, Packages: e.packages}
}

// WithSoftware adds to what a run recorded the software of it as a check compares it, least
// certain last: what the model's own files say, then record, then what the commit declares.
// store and whole are nil where there is no registry or no clone at hand.
func WithSoftware(ctx context.Context, store mlflow.Store, whole func(context.Context, string) (fs.FS, string, error), version repro.ModelVersion, run repro.Run, record Record, l repro.Lineage) repro.Lineage {
	var none repro.Lineage
	environments(ctx, store, version, run, repro.Run{}, &l, &none)
	l = record.Add(l)
	declare(&l, declaredEnvironment(Diagnosis{RepositoryFiles: whole}.readTree(ctx, l.Commit.Value)))
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
