package local

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A command that cannot work is found before it is run, where that is certain: by the
// first program that it calls, and the script that this is given. What is written with
// quotes, variables or patterns, and what a shell does itself, is not looked at.

var (
	plainWords = regexp.MustCompile(`^[\w./:=,@%+ \t-]+$`)
	assignment = regexp.MustCompile(`^[A-Za-z_]\w*=`)
	python     = regexp.MustCompile(`^(?:python|pypy)[\d.]*$`)
	// interpreters run the script that is their first word, and have these options before it
	// that take a word of their own. Those after the | are no script.
	interpreters = map[string]string{
		"python": "-W -X | -m -c", "sh": "-o | -c -s", "bash": "-o -O | -c -s", "dash": "-o | -c -s", "zsh": "-o | -c -s",
		"Rscript": "| -e", "julia": "-p -t -J -L | -e -E -m", "node": "-r | -e -p",
	}
	// inShell is what a shell does itself.
	inShell = strings.Fields("alias bg break case cd command continue echo eval exec exit export false fg for function getopts hash if jobs kill local printf pwd read readonly return select set shift source test time times trap true type typeset ulimit umask unalias unset until wait while . : [ [[ { !")
)

// CannotRun says why a plan's run command cannot work; "" where it may.
func (l *Project) CannotRun(ctx context.Context, plan repro.Plan) string {
	first := plan.Command
	if end := strings.IndexAny(first, ";&|\n"); end >= 0 {
		first = first[:end]
	}
	whole, _, err := l.RepositoryFiles(ctx, plan.Code.Commit)
	if err != nil || runtime.GOOS == "windows" || !plainWords.MatchString(first) {
		return ""
	}
	words := strings.Fields(first)
	for len(words) > 0 && assignment.MatchString(words[0]) {
		if strings.HasPrefix(words[0], "PATH=") {
			return ""
		}
		words = words[1:]
	}
	if len(words) == 0 || slices.Contains(inShell, words[0]) {
		return ""
	}
	c := calling{Project: l, plan: plan, whole: whole}
	program, name := words[0], path.Base(words[0])
	switch {
	case strings.Contains(program, "/") && c.lacks(program):
		return c.noFile(program)
	case strings.HasPrefix(program, "./") && !c.executable(program):
		return c.cannot(program + " is not executable" + c.there())
	case !strings.Contains(program, "/") && plan.Environment.Dir == "" && c.notOnPath(program):
		return c.cannot("there is no program " + program + " on the PATH here")
	case (name == "make" || name == "gmake") && len(words) == 1 || len(words) > 1 && name == "make" && !strings.HasPrefix(words[1], "-"):
		if c.lacks("Makefile") && c.lacks("makefile") && c.lacks("GNUmakefile") {
			return c.cannot("there is no Makefile" + c.there())
		}
	default:
		if script := scriptOf(name, words[1:]); script != "" && c.lacks(script) {
			return c.noFile(script)
		}
	}
	return ""
}

// scriptOf is the file that an interpreter is to run; "" where none is named for certain.
func scriptOf(name string, words []string) string {
	if python.MatchString(name) {
		name = "python"
	}
	options, known := interpreters[name]
	if !known {
		return ""
	}
	taking, ending, _ := strings.Cut(options, "|")
	for i := 0; i < len(words); i++ {
		switch word := words[i]; {
		case slices.Contains(strings.Fields(taking), word):
			i++
		case strings.HasPrefix(word, "-") && len(word) != 2, slices.Contains(strings.Fields(ending), word):
			return "" // several in one word, or a long one, may be any
		case !strings.HasPrefix(word, "-"):
			return word
		}
	}
	return ""
}

// calling is a command that is looked at, and where it would run.
type calling struct {
	*Project
	plan  repro.Plan
	whole fs.FS
}

func (c calling) cannot(why string) string { return "the run command cannot work: " + why }

func (c calling) there() string { return " at commit " + gitformat.Short(c.plan.Code.Commit) }

// lacks says whether a training will not find a file for certain.
func (c calling) lacks(file string) bool {
	if filepath.IsAbs(file) {
		_, err := os.Stat(file)
		return os.IsNotExist(err)
	}
	at := path.Join(c.Prefix, file)
	if !fs.ValidPath(at) || c.isLent(at) {
		return false
	}
	for dir := path.Dir(at); dir != "."; dir = path.Dir(dir) { // a submodule's and a link's content is not in the tree
		if info, err := fs.Stat(c.whole, dir); err == nil && !info.IsDir() {
			return false
		}
	}
	_, err := fs.Stat(c.whole, at)
	_, tracked := fs.Stat(c.whole, at+".dvc")
	return err != nil && tracked != nil
}

func (c calling) isLent(at string) bool {
	return slices.ContainsFunc(c.fromTop(c.plan.With), func(lent string) bool {
		return at == lent || strings.HasPrefix(at, lent+"/")
	})
}

func (c calling) executable(file string) bool {
	info, err := fs.Stat(c.whole, path.Join(c.Prefix, file))
	return err != nil || !info.Mode().IsRegular() || info.Mode()&0o111 != 0
}

// noFile says that a file is not there, and which one beside it was probably meant.
func (c calling) noFile(file string) string {
	text := c.cannot("there is no file " + file)
	if filepath.IsAbs(file) {
		return text + " here"
	}
	var beside []string
	if entries, err := fs.ReadDir(c.whole, path.Dir(path.Join(c.Prefix, file))); err == nil {
		for _, entry := range entries {
			if lineage.IsProgram(entry.Name()) || path.Ext(entry.Name()) == path.Ext(file) {
				beside = append(beside, entry.Name())
			}
		}
	}
	if text += c.there(); wording.Nearest(path.Base(file), beside) != "" {
		text += "; did you mean " + path.Join(path.Dir(file), wording.Nearest(path.Base(file), beside)) + "?"
	}
	return text
}

// notOnPath says whether a shell finds no program of that name for certain.
func (c calling) notOnPath(program string) bool {
	for _, dir := range filepath.SplitList(othercode.Getenv(c.Environ, "PATH")) {
		if !filepath.IsAbs(dir) { // of the checkout
			return false
		}
		if info, err := os.Stat(filepath.Join(dir, program)); err == nil && !info.IsDir() && info.Mode()&0o111 != 0 {
			return false
		}
	}
	return true
}
