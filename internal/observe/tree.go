package observe

import (
	"bytes"
	"github.com/reproduce-action/reproduce/internal/observe/system"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// How a program that lies outside of the commit's tree stands to the code in it: a copy
// may have been installed, built or put aside when the code was another.

// A Tree is the code of a commit, by the place that has it.
type Tree struct {
	top, prefix string
	sources     []string            // paths from the top
	called      map[string][]string // sources by their last name
	imports     map[string][]string // sources by the first part of what Python imports them as
	lines       map[string][]uint64 // of sources that were read
	sized       map[int64][]string  // sources by their sizes; nil until they are asked for
	unread      int64               // bytes of sources that may still be read for their lines
	partial     bool                // something could not be compared with all of them
	packages    map[string]bool     // directories with an __init__.py
}

// maxOpened bounds the files without an ending whose first line is read.
const maxOpened = 20_000

// TreeOf is that of the files below a directory, by paths from it. prefix leads to the
// project, "" for the top.
func TreeOf(top, prefix string, files []string) *Tree {
	t := &Tree{
		top: top, prefix: path.Clean(prefix), called: map[string][]string{}, imports: map[string][]string{},
		lines: map[string][]uint64{}, unread: maxCompared, packages: map[string]bool{},
	}
	opened := 0
	for _, file := range files {
		if path.Base(file) == "__init__.py" {
			t.packages[path.Dir(file)] = true
		}
		if path.Ext(file) == "" {
			opened++
		}
		if opened > maxOpened && path.Ext(file) == "" {
			t.partial = true
		} else if t.isSource(file) {
			t.sources = append(t.sources, file)
			t.called[path.Base(file)] = append(t.called[path.Base(file)], file)
		}
	}
	for _, file := range t.sources {
		name, _, _ := strings.Cut(t.importedAs(file), "/")
		t.imports[name] = append(t.imports[name], file)
	}
	return t
}

// Partial says whether something of elsewhere was too large to be compared with the
// commit's code, or the commit has too much of it: then that it is unrelated is not known.
func (t *Tree) Partial() bool { return t.partial }

// Sources are the files of the commit that are code, by their names or their first lines.
func (t *Tree) Sources() []string { return t.sources }

// A Relation is that of a program to a commit's code.
type Relation int

const (
	Unrelated    Relation = iota // nothing of the commit's is like it, or it cannot be read
	SameContent                  // a file of the commit of this name holds the same
	OtherContent                 // it stands for a file of the commit, and holds something else
)

// Of says so of a file outside, and names the commit's file that it is like. What was
// compiled is known by its name alone, so it is never the same.
func (t *Tree) Of(file string) (own string, is Relation) {
	if IsCompiled(file) {
		for _, source := range t.sources {
			if t.compiledFrom(file, source) {
				return source, OtherContent
			}
		}
		return "", Unrelated
	}
	data, there := codeOf(file)
	if !there && !tooLarge(file) {
		return "", Unrelated
	}
	named := ""
	for _, source := range t.called[filepath.Base(file)] {
		if one, err := os.ReadFile(t.full(source)); err == nil && there && bytes.Equal(one, data) {
			return source, SameContent
		}
		if t.calledSo(source, filepath.ToSlash(file)) {
			named = source
		}
	}
	switch {
	case named != "":
		return named, OtherContent
	case !there:
		t.partial = true
		return "", Unrelated
	}
	return t.like(data)
}

// calledSo says whether a path ends as a file of the commit is imported or called: with
// its package, or by its name alone where it lies at the top.
func (t *Tree) calledSo(source, file string) bool {
	name := t.importedAs(source)
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	if strings.Contains(name, "/") {
		return strings.HasSuffix(file, "/"+name) && base != "__init__"
	}
	return path.Base(file) == name && !slices.Contains([]string{"__init__", "__main__", "setup", "conftest", "noxfile", "tasks", "fabfile"}, base)
}

// importedAs is a file's path from where Python would look for its package.
func (t *Tree) importedAs(source string) string {
	if dir := path.Dir(source); t.packages[dir] {
		for t.packages[path.Dir(dir)] && dir != "." {
			dir = path.Dir(dir)
		}
		return strings.TrimPrefix(source, strings.TrimPrefix(path.Dir(dir)+"/", "./"))
	}
	name := strings.TrimPrefix(source, t.prefix+"/")
	for _, dir := range []string{"src/", "lib/", "python/"} {
		name = strings.TrimPrefix(name, dir)
	}
	return name
}

// compiledFrom says whether a compiled file bears the name of a source: libfit.so.1 and
// fit.cpython-311-x86_64-linux-gnu.so of fit.c, pk/algo.pyc of src/pk/algo.py.
func (t *Tree) compiledFrom(file, source string) bool {
	slashed := filepath.ToSlash(file)
	if strings.HasSuffix(slashed, ".pyc") {
		return t.calledSo(source, strings.TrimSuffix(slashed, "c")) && path.Ext(source) == ".py"
	}
	stem, _, _ := strings.Cut(path.Base(slashed), ".")
	name := strings.TrimSuffix(path.Base(source), path.Ext(source))
	return built[strings.ToLower(path.Ext(source))] && name != "" && (stem == name || strings.TrimPrefix(stem, "lib") == name)
}

// IsCompiled says whether a file holds compiled code, by its name or its first bytes.
func IsCompiled(file string) bool {
	name := strings.ToLower(filepath.Base(file))
	if IsLibrary(name) || slices.Contains([]string{".pyc", ".a", ".o", ".class", ".jar", ".wasm", ".exe"}, filepath.Ext(name)) {
		return true
	}
	start := startOf(file, 4)
	return bytes.Equal(start, []byte("\x7fELF")) || bytes.Equal(start, []byte{0xcf, 0xfa, 0xed, 0xfe}) || bytes.HasPrefix(start, []byte("MZ"))
}

// startOf reads the first bytes of a file; none where that cannot be.
func startOf(name string, most int) []byte {
	if _, is := regular(name); !is {
		return nil
	}
	file, err := os.OpenFile(name, os.O_RDONLY|system.Nonblocking, 0)
	if err != nil {
		return nil
	}
	defer file.Close()
	start := make([]byte, most)
	n, _ := file.Read(start)
	return start[:n]
}

var (
	// built are endings of sources that are compiled to a file of their name.
	built = set(".c .cc .cpp .cxx .cu .f .f90 .f95 .for .pyx .rs .go .zig .d .nim .java .kt .scala .swift .hs .ml .adb .pas")
	// interpreted are endings of sources that an interpreter takes as they are.
	interpreted = set(".py .r .jl .js .mjs .cjs .ts .pl .pm .rb .lua .awk .sh .bash .zsh .m .php .do .h .hpp .hh .cuh .pxd")
)

// isSource says whether a file of the commit is code, by its name or its first line.
func (t *Tree) isSource(file string) bool {
	ending := strings.ToLower(path.Ext(file))
	return built[ending] || interpreted[ending] || ending == "" && bytes.HasPrefix(startOf(t.full(file), 2), []byte("#!"))
}

func (t *Tree) full(source string) string { return filepath.Join(t.top, filepath.FromSlash(source)) }

// standsIn says whether a program elsewhere stands for one of the commit's and holds
// something else: by its name where that one did not run, by its lines in any case.
// What the training put there itself, the commit's code has to have made of the commit's.
func (v view) standsIn(file string, ran map[string]bool, o Observation, trainers map[int]bool) bool {
	if IsOfSystem(file) {
		return false
	}
	own, is := v.tree.Of(file)
	info, there := regular(file)
	switch {
	case is != OtherContent:
		return false
	case there && v.Stood != nil && !v.Stood(info):
		return !IsCompiled(file) && !v.generated(file, own, o, trainers)
	}
	if !ran[own] {
		return true
	}
	data, there := codeOf(file)
	return there && !IsCompiled(file) && v.tree.has(data) == "" && v.tree.holds(data) != ""
}

// library finds compiled code by its name.
var library = regexp.MustCompile(`\.(?:so|dylib|pyd|dll)(?:\.[\d.]+)?$`)

// IsLibrary says so of a file by its name.
func IsLibrary(name string) bool { return library.MatchString(strings.ToLower(name)) }
