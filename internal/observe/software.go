package observe

import (
	"cmp"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A Software is one Python that ran a training's code, and the installed packages that
// this code imported, by what is written beside them where they are installed.
type Software struct {
	Executable string
	Version    string
	Packages   []Distribution // by name
	Installed  []string       // the names of all that its environment has; nil where it is not in one of its own
}

// A Distribution is an installed package, by its name as it was installed.
type Distribution struct {
	Name, Version string
	Origin        string // the address that it was installed from; "" for an index
	Content       string // tags of its build and a digest of its files; "" where they are not listed
}

// Software are the Pythons that ran code below one of the names of a directory, and what
// these started, tools apart. An import that no installed package lists is left out.
func (o Observation) Software(dirs ...string) []Software {
	type python struct{ executable, version string }
	modules := map[python]map[string]bool{} // by their full paths
	for i := range o.running(dirs) {
		p := o.Processes[i]
		of := python{p.Executable, p.Version}
		if modules[of] == nil {
			modules[of] = map[string]bool{}
		}
		for _, access := range p.Packages {
			modules[of][access.Path] = true
		}
	}
	var found []Software
	for of, imported := range modules {
		found = append(found, Software{of.executable, of.version, distributions(imported), namesFor(of.executable)})
	}
	order.By(found, func(a, b Software) int {
		return cmp.Or(cmp.Compare(a.Executable, b.Executable), cmp.Compare(a.Version, b.Version))
	})
	return found
}

const (
	maxDistributions = 5000    // of one place, that are read
	maxInstalled     = 8 << 20 // bytes of the list of one's files
)

// distributions are the installed packages that have one of the modules.
func distributions(modules map[string]bool) []Distribution {
	sites := map[string]map[string]bool{} // by site-packages: modules, by paths from it
	for module := range modules {
		match := site.FindStringSubmatch(filepath.ToSlash(module) + "/")
		if match == nil {
			continue
		}
		dir := strings.TrimSuffix(match[1], "/"+match[2])
		if sites[dir] == nil {
			sites[dir] = map[string]bool{}
		}
		sites[dir][strings.TrimPrefix(filepath.ToSlash(module), dir+"/")] = true
	}
	found := map[Distribution]bool{}
	for dir, names := range sites {
		lists, _ := filepath.Glob(filepath.Join(wording.GlobPath(filepath.FromSlash(dir)), "*.dist-info", "RECORD"))
		for _, list := range lists[:min(len(lists), maxDistributions)] {
			name, version, ok := strings.Cut(strings.TrimSuffix(filepath.Base(filepath.Dir(list)), ".dist-info"), "-")
			if record, has := hasFile(list, names); ok && has {
				d := Distribution{Name: name, Version: version}
				d.Origin, d.Content = installed(filepath.Dir(list), record)
				found[d] = true
			}
		}
	}
	return order.Sorted(slices.Collect(maps.Keys(found)), func(a, b Distribution) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Version, b.Version))
	})
}

// hasFile reads the list of an installed package's files, and says whether it has one of these.
// https://packaging.python.org/en/latest/specifications/recording-installed-packages/
func hasFile(list string, names map[string]bool) (record string, has bool) {
	record = readBeside(list)
	for line := range strings.Lines(record) {
		file, _, _ := strings.Cut(line, ",")
		if names[strings.Trim(file, `"`)] {
			return record, true
		}
	}
	return "", false
}
