package audit

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// modelFiles asks the model's own files for the environment: MLmodel for the
// Python, requirements.txt or conda.yaml for the packages. MLmodel is in every
// model, so that where it cannot be read nobody knows what is there.
// https://mlflow.org/docs/latest/ml/model/dependencies/
func (a *Auditor) modelFiles(ctx context.Context, f *auditFacts) error {
	if f.findings[CheckPinned].State == CheckPassed {
		return nil
	}
	text, err := a.Store.ModelFile(ctx, f.version, "MLmodel")
	if err != nil {
		return f.unreadable(ctx, err)
	}
	python := ""
	if root, err := doc.Read(doc.YAML, text, maxModelFile); err == nil {
		python, _ = root.Get("flavors", "python_function", "python_version").Str()
	}
	text, err = a.Store.ModelFile(ctx, f.version, "requirements.txt")
	if err == nil {
		f.packages("requirements.txt", string(text), python)
		return nil
	}
	if !errors.Is(err, mlflow.ErrNotFound) {
		return f.unreadable(ctx, err)
	}
	text, err = a.Store.ModelFile(ctx, f.version, "conda.yaml")
	if err == nil {
		root, bad := doc.Read(doc.YAML, text, maxModelFile)
		if bad != nil {
			f.skip(CheckEnvironment, "conda.yaml: %s", firstLine(bad))
			return nil
		}
		lines, conda := condaLines(root)
		if conda != "" {
			python = conda
		}
		f.packages("conda.yaml", lines, python)
		return nil
	}
	if !errors.Is(err, mlflow.ErrNotFound) {
		return f.unreadable(ctx, err)
	}
	f.fail(CheckEnvironment, "the model has neither requirements.txt nor conda.yaml")
	f.moot(CheckPinned, "there is nothing to pin")
	return nil
}

const maxModelFile = 8 << 20

// unreadable notes that nobody could look. Only an end of the whole audit is an
// error: the files of one model may be in a bucket that the server cannot read.
func (f *auditFacts) unreadable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	text := firstLine(err)
	if errors.Is(err, mlflow.ErrNotFound) {
		text = "its MLmodel is not there, or not to be read from here"
	}
	f.skip(CheckEnvironment, "the model's files cannot be read: %s", text)
	f.skip(CheckPinned, "see the result for the environment")
	return nil
}

// packages asks whether a requirements file leaves anything open.
func (f *auditFacts) packages(file, text, python string) {
	packages, unread := packaging.ParseRequirements(text, file, python)
	if len(packages) == 0 {
		f.fail(CheckEnvironment, "%s of the model names no package", file)
		f.moot(CheckPinned, "there is nothing to pin")
		return
	}
	number, _ := packaging.Listed(packages)
	f.pass(CheckEnvironment, "%s in %s of the model", wording.Count(number, "package", "packages"), file)
	var open []string
	for _, p := range packages {
		if p.Version == "" || strings.Contains(p.Version, "://") && strings.Contains(p.Note, "may change") {
			open = append(open, p.Name)
		}
	}
	open = append(open, unread...)
	if python == "" {
		open = append(open, "Python")
	}
	if len(open) > 0 {
		f.fail(CheckPinned, "left open: %s", named(open))
		return
	}
	f.pass(CheckPinned, "Python %s and every listed package are pinned; their indirect dependencies may not be", python)
}

// condaLines writes the dependencies of a conda.yaml as requirements, and gives
// its Python.
func condaLines(root *doc.Node) (lines, python string) {
	var b strings.Builder
	for _, item := range root.Get("dependencies").Items() {
		for _, pip := range item.Get("pip").Items() {
			if line, ok := pip.Str(); ok {
				fmt.Fprintln(&b, line)
			}
		}
		spec, ok := item.Str()
		if !ok {
			continue
		}
		if _, after, channel := strings.Cut(spec, "::"); channel {
			spec = after
		}
		name, rest, _ := strings.Cut(strings.ReplaceAll(spec, "==", "="), "=")
		version, _, _ := strings.Cut(rest, "=")
		name = strings.TrimSpace(name)
		switch {
		case strings.ContainsAny(spec, "<>*"):
			fmt.Fprintln(&b, spec)
		case name == "python":
			python = version
		case name == "pip":
		case version == "":
			fmt.Fprintln(&b, name)
		default:
			fmt.Fprintf(&b, "%s==%s\n", name, version)
		}
	}
	return b.String(), python
}
