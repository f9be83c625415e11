package dvc

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// StaleParams says whether the lock of a stage has another value of a param than the
// params files beside it: the stage did not run since they were edited. logged gives what
// a run logged of a key, which comes before the file: that is what it ran with. A file
// that cannot be read says nothing.
func (p *Project) StaleParams(stage Stage, logged func(file, key string) (agrees func(text string) bool)) bool {
	if stage.Locked == nil {
		return false
	}
	roots := map[string]*doc.Node{}
	for _, param := range stage.Locked.Params {
		file := join(stage.Dir, param.File)
		root, read := roots[file]
		if !read {
			root = p.paramsRoot(file)
			roots[file] = root
		}
		if root != nil && p.stale(root, file, param, logged) {
			return true
		}
	}
	return false
}

// stale compares one param of a lock, or every value of a section.
func (p *Project) stale(root *doc.Node, file string, param LockedParam, logged func(file, key string) func(string) bool) bool {
	whole, _ := value{node: root}.follow(strings.Split(param.Key, "."))
	one := func(key string, then, now *doc.Node) bool {
		if agrees := logged(file, key); agrees != nil && then != nil && then.Kind == doc.Scalar {
			return !agrees(then.Value12().Text)
		}
		return !equal(then, now)
	}
	if param.Value == nil || param.Value.Kind != doc.Map {
		return one(param.Key, param.Value, whole.node)
	}
	found := false
	param.Value.Each(func(key []string, then *doc.Node) {
		found = found || one(strings.Join(append([]string{param.Key}, key...), "."), then, whole.node.Get(key...))
	})
	return found
}

// paramsRoot reads a params file; nil where it is not there, or no YAML, JSON or TOML.
func (p *Project) paramsRoot(file string) *doc.Node {
	if p.files == nil || strings.HasSuffix(file, ".py") {
		return nil
	}
	root, err := read(p.files, file)
	if err != nil {
		return nil
	}
	return root
}

// Leading are the stages that lead to one of the metrics files, those that make them
// among them; to any of the pipeline's where none is named.
func (p *Project) Leading(files []string) map[string]bool {
	if len(files) == 0 {
		for _, file := range p.MetricFiles() {
			files = append(files, file.Path)
		}
	}
	leading := map[string]bool{}
	for _, file := range files {
		for _, stage := range p.Upstream(file) {
			leading[stage] = true
		}
	}
	return leading
}
