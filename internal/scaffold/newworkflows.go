package scaffold

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file plans the workflows: those that are there and lack lines, and those that are made.

// commentWorkflow is where the workflow for comments is, which is not written unasked.
const commentWorkflow = "https://github.com/reproduce-action/reproduce/blob/main/docs/workflows/comment.yml"

// workflows plans the training workflow and the one that checks.
func (f Facts) workflows(p *Plan, all []Workflow, tracking Tracking, pipeline *dvc.Project, models []string) error {
	training, err := trainer(all, f.Workflow)
	if err != nil {
		return err
	}
	name := "train.yml"
	if f.Workflow != "" {
		name = path.Base(f.Workflow)
	}
	var texts []string
	if training != nil {
		name = training.Name
		text, err := f.prepare(p, training)
		if err != nil {
			return err
		}
		texts = append(texts, text)
	} else {
		text, err := f.newTraining(p, tracking, pipeline)
		if err != nil {
			return err
		}
		file := path.Join(workflowsDir, name)
		if err := absent(f.Files, file, "--workflow NAME.yml names another"); err != nil {
			return err
		}
		p.add(file, nil, text)
		texts = append(texts, text)
	}
	if at := slices.IndexFunc(all, func(w Workflow) bool { return w.Checks }); at >= 0 {
		p.Found = append(p.Found, all[at].Path()+" uses reproduce already, and stays as it is.")
		texts = append(texts, string(all[at].data))
	} else {
		file, err := freeName(f.Files, "reproduce.yml", "reproduce-nightly.yml")
		if err != nil {
			return err
		}
		version := f.version()
		if strings.Contains(version, "${{") || !printable.Plain(version) {
			return fmt.Errorf("--version %s cannot stand in a workflow; give an alias, a stage or latest", printable.Quote(version, 60))
		}
		if f.Version == "" && version == "latest" && len(f.Registry.Names) > 0 {
			p.Notes = append(p.Notes, "The latest version of each model is checked; there are also "+wording.List(quotedNames(f.Registry.Names))+", which --version chooses.")
		}
		text := checkText{models: models, version: version, workflow: name, tracking: tracking}.String()
		p.add(file, nil, text)
		texts = append(texts, text)
		p.Next = append(p.Next, "gh workflow run "+path.Base(file))
		p.Notes = append(p.Notes, "For /reproduce in a comment on a pull request, copy "+commentWorkflow+" as well.")
	}
	p.settings(texts)
	return nil
}

// prepare plans the lines that an existing training workflow lacks, and gives its text.
func (f Facts) prepare(p *Plan, w *Workflow) (string, error) {
	if err := w.reusable(); err != nil {
		return "", err
	}
	after := w.data
	if !w.passes() || w.root.Get("on", dispatchEvent, "inputs", contextInput) == nil {
		var err error
		if after, err = WithContext(w.data); err != nil {
			return "", fmt.Errorf("%s: %w", w.Path(), err)
		}
	}
	p.Found = append(p.Found, "The training workflow is "+w.Path()+".")
	if string(after) != string(w.data) {
		p.add(w.Path(), w.data, string(after))
	}
	if w.calls.unforced {
		p.Notes = append(p.Notes, w.Path()+" calls dvc repro without --force: DVC may see that nothing has changed and train nothing. The check then cannot verify.")
	}
	if w.calls.container != "" {
		p.Notes = append(p.Notes, fmt.Sprintf("%s starts a container: hand the variable on with %s run -e %s.", w.Path(), w.calls.container, contextName))
	}
	if !strings.Contains(string(w.data), uriName) {
		p.Notes = append(p.Notes, w.Path()+" does not set "+uriName+": the training has to log to the server that reproduce reads.")
	}
	if names := w.required(); len(names) > 0 {
		p.Notes = append(p.Notes, fmt.Sprintf("%s cannot be dispatched without %s: add workflow-inputs to %s.", w.Path(), wording.List(quotedNames(names)), ConfigFile))
	}
	return string(after), nil
}

// noRequirements says what a project lacks, by the files that softwareOf knows.
const noRequirements = "No requirements were found, as requirements.txt, pyproject.toml or a lock file"

// placeholderIn finds a param's place in a command, and no variable of a shell.
var placeholderIn = regexp.MustCompile(`(?:^|[^$\w])(\{[A-Za-z_][\w./-]*\})`)

// newTraining writes a training workflow for a project that has none.
func (f Facts) newTraining(p *Plan, tracking Tracking, pipeline *dvc.Project) (string, error) {
	command, err := trainCommand(f.Files, f.RunCommand, f.Registry.Program, pipeline)
	if err != nil {
		return "", err
	}
	if strings.Contains(command, "${{") || !printable.Plain(command) {
		return "", fmt.Errorf("the command %s cannot stand in a workflow; put it into a script, and name that with --run-command", printable.Quote(command, 80))
	}
	if found := placeholderIn.FindStringSubmatch(command); found != nil {
		return "", fmt.Errorf("nobody fills in %s where a workflow trains, which gets the params by a params file. Have the program read one, or give --run-command without %[1]s", found[1])
	}
	remote := remoteOf(f.Files, pipeline)
	withDVC := ""
	if callsOf(f.Files, command).dvc || len(remote.pull) > 0 {
		withDVC = remote.packageName()
	}
	software := softwareOf(f.Files, withDVC)
	p.Found = append(p.Found, "No workflow trains yet; the project trains with "+command+".")
	p.Notes = append(p.Notes, missing(f.Files, command, pipeline)...)
	p.Notes = append(p.Notes, notRun(command))
	switch {
	case software.From == "":
		p.Notes = append(p.Notes, noRequirements+": the new training workflow installs no packages of the project. Add a step that does.")
	case software.From != "":
		p.Found = append(p.Found, "Its packages are those of "+software.From+".")
	}
	switch {
	case len(remote.pull) == 0:
	case remote.local:
		p.Notes = append(p.Notes, "The DVC remote is a directory of this machine: a runner cannot fetch "+wording.List(remote.pull)+".")
	case remote.scheme == "":
		p.Notes = append(p.Notes, "There is data of DVC's and no default remote in .dvc/config: a runner cannot fetch "+wording.List(remote.pull)+".")
	}
	return trainingText{command: command, software: software, remote: remote, dvc: len(pipeline.Stages) > 0 && strings.HasPrefix(command, "dvc "), tracking: tracking}.String(), nil
}
