package environment

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/packaging"
)

// pins are locked versions by the names of their packages.
type pins map[string][]Requirement

// add keeps one locked package; markers say where its version is the one.
func (p pins) add(d *Declared, name, version, marker, from string) {
	r, ok := pinned(name, version, marker)
	if !ok {
		d.Lacking = append(d.Lacking, fmt.Sprintf("%q (%s has no version of it that is read)", name, from))
		return
	}
	p[r.Name] = append(p[r.Name], r)
}

// list gives the pins. Of a package with several versions each needs to say where it holds.
func (p pins) list(d *Declared, from string) {
	for name, versions := range p {
		if len(versions) > 1 && slices.ContainsFunc(versions, func(r Requirement) bool { return r.Marker == "" }) {
			d.Left = append(d.Left, name+" ("+from+" has several versions of it, and does not say where each holds)")
			d.Transitive = false
			continue
		}
		if len(versions) == 1 {
			versions[0].Marker = "" // where it does not hold, nothing asks for it
		}
		d.Pins = append(d.Pins, versions...)
	}
}

// readUVLock reads uv.lock. The project's own packages stand in it with what they ask for.
// https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile
func readUVLock(data []byte) (Declared, error) {
	d := Declared{From: "uv.lock", Locked: true, Transitive: true}
	root, err := doc.Read(doc.TOML, data, maxLock)
	if err != nil {
		return d, fmt.Errorf("read uv.lock: %w", err)
	}
	locked := pins{}
	var own []*doc.Node
	for _, item := range root.Get("package").Items() {
		name, _ := item.Get("name").Str()
		version, _ := item.Get("version").Str()
		source := item.Get("source")
		switch {
		case source.Get("virtual") != nil, source.Get("editable") != nil, source.Get("directory") != nil:
			own = append(own, item)
			if wholeName.MatchString(name) {
				d.Own = append(d.Own, packaging.PackageName(name))
			}
			if source.Get("virtual") == nil {
				d.Left = append(d.Left, fmt.Sprintf("%q, which is code of the project; let the command put its source on PYTHONPATH", name))
			}
		case source.Get("registry") != nil:
			var markers []string
			for _, marker := range item.Get("resolution-markers").Items() {
				markers = append(markers, "("+marker.Text+")")
			}
			locked.add(&d, name, version, strings.Join(markers, " or "), "uv.lock")
		default:
			d.elsewhere(name, "uv.lock has it from git, an address or a file")
		}
	}
	locked.list(&d, "uv.lock")
	for _, item := range own {
		for _, list := range []*doc.Node{item.Get("dependencies"), item.Get("dev-dependencies", "dev")} {
			for _, dep := range list.Items() {
				d.require(dep)
			}
		}
	}
	return d, nil
}

// require adds what a package of uv.lock asks for; its own code is no requirement.
func (d *Declared) require(dep *doc.Node) {
	name, _ := dep.Get("name").Str()
	marker, _ := dep.Get("marker").Str()
	var extras []string
	for _, extra := range dep.Get("extra").Items() {
		extras = append(extras, extra.Text)
	}
	r, ok := requirement(name, strings.Join(extras, ","), "", marker)
	switch {
	case !ok:
		d.Lacking = append(d.Lacking, fmt.Sprintf("%q (%s)", name, d.From))
	case !slices.Contains(d.Own, r.Name) && !slices.Contains(d.Foreign, r.Name):
		d.Requires = append(d.Requires, r)
	}
}

// readPoetryLock reads poetry.lock, and from pyproject.toml what of it the project asks for.
// https://python-poetry.org/docs/basic-usage/#installing-with-poetrylock
func readPoetryLock(data, project []byte) (Declared, error) {
	asked, err := readProject(project)
	if err != nil {
		return asked, err
	}
	d := Declared{From: "poetry.lock", Locked: true, Transitive: true, Left: asked.Left, Lacking: asked.Lacking, Own: asked.Own, Foreign: asked.Foreign}
	root, err := doc.Read(doc.TOML, data, maxLock)
	if err != nil {
		return d, fmt.Errorf("read poetry.lock: %w", err)
	}
	locked := pins{}
	for _, item := range root.Get("package").Items() {
		name, _ := item.Get("name").Str()
		version, _ := item.Get("version").Str()
		marker, _ := item.Get("markers").Str()
		if kind, there := item.Get("source", "type").Str(); there && kind != "legacy" {
			d.elsewhere(name, fmt.Sprintf("poetry.lock has it from %q", kind))
			continue
		}
		locked.add(&d, name, version, marker, "poetry.lock")
	}
	locked.list(&d, "poetry.lock")
	for _, r := range asked.Requires {
		if len(locked[r.Name]) > 0 {
			r.Spec = "" // the lock says which
			d.Requires = append(d.Requires, r)
		}
	}
	return d, nil
}

// readProject reads what pyproject.toml asks for, as the standard and as Poetry write it.
// https://packaging.python.org/en/latest/specifications/pyproject-toml/
func readProject(data []byte) (Declared, error) {
	d := Declared{From: "pyproject.toml"}
	if data == nil {
		return d, nil
	}
	root, err := doc.Read(doc.TOML, data, maxLock)
	if err != nil {
		return d, fmt.Errorf("read pyproject.toml: %w", err)
	}
	d.Own = ownNames(func(file string) []byte {
		if file == "pyproject.toml" {
			return data
		}
		return nil
	}, ".")
	for _, list := range []*doc.Node{root.Get("project", "dependencies"), root.Get("dependency-groups", "dev")} {
		for _, item := range list.Items() {
			if line, ok := item.Str(); ok {
				d.add(line, "pyproject.toml", false)
			}
		}
	}
	d.sources(root.Get("tool", "uv", "sources"))
	poetry := root.Get("tool", "poetry")
	groups := []*doc.Node{poetry.Get("dependencies"), poetry.Get("dev-dependencies")}
	if group := poetry.Get("group"); group != nil {
		for _, one := range group.Values {
			if optional, _ := one.Get("optional").Str(); optional != "true" {
				groups = append(groups, one.Get("dependencies"))
			}
		}
	}
	for _, group := range groups {
		if group == nil || group.Kind != doc.Map {
			continue
		}
		for i, key := range group.Keys {
			d.poetryRequire(key.Text, group.Values[i])
		}
	}
	return d, nil
}

// elsewhere notes a package that a lock or pyproject.toml has from somewhere else than an
// index.
func (d *Declared) elsewhere(name, how string) {
	d.Lacking = append(d.Lacking, fmt.Sprintf("%q (%s)", name, how))
	if wholeName.MatchString(name) {
		d.Foreign = append(d.Foreign, packaging.PackageName(name))
	}
}

// sources reads where uv has packages from that pyproject.toml asks for by their names.
// https://docs.astral.sh/uv/concepts/projects/dependencies/#dependency-sources
func (d *Declared) sources(table *doc.Node) {
	if table == nil || table.Kind != doc.Map {
		return
	}
	for i, key := range table.Keys {
		for _, one := range append(table.Values[i].Items(), table.Values[i]) {
			switch workspace := one.Get("workspace"); {
			case workspace != nil && wholeName.MatchString(key.Text):
				d.Own = append(d.Own, packaging.PackageName(key.Text))
			case one.Get("git") != nil, one.Get("url") != nil, one.Get("path") != nil:
				d.elsewhere(key.Text, "pyproject.toml has it from elsewhere")
			}
		}
	}
}

// poetryRequire adds one line of Poetry's own tables. Its ^ and ~ are no specifiers of
// Python's: the version stays open, for the lock to say.
func (d *Declared) poetryRequire(name string, value *doc.Node) {
	if name == "python" {
		return
	}
	for _, one := range append(value.Items(), value) { // a list of them has one for each platform
		for _, place := range []string{"git", "path", "url", "file"} {
			if one.Get(place) != nil {
				d.elsewhere(name, "pyproject.toml has it from a "+place)
				return
			}
		}
	}
	if optional, _ := value.Get("optional").Str(); optional == "true" {
		return
	}
	var extras []string
	for _, extra := range value.Get("extras").Items() {
		extras = append(extras, extra.Text)
	}
	marker, _ := value.Get("markers").Str()
	if r, ok := requirement(name, strings.Join(extras, ","), "", marker); ok {
		d.Requires = append(d.Requires, r)
	}
}
