package lineage

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// modelFiles are the files that MLflow puts beside a model.
type modelFiles struct {
	get    func(name string) []byte // nil where there is none
	of     string                   // " of model churn v7"
	failed error                    // the first that a file was not read with
}

func filesOf(ctx context.Context, store mlflow.Store, version repro.ModelVersion) *modelFiles {
	m := &modelFiles{of: " of model " + version.Label()}
	if version.Version == "" {
		m.of = " of the model that run " + gitformat.Short(version.RunID) + " logged"
	}
	m.get = func(name string) []byte {
		data, err := store.ModelFile(ctx, version, name)
		if err != nil && !errors.Is(err, mlflow.ErrNotFound) && m.failed == nil {
			m.failed = err
		}
		return data
	}
	return m
}

// note says that not all files were read; "" where they were.
func (m *modelFiles) note() string {
	if m.failed == nil {
		return ""
	}
	return "the files" + m.of + " were not read: " + m.failed.Error()
}

// A condaFile is what a conda.yaml lists.
type condaFile struct {
	python   repro.Fact
	packages []repro.Package // of conda's own; no version where it leaves that open
	pip      string          // the lines of the pip list within
	channels int             // that are not conda's usual ones
}

func readConda(data []byte, from string) condaFile {
	var c condaFile
	root, err := doc.Read(doc.YAML, data, maxModelDoc)
	if err != nil {
		return c
	}
	for _, channel := range root.Get("channels").Items() {
		if !slices.Contains([]string{"conda-forge", "defaults", "nodefaults"}, channel.Text) {
			c.channels++
		}
	}
	for _, item := range root.Get("dependencies").Items() {
		for _, line := range item.Get("pip").Items() {
			c.pip += line.Text + "\n"
		}
		text, ok := item.Str()
		if !ok {
			continue
		}
		text = text[strings.LastIndex(text, "::")+1:] // a channel may stand before it
		text = strings.TrimPrefix(text, ":")
		name, version := condaPin(text)
		switch {
		case name == "python" && !c.python.Known() && version != "":
			c.python = repro.Fact{Value: version, From: from}
		case name != "python" && name != "pip" && name != "":
			c.packages = append(c.packages, repro.Package{Name: packaging.PackageName(name), Version: version, From: from})
		}
	}
	return c
}

// readConda reads conda's own list and the pip list within.
func (e *environment) readConda(data []byte, from string) []repro.Package {
	c := readConda(data, from)
	if !e.python.Known() && c.python.Known() {
		e.python = c.python
	}
	listed, _ := packaging.ParseRequirements(c.pip, from, e.python.Value)
	return append(c.packages, listed...)
}

// condaPin reads name==version, name=version=build, and name=1.26, which
// allows every 1.26.x.
func condaPin(text string) (name, version string) {
	name, rest, _ := strings.Cut(text, "=")
	exact := strings.HasPrefix(rest, "=")
	version, build, _ := strings.Cut(strings.TrimPrefix(rest, "="), "=")
	name = strings.TrimLeft(name, " \t")
	if end := strings.IndexAny(name, " \t<>!~["); end >= 0 { // numpy 1.26, numpy >=1.26
		name = name[:end]
	}
	if strings.ContainsAny(text, "<>!~*|,") || !exact && build == "" && strings.Count(version, ".") < 2 {
		version = ""
	}
	return name, strings.TrimSpace(version)
}
