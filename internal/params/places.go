package params

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
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
}

func (p *place) section() bool { return p.node.Kind == doc.Map }

// dotted is the key as DVC writes it.
func (p *place) dotted() string { return strings.Join(p.key, ".") }

// places are all keys of all files, found by whole name or by last part.
type places struct {
	all    []*place
	byName map[string][]*place // separator + joined key, as logged
	byLast map[string][]*place
}

func findPlaces(files []source) (*places, error) {
	found := &places{byName: map[string][]*place{}, byLast: map[string][]*place{}}
	for i, file := range files {
		if file.document != nil && !found.add(i, nil, file.document.Root) {
			return nil, repro.Doubtf(repro.ParamsNotWritable, "%s: more than %d keys in the params files; name the one that matters with --params-file", file.path, maxPlaces)
		}
	}
	return found, nil
}

func (s *places) add(file int, prefix []string, section *doc.Node) bool {
	for i, name := range section.Keys {
		if len(s.all) >= maxPlaces {
			return false
		}
		key := append(prefix[:len(prefix):len(prefix)], name.Text)
		p := &place{file: file, key: key, node: section.Values[i]}
		s.all = append(s.all, p)
		for _, separator := range separators {
			joined := separator + strings.Join(key, separator)
			s.byName[joined] = append(s.byName[joined], p)
		}
		s.byLast[name.Text] = append(s.byLast[name.Text], p)
		if p.section() && len(key) < maxDepth && !s.add(file, key, p.node) {
			return false
		}
	}
	return true
}

// named gives the places whose whole key is name, whatever separates its parts.
func (s *places) named(name string) []*place {
	var found []*place
	for _, separator := range separators {
		found = append(found, s.byName[separator+name]...)
	}
	return unique(found)
}

// under gives the places whose key is section, a dotted key, and then name.
func (s *places) under(section, name string) []*place {
	var found []*place
	for _, separator := range separators {
		prefix := separator + strings.ReplaceAll(section, ".", separator)
		found = append(found, s.byName[prefix+separator+name]...)
	}
	return unique(found)
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

// declare marks what the stages declare, and everything below it.
func (s *places) declare(files []source, declared []Declared) {
	type target struct {
		file string
		key  string
	}
	wanted := map[target]bool{}
	for _, d := range declared {
		wanted[target{d.File, d.Key}] = true
	}
	for _, p := range s.all {
		path := files[p.file].path
		for end := 0; end <= len(p.key) && !p.declared; end++ {
			p.declared = wanted[target{path, strings.Join(p.key[:end], ".")}]
		}
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
