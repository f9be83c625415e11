package reportjson

import (
	"fmt"
	"reflect"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// viewDocument is what --json prints for a version that was only looked at. It
// has report.json's words for what report.json has too, and no verdict.
type viewDocument struct {
	SchemaVersion int         `json:"schema_version"`
	Model         modelJSON   `json:"model"`
	Original      runJSON     `json:"original"`
	Params        []paramJSON `json:"params"`
	Lineage       lineageJSON `json:"lineage"`
	Plan          planJSON    `json:"plan"`
	Updated       bool        `json:"updated"` // the params files were changed
	Earlier       []pastJSON  `json:"earlier,omitempty"`
	Warnings      []string    `json:"warnings"`
}

// lineageJSON has null for what nobody recorded.
type lineageJSON struct {
	Commit     *factJSON     `json:"commit"`
	Repository *factJSON     `json:"repository"`
	Branch     *factJSON     `json:"branch"`
	Data       []dataJSON    `json:"data"`
	Python     *factJSON     `json:"python"`
	Packages   []packageJSON `json:"packages"`
	Seeds      []factJSON    `json:"seeds"`
	Command    *factJSON     `json:"command"`
	Hardware   *factJSON     `json:"hardware"`

	Uncommitted *factJSON `json:"uncommitted,omitempty"` // of a training that was recorded
	CommandLine *factJSON `json:"command_line,omitempty"`
	Threads     *factJSON `json:"threads,omitempty"`
}

type factJSON struct {
	Value string `json:"value"`
	From  string `json:"from"`
	Note  string `json:"note,omitempty"`
}

type dataJSON struct {
	Path string `json:"path"`
	Hash string `json:"hash"`
	From string `json:"from"`
	Note string `json:"note,omitempty"`
}

type packageJSON struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	From    string `json:"from"`
}

// EncodeView gives a view as JSON, indented, with a final line end.
func EncodeView(v report.View) ([]byte, error) {
	l := v.Lineage
	d := viewDocument{
		SchemaVersion: SchemaVersion, Model: newModel(v.Plan.Model), Original: newRun(v.Plan.Original),
		Params: convert(v.Plan.Params, newParam), Plan: newPlan(repro.Result{Plan: v.Plan, Original: v.Plan.Original}), Updated: v.Updated, Earlier: convert(v.Earlier, newPast), Warnings: v.Plan.Warnings,
		Lineage: lineageJSON{
			Commit: newFact(l.Commit), Repository: newFact(l.Repository), Branch: newFact(l.Branch), Python: newFact(l.Python),
			Command: newFact(l.Command), Hardware: newFact(l.Hardware),
			Uncommitted: newFact(l.Uncommitted), CommandLine: newFact(l.Called), Threads: newFact(l.Threads),
			Data:     convert(l.Data, func(v repro.DataVersion) dataJSON { return dataJSON{v.Path, v.Hash, v.From, v.Note} }),
			Packages: convert(l.Packages, func(p repro.Package) packageJSON { return packageJSON{p.Name, p.Describe(), p.From} }),
			Seeds:    convert(l.Seeds, func(f repro.Fact) factJSON { return factJSON{f.Value, f.From, f.Note} }),
		},
	}
	d.Plan.Warnings = nil // they are the document's
	clean(reflect.ValueOf(&d).Elem())
	text, err := doc.EncodeJSON(d, "  ")
	if err != nil {
		return nil, fmt.Errorf("encode view: %w", err)
	}
	return append(text, '\n'), nil
}

func newFact(f repro.Fact) *factJSON {
	if !f.Known() {
		return nil
	}
	return &factJSON{f.Value, f.From, f.Note}
}
