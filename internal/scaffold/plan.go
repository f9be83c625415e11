package scaffold

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// ConfigFile is where the settings of a repository are.
const ConfigFile = ".github/reproduce.yaml"

// Asked is what a person said.
type Asked struct {
	Workflow   string // the training workflow's file
	RunCommand string
	Models     []string
	Version    string
	URI        string // of the tracking server, or the environment's
}

// Facts are what there is to know of a repository and its registry.
type Facts struct {
	Asked
	Files    fs.FS // the working tree
	Getenv   func(string) string
	Registry Registry
	Read     bool   // the registry was read
	Local    string // where it is, if on this machine
	Shallow  bool   // the clone has not all of the history
}

// A Plan is what would be written, and what to say.
type Plan struct {
	Files []repro.FileEdit // a file that was not there has no Before
	Found []string         // what was found, in sentences
	Notes []string         // what a person has to know or do in the files
	Next  []string         // command lines, in order
	Model string           // one model of the repository, as it is typed, with its version
}

// Make works out what the repository lacks.
func Make(f Facts) (Plan, error) {
	var p Plan
	pipeline, err := dvc.Read(f.Files)
	if err != nil {
		return p, err
	}
	workflows, notes := readWorkflows(f.Files)
	p.Notes = append(p.Notes, notes...)
	tracking := trackingOf(f.Files, workflows, f.Getenv, f.URI)
	p.Found = append(p.Found, tracking.Found...)
	p.Notes = append(p.Notes, tracking.Warnings...)
	if isServer(f.URI) && onThisMachine(f.URI) {
		p.Notes = append(p.Notes, "The MLflow server is on this machine: give "+uriName+" on GitHub an address that runners reach.")
	}
	asked, err := f.checkAsked()
	if err != nil {
		return p, err
	}
	p.Notes = append(p.Notes, asked...)
	models, err := f.Registry.whichModels(f.Models, f.Read, f.Shallow)
	if err != nil && !(f.Local != "" && !tracking.Known) {
		return p, err
	}
	if p.Model = f.model(models); len(models) > 0 {
		p.Found = append(p.Found, wording.Capital(wording.Count(len(models), "model", "models"))+" of this repository: "+wording.List(quotedNames(models))+".")
	}
	params := paramsOf(f.Files, pipeline, f.Registry.Params)
	if len(params.files) > 0 {
		p.Found = append(p.Found, "The training reads its params from "+wording.List(params.files)+".")
	}
	if f.Local != "" && !tracking.Known {
		command, problem := trainCommand(f.Files, f.RunCommand, f.Registry.Program, pipeline)
		p.Notes = append(p.Notes, "The registry is on this machine ("+printable.OneLine(f.Local, 80)+"), where no job of GitHub reaches it: no workflow is written. With a server, run this again with --tracking-uri.")
		if problem != nil {
			p.Notes = append(p.Notes, wording.Capital(problem.Error())+".")
			command = "…"
		} else {
			p.Notes = append(p.Notes, missing(f.Files, command, pipeline)...)
		}
		if len(softwareOf(f.Files, "").Install) == 0 {
			p.Notes = append(p.Notes, noRequirements+".")
		}
		p.Next = append(p.Next, "reproduce show "+p.Model, "reproduce run "+p.Model+" --run-command "+wording.Quote(command))
	} else if err := f.workflows(&p, workflows, tracking, pipeline, models); err != nil {
		return p, err
	} else {
		p.Next = append(p.Next, "reproduce show "+p.Model)
		if f.withoutParamsFile(pipeline, params) {
			p.Notes = append(p.Notes, noParamsFile)
		}
	}
	return p, f.config(&p, params)
}

// model is a model as it is typed, with the version that is checked.
func (f Facts) model(models []string) string {
	at := slices.IndexFunc(models, func(name string) bool { return !strings.Contains(name, "*") })
	if at < 0 {
		return "MODEL"
	}
	model := wording.Quote(models[at])
	own := strings.Contains(models[at], "@") || strings.HasPrefix(models[at], "models:/") // it says its version itself
	if version := f.version(); version != "latest" && !own {
		model += " --version " + wording.Quote(version)
	}
	return model
}

func (f Facts) version() string {
	switch {
	case f.Version != "":
		return f.Version
	case f.Registry.Version != "":
		return f.Registry.Version
	}
	return "latest"
}

// config plans the configuration, or looks whether the one that is there can be read.
func (f Facts) config(p *Plan, params paramsPlace) error {
	data, there := readSmall(f.Files, ConfigFile)
	if !there {
		if err := absent(f.Files, ConfigFile, "make it a plain file"); err != nil {
			return err
		}
		p.add(ConfigFile, nil, configText(params))
		return nil
	}
	if _, err := settings.ParseConfig(ConfigFile, []byte(data)); err != nil {
		return err
	}
	if len(params.files) > 0 && !strings.Contains(data, "params-file") {
		p.Notes = append(p.Notes, ConfigFile+" stays as it is. It names no params-file; the training reads "+wording.List(params.files)+".")
		for i, line := range p.Next {
			if strings.HasPrefix(line, "reproduce ") {
				p.Next[i] += " --params-file " + strings.Join(quotedNames(params.files), " --params-file ")
			}
		}
	}
	return nil
}

func (p *Plan) add(file string, before []byte, after string) {
	p.Files = append(p.Files, repro.FileEdit{Path: file, Before: before, After: []byte(after)})
}

// settings are the command lines that set what the workflows name on GitHub. gh asks for
// each value: none is in a command line.
func (p *Plan) settings(texts []string) {
	variables, secrets := settingsIn(texts...)
	var lines []string
	for _, name := range variables {
		lines = append(lines, "gh variable set "+name)
	}
	for _, name := range secrets {
		lines = append(lines, "gh secret set "+name)
	}
	p.Next = append(lines, p.Next...)
}

// absent refuses a name that something stands under which is no plain file.
func absent(files fs.FS, name, way string) error {
	if _, err := fs.Stat(files, name); err == nil {
		return fmt.Errorf("%s is there already; %s", name, way)
	}
	return nil
}

// freeName is the first file name that nothing has.
func freeName(files fs.FS, names ...string) (string, error) {
	for _, name := range names {
		if file := path.Join(workflowsDir, name); absent(files, file, "") == nil {
			return file, nil
		}
	}
	return "", fmt.Errorf("%s have files already that do not use reproduce; rename one", wording.List(names))
}

func quoted(words []string) string {
	var out []string
	for _, word := range words {
		out = append(out, wording.Quote(word))
	}
	return strings.Join(out, " ")
}
