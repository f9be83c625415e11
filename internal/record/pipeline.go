package record

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// pipeline reads DVC's files of the project and notes its stages. nil is none.
func (g *Recording) pipeline() *dvc.Project {
	if _, err := os.Stat(filepath.Join(g.Dir, ".dvc")); err != nil {
		if _, err := os.Stat(filepath.Join(g.Dir, "dvc.yaml")); err != nil {
			return nil
		}
	}
	read, err := dvc.Read(os.DirFS(g.Dir))
	if err != nil {
		g.gap("the pipeline is not recorded: %v", err)
		return nil
	}
	for _, stage := range limited(g, "stages", read.Stages) {
		kept := recorded.Stage{Name: short(stage.Name), Command: short(strings.Join(stage.Cmd, " && "))}
		for _, dep := range limited(g, "dependencies", stage.Deps) {
			kept.Deps = append(kept.Deps, short(dep.Path))
		}
		for _, out := range limited(g, "outputs", stage.Outs) {
			kept.Outs = append(kept.Outs, short(out.Path))
		}
		g.document.Pipeline = append(g.document.Pipeline, kept)
	}
	return read
}

// readSeeds notes the seeds that the command, the environment and the params files give.
func (g *Recording) readSeeds() {
	d := &g.document
	add := func(name, value, from string) {
		if name = strings.Trim(name, "-+"); value != "" && len(value) <= 100 && len(d.Seeds) < 100 && !strings.Contains(name, " = ") {
			d.Seeds = append(d.Seeds, recorded.Setting{Name: short(name), Value: short(value), From: short(from)})
		}
	}
	for i, arg := range g.Args {
		name, value, given := strings.Cut(arg, "=")
		if !given && strings.HasPrefix(arg, "-") && i+1 < len(g.Args) {
			value = g.Args[i+1]
		}
		if len(name) < 100 && repro.IsSeed(name) && !strings.ContainsAny(name, " /") && !strings.HasPrefix(value, "-") {
			add(name, value, "the command")
		}
	}
	for _, v := range d.Environment.Variables {
		if v.Name == "PYTHONHASHSEED" {
			add(v.Name, v.Value, "the environment")
		}
	}
	for _, file := range d.Params {
		data, err := os.ReadFile(filepath.Join(g.top(), filepath.FromSlash(file.Path)))
		if err != nil || file.SHA256 == "" {
			continue
		}
		root, err := doc.Read(doc.FormatOf(file.Path), data, maxSmall)
		if err != nil {
			continue
		}
		eachSeed(root, "", func(name, value string) { add(name, value, file.Path) })
	}
}

// eachSeed goes through a document's values that are named like seeds.
func eachSeed(node *doc.Node, at string, take func(name, value string)) {
	for i, key := range node.Keys {
		name := strings.TrimPrefix(at+"."+key.Text, ".")
		if value := node.Values[i]; value.Kind != doc.Scalar {
			eachSeed(value, name, take)
		} else if text := value.Text; repro.IsSeed(key.Text) {
			take(name, text)
		}
	}
}

// top is the directory that files of the record are named from.
func (g *Recording) top() string {
	if top := g.tree.top(); top != "" {
		return top
	}
	return g.Dir
}
