package dvc

import (
	"fmt"
	"path"
	"slices"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// readPipeline adds the stages of one dvc.yaml, and what its dvc.lock says of
// them.
// https://dvc.org/doc/user-guide/project-structure/dvcyaml-files
func (p *Project) readPipeline(file string) error {
	root, err := read(p.files, file)
	if err != nil {
		return err
	}
	if root.Kind != doc.Map {
		return &doc.RefusedError{Path: file, Line: root.Line, Reason: fmt.Sprintf("a %s where stages are expected", root.Kind)}
	}
	lock := Lock{}
	if locked := beside(file, lockFile); exists(p.files, locked) {
		if lock, err = ReadLock(p.files, locked); err != nil {
			p.warnf("%v", err)
		}
	}
	dir := path.Dir(file)
	names := p.globals(dir, root.Get("vars"))
	p.Metrics = append(p.Metrics, topLevel(root.Get("metrics"), names, dir)...)
	p.Params = append(p.Params, topLevel(root.Get("params"), names, dir)...)
	p.drawn = append(p.drawn, plots(root.Get("plots"), names, dir)...)

	stages := root.Get("stages")
	if stages == nil || stages.Kind != doc.Map {
		return nil
	}
	for i, key := range stages.Keys {
		if kind := stages.Values[i].Kind; kind != doc.Map {
			return &doc.RefusedError{Path: file, Line: key.Line, Reason: fmt.Sprintf("stage %.60q is a %s, not a map", key.Text, kind)}
		}
		for _, one := range expand(key.Text, stages.Values[i], names) {
			if len(p.Stages) >= maxStages {
				return &doc.RefusedError{Path: file, Line: key.Line, Reason: fmt.Sprintf("more than %d stages", maxStages)}
			}
			stage, err := p.stage(file, one)
			if err != nil {
				return err
			}
			stage.Locked = lock.Stage(one.name)
			p.Stages = append(p.Stages, stage)
		}
	}
	return nil
}

// topLevel reads a list of paths outside of stages.
func topLevel(list *doc.Node, names scope, dir string) []string {
	var paths []string
	for _, item := range list.Items() {
		if text, ok := item.Str(); ok {
			paths = append(paths, join(dir, names.text(text, "").done))
		}
	}
	return paths
}

// plots reads the paths of plots outside of stages: a list of paths, of maps
// under their path, or a map.
func plots(written *doc.Node, names scope, dir string) []string {
	paths := topLevel(written, names, dir)
	if written == nil {
		return paths
	}
	for _, item := range append(written.Items(), written) {
		for _, key := range item.Keys {
			paths = append(paths, join(dir, names.text(key.Text, "").done))
		}
	}
	return paths
}

// A definition is one stage as dvc.yaml writes it, after foreach and matrix,
// with the names that its templates may use.
type definition struct {
	name  string
	body  *doc.Node
	names scope
}

// stage turns a definition into a Stage.
func (p *Project) stage(file string, from definition) (Stage, error) {
	dir := path.Dir(file)
	reader := &stageReader{names: from.names}
	body := from.body
	stage := Stage{Name: from.name, File: file, Dir: dir}
	if dir != "." {
		stage.Name = file + ":" + from.name
	}
	if wdir, ok := reader.string(body.Get("wdir"), "wdir"); ok {
		stage.Dir = join(dir, wdir)
	}
	reader.names = p.locals(stage.Dir, body.Get("vars"), reader.names)
	stage.Cmd = reader.strings(body.Get("cmd"), "cmd")
	if len(stage.Cmd) == 0 {
		return Stage{}, &doc.RefusedError{Path: file, Line: body.Line, Reason: fmt.Sprintf("stage %.60q has no cmd", from.name)}
	}
	stage.Frozen = isTrue(body.Get("frozen"))
	stage.AlwaysChanged = isTrue(body.Get("always_changed"))
	for _, written := range reader.strings(body.Get("deps"), "deps") {
		stage.Deps = append(stage.Deps, Dependency{join(stage.Dir, written), written})
	}
	stage.Params = reader.params(body.Get("params"), stage)
	for _, section := range []struct {
		key  string
		kind OutputKind
	}{{"outs", KindOut}, {"metrics", KindMetric}, {"plots", KindPlot}} {
		stage.Outs = append(stage.Outs, reader.outs(body.Get(section.key), section.kind, stage.Dir)...)
	}
	stage.Unresolved = distinct(reader.unresolved)
	return stage, nil
}

// A stageReader resolves a stage's templates and remembers those it cannot.
type stageReader struct {
	names      scope
	unresolved []string
}

func (r *stageReader) string(node *doc.Node, field string) (string, bool) {
	if node == nil || node.Kind != doc.Scalar || isNull(node) {
		return "", false
	}
	result := r.names.text(node.Text, field)
	r.unresolved = append(r.unresolved, result.left...)
	return result.done, true
}

// strings reads a string or a list of strings.
func (r *stageReader) strings(node *doc.Node, field string) []string {
	list := node.Items()
	if list == nil && node != nil {
		list = []*doc.Node{node}
	}
	var texts []string
	for _, item := range list {
		if text, ok := r.string(item, field); ok {
			texts = append(texts, text)
		}
	}
	return texts
}

// params reads the three spellings: a key of params.yaml, a file with its
// keys, a file with nothing, which is all of it.
func (r *stageReader) params(list *doc.Node, stage Stage) []Declared {
	var declared []Declared
	add := func(file, key string) {
		one := Declared{Stage: stage.Name, File: join(stage.Dir, file), Written: file, Key: key}
		if !slices.Contains(declared, one) {
			declared = append(declared, one)
		}
	}
	for _, item := range list.Items() {
		if key, ok := r.string(item, "params"); ok {
			add(paramsFile, key)
			continue
		}
		for i, name := range item.Keys {
			file, _ := r.string(name, "params")
			keys := r.strings(item.Values[i], "params")
			if len(keys) == 0 {
				add(file, "")
			}
			for _, key := range keys {
				add(file, key)
			}
		}
	}
	return declared
}

// outs reads paths with or without flags.
func (r *stageReader) outs(list *doc.Node, kind OutputKind, dir string) []Output {
	var outs []Output
	add := func(written string, flags *doc.Node) {
		cache := flags.Get("cache")
		outs = append(outs, Output{
			Path: join(dir, written), Written: written, Kind: kind,
			Cached: cache == nil || isTrue(cache), Persist: isTrue(flags.Get("persist")),
		})
	}
	for _, item := range list.Items() {
		if written, ok := r.string(item, "outs"); ok {
			add(written, nil)
			continue
		}
		for i, name := range item.Keys {
			written, _ := r.string(name, "outs")
			add(written, item.Values[i])
		}
	}
	return outs
}

func isTrue(node *doc.Node) bool {
	value := node.Value12()
	return value.Type == doc.TypeBool && value.Text == "True"
}

func isNull(node *doc.Node) bool { return node.Value12().Type == doc.TypeNull }
