package audit

import (
	"io/fs"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/dvc/dvcconfig"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A commitTree is what an audit keeps of the files of one commit.
type commitTree struct {
	commit   string
	at       string // in words: "a1b2c3d"
	head     bool   // HEAD stands in for a commit that nobody recorded
	problem  error  // why the pipeline or the params files cannot be read
	sources  []params.File
	options  params.Options
	data     []repro.DataVersion
	contents []dvc.Hash          // of data, in the same order; zero where git has it
	held     map[string]bool     // of data without a hash: git has it
	inGit    map[string][]string // data that git tracks, by the program that names it
	lies     []string            // dependencies that dvc.lock has another hash of
	locks    int                 // dependencies that were held against dvc.lock
	lockFile string              // of a package manager; "" where there is none
	seeds    string              // set in the params file; "" where none is
	pipeline *dvc.Project
	calls    dvc.Calls // of the pipeline, whose files are out of reach afterwards

	remote     dvcconfig.Remote // the default one at the commit
	hasDefault bool
	hasRemote  bool // a default one or another

	outerRemote bool // no other is there than those of the user or the machine
}

func (c *commitTree) read(files fs.FS, s settings.Params, programs []string) {
	files = project.Linked(files)
	for _, name := range packaging.Locks {
		if info, err := fs.Stat(files, name); err == nil && info.Mode().IsRegular() && c.lockFile == "" {
			c.lockFile = name
		}
	}
	pipeline, err := dvc.Read(files)
	if err != nil {
		c.problem = err
		return
	}
	c.pipeline, c.calls = pipeline, pipeline.Calls()
	c.held, c.inGit = map[string]bool{}, map[string][]string{}
	c.readData(files, pipeline)
	for _, program := range programs {
		c.inGit[program] = lineage.DataInGit(files, pipeline, program)
	}
	if c.options.Map, err = params.ParseMap(strings.Join(s.ParamsMap, "\n")); err != nil {
		c.problem = err
		return
	}
	mapping := c.options.Map
	c.options = project.ParamsOptions(files, s, pipeline, repro.Run{})
	c.options.Map, c.options.Insert, c.options.Strict = mapping, false, false
	names := s.ParamsFiles
	if len(names) == 0 {
		names = pipeline.ParamFiles()
	}
	if c.sources, c.problem = project.ReadParams(files, names, len(s.ParamsFiles) > 0, pipeline); c.problem == nil {
		c.readSeeds()
	}
}

// readSeeds finds what the params files set as seeds: the keys that a run
// without params leaves as they are.
func (c *commitTree) readSeeds() {
	plan, err := params.Plan(c.sources, nil, c.options)
	if err != nil {
		c.problem = err
		return
	}
	var seeds []string
	for _, edit := range plan.Edits {
		if len(edit.Key) == 0 || !repro.IsSeed(edit.Key[len(edit.Key)-1]) {
			continue
		}
		switch strings.ToLower(edit.Old) {
		case "", "null", "~", "none":
			return // one that is not set: nobody knows what it leaves open
		}
		seeds = append(seeds, strings.Join(edit.Key, ".")+" = "+edit.Old)
	}
	if len(seeds) > 0 {
		c.seeds = named(seeds) + ", in " + c.sources[0].Path + " at " + c.at
	}
}

// place asks whether every param has one place in the params file. HEAD may
// be the code of another model, so that its file can only agree.
func (f *auditFacts) place(tree *commitTree, why string) {
	logged := f.found.run.Params
	switch {
	case len(logged) == 0:
		f.moot(CheckPlace, "there are no params")
		return
	case tree == nil && why == "":
		f.skip(CheckPlace, "there is no clone here")
		return
	case tree == nil:
		f.skip(CheckPlace, "%s", why)
		return
	case tree.problem != nil:
		f.skip(CheckPlace, "at %s: %s", tree.at, firstLine(tree.problem))
		return
	}
	options := tree.options
	options.Libraries, options.Autologged = project.LibrariesOf(f.found.run)
	plan, err := params.Plan(tree.sources, logged, options)
	if err != nil {
		f.skip(CheckPlace, "at %s: %s", tree.at, firstLine(err))
		return
	}
	placed := 0
	var torn []string
	for _, edit := range plan.Edits {
		switch edit.Status {
		case repro.ParamUnchanged, repro.ParamWritten, repro.ParamAssumed:
			placed++
		case repro.ParamAmbiguous:
			torn = append(torn, edit.Name)
		case repro.ParamRefused:
			if len(edit.Key) > 0 && params.Truncated(edit.Logged) == "" {
				torn = append(torn, edit.Name)
			}
		}
	}
	file := tree.sources[0].Path + " at " + tree.at
	switch {
	case tree.head && (placed == 0 || len(torn) > 0):
		f.skip(CheckPlace, "%d of %d have a key in %s; that is HEAD, where the file may belong to another model", placed, len(logged), file)
	case len(torn) > 0:
		f.fail(CheckPlace, "%s: several keys of %s fit, or the value cannot be written there; choose the key with params-map", named(torn), file)
	case placed == 0:
		f.fail(CheckPlace, "none of %d has a key in %s", len(logged), file)
	default:
		f.pass(CheckPlace, "%d of %d have a key in %s", placed, len(logged), file)
	}
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// environment by what the commit says; the model's own files come later.
func (f *auditFacts) environment(tree *commitTree) {
	image := f.found.run.Tags["mlflow.docker.image.id"]
	installed := f.lineage()
	switch {
	case f.record.Known() && len(installed.Packages) > 0 && installed.Python.Known():
		number, from := packaging.Listed(installed.Packages)
		f.pass(CheckEnvironment, "%s, %s", wording.Count(number, "package", "packages"), from)
		f.pass(CheckPinned, "Python %s and every installed package", installed.Python.Value)
	case strings.Contains(image, "sha256:"):
		f.pass(CheckEnvironment, "image %.80s, tag mlflow.docker.image.id", image)
		f.pass(CheckPinned, "by the image's digest")
	case tree != nil && !tree.head && tree.lockFile != "":
		f.pass(CheckEnvironment, "%s at %s", tree.lockFile, tree.at)
		f.pass(CheckPinned, "%s names every package by its version", tree.lockFile)
	case f.found.run.Tags[recorded.DigestTag] != "":
		f.skip(CheckEnvironment, "the record of the run says it; --deep reads it")
		f.skip(CheckPinned, "see the result for the environment")
	default:
		f.skip(CheckEnvironment, "the model's files say it; --deep reads them")
		f.skip(CheckPinned, "see the result for the environment")
	}
}
