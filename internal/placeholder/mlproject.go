//go:build !nodesk

package placeholder

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// entryPoint is how a command names one of the entry points of an MLproject.
var entryPoint = regexp.MustCompile(`(?:^|\s)(?:-e|--entry-point)(?:\s+|=)([A-Za-z0-9_.-]+)`)

// projectParams are params as options of mlflow run: those that the entry point declares. It
// logs what it put into the entry point's command, which is quoted for a shell.
// https://mlflow.org/docs/latest/ml/projects/
func (f *filler) projectParams(all repro.Params) ([]given, error) {
	data, err := doc.ReadFile(f.files, "MLproject")
	if err != nil {
		return nil, fmt.Errorf("run-command: {%s} stands for the params of MLproject, and there is none here: %w", allMLproject, err)
	}
	document, err := doc.Parse(doc.YAML, data)
	if err != nil {
		return nil, fmt.Errorf("run-command: {%s}: MLproject: %w", allMLproject, err)
	}
	entry := "main"
	if found := entryPoint.FindStringSubmatch(f.scanner.text); found != nil {
		entry = found[1]
	}
	declared := document.Root.Get("entry_points", entry, "parameters")
	if declared == nil || declared.Kind != doc.Map {
		return nil, fmt.Errorf("run-command: {%s}: MLproject declares no parameters of its entry point %s; name another with -e", allMLproject, entry)
	}
	var found []given
	for _, param := range all {
		if slices.ContainsFunc(declared.Keys, func(key *doc.Node) bool { return key.Text == param.Name }) {
			found = append(found, given{name: param.Name, option: "-P", word: param.Name + "=" + wording.Unquote(param.Value)})
		}
	}
	return found, nil
}
