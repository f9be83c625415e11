package params

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/params/literal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// separators are what loggers put between the parts of a key: dots (kedro,
// Hugging Face), slashes (Lightning), colons, and scikit-learn's two
// underscores.
var separators = []string{".", "/", ":", "__"}

// maxPlaces bounds the keys of all files together.
const maxPlaces = 200_000

// A place is one key of one file, a section included.
type place struct {
	file     int // index into the files
	key      []string
	node     *doc.Node
	declared bool // by a stage of dvc.yaml, itself or within a declared section
	used     bool // by a template of dvc.yaml
	read     bool // in a file that a stage reads as a whole
}

// live says whether dvc.yaml names the key, or a section above it.
func (p *place) live() bool { return p.declared || p.used }

func (p *place) section() bool { return p.node.Kind == doc.Map }

// dotted is the key as DVC writes it.
func (p *place) dotted() string { return strings.Join(p.key, ".") }

// places are all keys of all files, found by whole name or by last part.
type places struct {
	all    []*place
	byName map[string][]*place // by bare(key): several keys may share it
	byLast map[string][]*place
	wanted keysOf // that dvc.yaml declares
	used   keysOf // that it uses otherwise
}

// bare is a key or name with every run of separators and underscores as one
// dot: equal for all names of one key, and for a few others besides.
func bare(name string) string {
	if !strings.ContainsAny(name, joints) {
		return name
	}
	return strings.Join(strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(joints, r) }), ".")
}

func findPlaces(files []source) (*places, error) {
	found := &places{byName: map[string][]*place{}, byLast: map[string][]*place{}}
	for i, file := range files {
		if file.document != nil && !found.add(i, nil, "", file.document.Root) {
			return nil, repro.Doubtf(repro.ParamsNotWritable, "%s: more than %d keys in the params files; name the one that matters with --params-file", file.path, maxPlaces)
		}
	}
	return found, nil
}

func (s *places) add(file int, prefix []string, barePrefix string, section *doc.Node) bool {
	for i, name := range section.Keys {
		if len(s.all) >= maxPlaces {
			return false
		}
		key := append(prefix[:len(prefix):len(prefix)], name.Text)
		p := &place{file: file, key: key, node: section.Values[i]}
		s.all = append(s.all, p)
		barename := bare(name.Text)
		if barePrefix != "" && barename != "" {
			barename = barePrefix + "." + barename
		} else {
			barename = barePrefix + barename
		}
		s.byName[barename] = append(s.byName[barename], p)
		s.byLast[name.Text] = append(s.byLast[name.Text], p)
		if p.section() && len(key) < literal.MaxDepth && !s.add(file, key, barename, p.node) {
			return false
		}
	}
	return true
}

// named gives the places whose whole key is name, whatever separates its parts.
func (s *places) named(name string) []*place {
	return keep(s.byName[bare(name)], func(p *place) bool {
		return slices.ContainsFunc(separators, func(separator string) bool { return strings.Join(p.key, separator) == name })
	})
}

// dotted gives the places whose key, with dots, is name.
func (s *places) dotted(name string) []*place {
	return keep(s.byName[bare(name)], func(p *place) bool { return p.dotted() == name })
}

// under gives the places whose key is section, a dotted key, and then name.
func (s *places) under(section, name string) []*place {
	return keep(s.byName[bare(section+"."+name)], func(p *place) bool {
		return slices.ContainsFunc(separators, func(separator string) bool {
			return strings.Join(p.key, separator) == strings.ReplaceAll(section, ".", separator)+separator+name
		})
	})
}

// ending gives the places whose key ends with name.
func (s *places) ending(name string) []*place {
	found := append([]*place(nil), s.byLast[name]...)
	for _, separator := range separators {
		at := strings.LastIndex(name, separator)
		if at < 0 {
			continue
		}
		for _, p := range s.byLast[name[at+len(separator):]] {
			if strings.HasSuffix(separator+strings.Join(p.key, separator), separator+name) {
				found = append(found, p)
			}
		}
	}
	return unique(found)
}

// keysOf are the dotted keys of each file; "" is the whole file.
type keysOf map[string]map[string]bool

func newKeysOf(list []Declared) keysOf {
	keys := keysOf{}
	for _, d := range list {
		if keys[d.File] == nil {
			keys[d.File] = map[string]bool{}
		}
		keys[d.File][d.Key] = true
	}
	return keys
}

// has says whether a key is listed, or a section above it, or the whole file.
func (k keysOf) has(file, key string) bool { return k[file][""] || k.names(file, key) }

// names says whether a key is listed, or a section above it.
func (k keysOf) names(file, key string) bool {
	listed := k[file]
	for end, c := range key {
		if c == '.' && listed[key[:end]] {
			return true
		}
	}
	return key != "" && listed[key]
}

// declare marks what the stages declare and use, and everything below it. A
// section is used as soon as one of its keys is.
func (s *places) declare(files []source, declared, used []Declared) {
	s.wanted, s.used = newKeysOf(declared), newKeysOf(used)
	for _, p := range s.all {
		path := files[p.file].path
		p.declared, p.used, p.read = s.wanted.has(path, p.dotted()), s.used.names(path, p.dotted()), s.used[path][""]
	}
}

func unique(found []*place) []*place {
	seen := make(map[*place]bool, len(found))
	kept := found[:0]
	for _, p := range found {
		if !seen[p] {
			seen[p] = true
			kept = append(kept, p)
		}
	}
	return kept
}

// keep gives the places for which want holds.
func keep(from []*place, want func(*place) bool) []*place {
	var kept []*place
	for _, p := range from {
		if want(p) {
			kept = append(kept, p)
		}
	}
	return kept
}
