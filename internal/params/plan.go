package params

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// DefaultSection is where a training stage's params usually live.
const DefaultSection = "train"

// A File is one params file as it is in the repository.
type File struct {
	Path string // relative to the repository, with slashes; its suffix tells the format
	Data []byte
}

// Declared is one key under params: of a stage of dvc.yaml.
type Declared struct {
	File string // relative to the repository, like File.Path
	Key  string // with dots; "" declares the whole file
}

// Options are what the user and the project say about params.
type Options struct {
	Map     []MapEntry
	Section string // dotted key of the section to look in; "" for none
	// Declared is what the stages of dvc.yaml declare: nil where there is no
	// dvc.yaml, empty where it declares nothing.
	Declared []Declared
	// Used are the keys that dvc.yaml uses otherwise: in templates, or in files
	// that a stage reads as a whole.
	Used []Declared
	// Libraries are what the run says of the library that it trained with: its
	// tags' texts. Autologged says that a library wrote the params.
	Libraries  []string
	Autologged bool

	Passed []string // params that the run command passes, whether a file takes them or not

	Insert bool // unknown-params: add
	Strict bool // unknown-params: error
}

// A Result is every param and key with its status, and the files that change.
type Result struct {
	Edits    []repro.ParamEdit // the logged params in order, then keys that only the files have
	Files    []repro.FileEdit  // only files that change
	Warnings []string
}

// A source is one params file, parsed.
type source struct {
	path     string
	data     []byte
	format   doc.Format
	document *doc.Document // nil for an empty file
	program  bool          // it is read and never written
}

// Plan says what putting the logged params back into the files would do, and
// what the files would then be. The same input gives the same plan; applied to
// its own result it changes nothing.
//
// A file that cannot be edited safely is a Doubt that names it and the line; a
// wrong params-map is a plain error. With Options.Strict a param without a
// place, with several or with a value that cannot be written is a Doubt too.
func Plan(files []File, logged repro.Params, options Options) (Result, error) {
	sources, err := parseAll(files)
	if err != nil {
		return Result{}, err
	}
	found, err := findPlaces(sources)
	if err != nil {
		return Result{}, err
	}
	found.declare(sources, options.Declared, options.Used)
	m := newMapper(found, sources, logged, options)
	if err := m.resolveMap(options.Map); err != nil {
		return Result{}, err
	}
	p := &planner{mapper: m, options: options, taken: map[*place]bool{}, floats: m.onlyFloats()}
	for _, param := range logged {
		p.param(param)
	}
	p.onePerKey()
	changed, err := p.apply()
	if err != nil {
		return Result{}, err
	}
	p.follow()
	p.pass()
	result := Result{Edits: p.edits(), Files: changed, Warnings: p.warnings(logged)}
	if options.Strict {
		return result, strict(result.Edits)
	}
	return result, nil
}

func parseAll(files []File) ([]source, error) {
	var sources []source
	for _, file := range files {
		if slices.ContainsFunc(sources, func(s source) bool { return s.path == file.Path }) {
			continue
		}
		parsed, err := parse(file)
		if err != nil {
			return nil, err
		}
		sources = append(sources, parsed)
	}
	return sources, nil
}

// maxListed bounds the params that one message names.
const maxListed = 20

// strict lists the params that did not find their way into a file.
func strict(edits []repro.ParamEdit) error {
	var lost []string
	for _, edit := range edits {
		switch edit.Status {
		case repro.ParamLoggedOnly, repro.ParamAmbiguous, repro.ParamRefused:
			line := fmt.Sprintf("%s: %s", edit.Name, edit.Status)
			if edit.Note != "" {
				line += " (" + edit.Note + ")"
			}
			lost = append(lost, line)
		}
	}
	if len(lost) == 0 {
		return nil
	}
	return repro.Doubtf(repro.ParamsNotWritable, "unknown-params is error, and %d of the run's params cannot be put back:\n  %s\nmap them with params-map, or set unknown-params to ignore",
		len(lost), strings.Join(shorten(lost), "\n  "))
}

func shorten(lines []string) []string {
	if len(lines) <= maxListed {
		return lines
	}
	return append(slices.Clone(lines[:maxListed]), fmt.Sprintf("and %d more", len(lines)-maxListed))
}
