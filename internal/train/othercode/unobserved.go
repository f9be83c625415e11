package othercode

import (
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/train/filekind"
)

// A Python that did not report may have imported the commit's modules from another
// copy: a program that changes sys.path leaves no other trace.

var (
	callsPy = regexp.MustCompile(`\bpython|\.py\b`)
	// apartNames are of Python files that no training imports.
	apartNames = strings.Fields("test tests docs doc examples setup conftest noxfile fabfile tasks")
)

// Unobserved says why it is not known from where Python imported the commit's
// modules, one of which it names; "" where it is, or where there is none. Without an
// observation, and in a container, nobody asks.
func (c Checkout) Unobserved(seen *observe.Observation, text string) string {
	if seen == nil || NamesEngine(text) {
		return ""
	}
	module := c.module(text)
	switch {
	case module == "", observe.Unhooked(text) == "" && pathInside(c.located(text)):
		return ""
	case Unhooked(text) != "":
	case seen.Unreported, !seen.Programs() && callsPy.MatchString(text):
	default:
		return ""
	}
	return module
}

// Unhooked is the part of a text of commands by which a Python does not report: an option, an
// environment of its own, or a PYTHONPATH that does not go on with the one it was given; ""
// where there is none.
func Unhooked(text string) string {
	if found := observe.Unhooked(text); found != "" {
		return found
	}
	for _, set := range setsPath.FindAllString(text, maxLinks) {
		if strings.Count(set, "PYTHONPATH") == 1 {
			return strings.TrimSpace(set)
		}
	}
	return ""
}

// Hides is the part of a text of commands by which a Python is not seen, or of the first
// line of one of the commit's programs that it names; "" where there is none.
func (c Checkout) Hides(files fs.FS, text string) string {
	if found := observe.Hides(text); found != "" {
		return found
	}
	named := map[string]bool{}
	for _, word := range strings.FieldsFunc(text, isBetween) {
		named[path.Base(word)] = true
	}
	for _, file := range c.Files {
		if !named[path.Base(file)] {
			continue
		}
		if line, is := strings.CutPrefix(FirstLine(files, file), "#!"); is {
			if found := observe.Hides(line); found != "" {
				return "#!" + line
			}
		}
	}
	return ""
}

// FirstLine is that of a file, as far as an interpreter's name reaches.
func FirstLine(files fs.FS, name string) string {
	if info, err := fs.Stat(files, name); err != nil || !info.Mode().IsRegular() {
		return ""
	}
	file, err := files.Open(name)
	if err != nil {
		return ""
	}
	defer file.Close()
	start := make([]byte, 256)
	n, _ := io.ReadFull(file, start)
	line, _, _ := strings.Cut(string(start[:n]), "\n")
	return strings.TrimSpace(line)
}

func isBetween(r rune) bool { return strings.ContainsRune(" \t\r\n\"'`;&|()[],=", r) }

// engine is the word by which a training in a container is known.
var engine = regexp.MustCompile(`(?i)docker|podman|nerdctl|devcontainer`)

// NamesEngine says whether a text speaks of a container's engine.
func NamesEngine(text string) bool { return engine.MatchString(text) }

// pathInside says whether a text sets PYTHONPATH to directories of the checkout
// alone, relative to where it runs, which is no other place. Python looks there before it
// looks among installed packages.
func pathInside(text string) bool {
	sets := setsPath.FindAllStringSubmatch(text, maxLinks)
	outside := func(dir string) bool {
		return strings.ContainsAny(dir, "$`~") || !filepath.IsLocal(dir) && dir != ""
	}
	return len(sets) > 0 && !slices.ContainsFunc(moves.FindAllStringSubmatch(text, maxLinks), func(move []string) bool {
		return move[1] == "" || outside(move[1])
	}) && !slices.ContainsFunc(sets, func(set []string) bool {
		return slices.ContainsFunc(entries(set[1]), outside)
	})
}

func isApart(word string) bool { return slices.Contains(apartNames, word) }

// module is a Python file of the commit that another one may import: all but the
// scripts that a text names, where there is no other.
func (c Checkout) module(text string) string {
	named := strings.FieldsFunc(text, isBetween)
	for _, file := range c.Files {
		if path.Ext(file) != ".py" || slices.ContainsFunc(filekind.WordsOf(strings.TrimSuffix(file, ".py")), isApart) || filekind.IsForeignFolder(strings.Split(file, "/")[0]) {
			continue
		}
		if !slices.ContainsFunc(named, func(word string) bool {
			word = strings.TrimPrefix(path.Clean(filepath.ToSlash(word)), "/")
			return word == file || strings.HasSuffix(file, "/"+word) && path.Ext(word) == ".py"
		}) {
			return file
		}
	}
	return ""
}
