package contents

import (
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/lineage/sourcetext"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// MaxSize bounds a file that is read here.
const MaxSize = 8 << 20

// Compared says whether a file, by its name, is one that is compared by more than its bytes.
func Compared(file string) bool {
	return isShell(file) || isSource(file) || HasValues(file)
}

func isSource(file string) bool {
	ext := strings.ToLower(path.Ext(file))
	return ext == ".py" || ext == ".ipynb"
}

// HasValues says whether a file, by its name, is one of keys and values.
func HasValues(file string) bool {
	return slices.Contains([]string{".yaml", ".yml", ".json", ".toml"}, strings.ToLower(path.Ext(file)))
}

// Same says why two versions of a file are the same to what reads it; "" where they are not.
func Same(file string, then, now []byte) string {
	switch {
	case isShell(file):
		if sameScript(string(then), string(now)) {
			return repro.OnlyComments
		}
	case strings.ToLower(path.Ext(file)) == ".ipynb":
		if SameNotebook(then, now) {
			return repro.OnlyOutputs
		}
	case isSource(file):
		switch {
		case sourcetext.WithoutComments(string(then)) == sourcetext.WithoutComments(string(now)):
			return repro.OnlyComments
		case sourcetext.SameProgram(string(then), string(now)):
			return repro.OnlyLayout
		}
	case HasValues(file):
		if equal, alike := compareValues(file, then, now); equal && alike {
			return repro.NoValue
		}
	}
	return ""
}

// OnlyValues says whether two versions of a file differ in the values of keys and in nothing
// else: a program may go through the keys in their order, and take a number as text.
func OnlyValues(file string, then, now []byte) bool {
	equal, alike := compareValues(file, then, now)
	return !equal && alike
}

// compareValues compares two files of values: whether these are equal, and whether the files write
// what both have alike. Of what cannot be read neither is so.
func compareValues(file string, then, now []byte) (equal, alike bool) {
	if !HasValues(file) {
		return false, false
	}
	a, okA := readValues(doc.FormatOf(file), then)
	b, okB := readValues(doc.FormatOf(file), now)
	if !okA || !okB {
		return false, false
	}
	return exactly(a) == exactly(b), writtenAlike(a, b)
}
