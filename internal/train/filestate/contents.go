package filestate

import (
	"bytes"
	"io/fs"
	"slices"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// A Content is what some files hold; one that cannot be read has no entry.
type Content map[string][]byte

// ContentOf reads the named files.
func ContentOf(files fs.FS, names []string) Content {
	found := Content{}
	for _, name := range names {
		if data, err := doc.ReadFile(files, name); err == nil {
			found[name] = data
		}
	}
	return found
}

// Changed names the files that hold something else now, or are gone. It is the
// bytes that count: on disk, git's filters may have made them others than the
// commit's.
func (c Content) Changed(now Content) []string {
	var names []string
	for name, data := range c {
		if left, still := now[name]; !still || !bytes.Equal(data, left) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Extended names those of the files that hold all that they held, and more keys: a
// training puts there what it works out.
func (c Content) Extended(now Content, changed []string) []string {
	var names []string
	for _, name := range changed {
		before, err := doc.Parse(doc.FormatOf(name), c[name])
		after, err2 := doc.Parse(doc.FormatOf(name), now[name])
		if err == nil && err2 == nil && within(before.Root, after.Root) {
			names = append(names, name)
		}
	}
	return names
}

// within says whether a map has all keys of another, with the same values.
func within(before, after *doc.Node) bool {
	if before.Kind != after.Kind {
		return false
	}
	switch before.Kind {
	case doc.Map:
		for i, key := range before.Keys {
			value := after.Get(key.Text)
			if value == nil || !within(before.Values[i], value) {
				return false
			}
		}
		return true
	case doc.List:
		return slices.EqualFunc(before.Values, after.Values, func(a, b *doc.Node) bool {
			return within(a, b) && within(b, a)
		})
	}
	return before.Value11() == after.Value11() && before.Value12() == after.Value12()
}
