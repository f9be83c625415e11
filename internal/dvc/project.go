package dvc

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
)

const (
	pipelineFile = "dvc.yaml"
	lockFile     = "dvc.lock"
	paramsFile   = "params.yaml" // what DVC takes when no file is named

	maxFiles  = 200_000  // entries looked at in search of DVC's files
	maxStages = 10_000   // after foreach and matrix
	maxPath   = 4096     // bytes; PATH_MAX on Linux
	maxBytes  = 16 << 20 // of a dvc.yaml, dvc.lock, .dvc or params file
)

// A Project is all pipelines of a repository or commit. It is empty, and no
// error, where DVC is not used.
type Project struct {
	Stages   []Stage   // of all dvc.yaml files, upstream before downstream
	Tracked  []Tracked // data under .dvc files
	Metrics  []string  // metrics files that dvc.yaml lists outside of stages
	Params   []string  // params files that dvc.yaml lists outside of stages
	Warnings []string  // what could not be read, and what of it matters

	used  []Declared // what templates take from params files, without a stage
	drawn []string   // plots that dvc.yaml lists outside of stages
	files fs.FS
}

// A Stage is one step of a pipeline. Paths are relative to the root of the
// repository, with slashes; what lies outside (a URL, an absolute path) is as
// written.
type Stage struct {
	Name          string // as DVC prints it: "train", "train@3", "sub/dvc.yaml:train"
	File          string // its dvc.yaml
	Dir           string // where its command runs
	Cmd           []string
	Deps          []Dependency
	Params        []Declared
	Outs          []Output
	Frozen        bool // DVC never runs its command, not even with --force
	AlwaysChanged bool
	Unresolved    []string     // templates that were left as they are
	Locked        *LockedStage // what dvc.lock says; nil when it does not know the stage
}

// A Dependency is a file or directory that a stage reads.
type Dependency struct {
	Path    string
	Written string // as dvc.yaml and dvc.lock spell it
}

// A Declared is a param that a stage declares, by which DVC decides whether to
// run it.
type Declared struct {
	Stage   string
	File    string // the params file
	Written string // the file as dvc.yaml and dvc.lock spell it
	Key     string // path of the key, joined by dots; "" declares the whole file
}

// OutputKind says what a stage made a file for.
type OutputKind string

const (
	KindOut    OutputKind = "out"
	KindMetric OutputKind = "metric"
	KindPlot   OutputKind = "plot"
)

// An Output is a file or directory that a stage makes.
type Output struct {
	Path    string
	Written string
	Kind    OutputKind
	Cached  bool // in DVC's cache; otherwise in git or nowhere
	Persist bool // not removed before the stage runs
}

// Read reads all pipelines below the root of files: a commit, or a directory.
// A dvc.yaml that is no dvc.yaml is an error with path and line; a dvc.lock or
// .dvc file that cannot be read is a warning, because only predictions and
// diagnoses need them.
func Read(files fs.FS) (*Project, error) {
	project := &Project{files: files}
	found, err := find(files)
	if err != nil {
		return nil, err
	}
	for _, file := range found.pipelines {
		if err := project.readPipeline(file); err != nil {
			return nil, err
		}
	}
	for _, file := range found.tracked {
		tracked, err := readTracked(files, file)
		if err != nil {
			project.warnf("%v", err)
			continue
		}
		project.Tracked = append(project.Tracked, tracked...)
	}
	project.Warnings = append(project.Warnings, found.warnings...)
	project.order()
	return project, nil
}

// Stage finds a stage by the name that DVC prints.
func (p *Project) Stage(name string) (Stage, bool) {
	i := slices.IndexFunc(p.Stages, func(stage Stage) bool { return stage.Name == name })
	if i < 0 {
		return Stage{}, false
	}
	return p.Stages[i], true
}

// DeclaredParams lists the params that stages declare, in the order of the
// stages. Changing any other param has no effect on what DVC runs.
func (p *Project) DeclaredParams() []Declared {
	var declared []Declared
	for _, stage := range p.Stages {
		declared = append(declared, stage.Params...)
	}
	return declared
}

// A MetricsFile is a file of metrics and the stage that makes it.
type MetricsFile struct {
	Path   string
	Stage  string // "" when no stage declares it
	Cached bool   // DVC can bring back an old one from its cache
}

// MetricFiles lists the metrics files that the pipelines name: those of stages
// first, then those that dvc.yaml lists on its own.
func (p *Project) MetricFiles() []MetricsFile {
	var files []MetricsFile
	for _, stage := range p.Stages {
		for _, out := range stage.Outs {
			if out.Kind == KindMetric {
				files = append(files, MetricsFile{out.Path, stage.Name, out.Cached})
			}
		}
	}
	for _, file := range p.Metrics {
		known := func(m MetricsFile) bool { return m.Path == file }
		if !slices.ContainsFunc(files, known) {
			files = append(files, MetricsFile{Path: file, Stage: p.maker(file)})
		}
	}
	return files
}

// maker names the stage that makes the file, or a directory that it is in.
func (p *Project) maker(file string) string {
	for _, stage := range p.Stages {
		for _, out := range stage.Outs {
			if within(file, out.Path) {
				return stage.Name
			}
		}
	}
	return ""
}

func (p *Project) warnf(format string, args ...any) {
	p.Warnings = append(p.Warnings, fmt.Sprintf(format, args...))
}

// read reads a document, and says in which file it is refused. An empty file
// is an empty map, as it is to DVC.
func read(files fs.FS, file string) (*doc.Node, error) {
	data, err := readBytes(files, file, maxBytes)
	if err != nil {
		return nil, err
	}
	root, err := doc.Read(doc.FormatOf(file), data, maxBytes)
	if errors.Is(err, doc.ErrEmpty) {
		return &doc.Node{Kind: doc.Map, Line: 1}, nil
	}
	if refused, ok := errors.AsType[*doc.RefusedError](err); ok {
		refused.Path = file
		return nil, refused
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	return root, nil
}

// join puts a path that a file in dir writes into the repository's terms.
func join(dir, written string) string {
	if foreign(written) {
		return written
	}
	joined := path.Join(dir, strings.ReplaceAll(written, "\\", "/"))
	if outside(joined) {
		return written
	}
	return joined
}

// outside says whether a path, after join, is none of the repository's.
func outside(file string) bool {
	return foreign(file) || file == ".." || strings.HasPrefix(file, "../")
}

// foreign says whether a path as written is a URL, absolute, or longer than a
// path can be.
func foreign(written string) bool {
	return len(written) > maxPath || strings.Contains(written, "://") || path.IsAbs(written) || len(written) > 1 && written[1] == ':'
}

// within says whether file is dir or lies in it.
func within(file, dir string) bool {
	return file == dir || dir == "." || strings.HasPrefix(file, dir+"/")
}

func distinct(list []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(item string) bool {
		again := seen[item]
		seen[item] = true
		return again
	})
}
