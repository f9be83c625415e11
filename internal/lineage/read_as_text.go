package lineage

import (
	"path"
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/lineage/sourcetext"
)

// Comments, layout and outputs of a file are nothing to what runs or loads it, and something to
// what reads it as text: a program that takes its own source, sed over a settings file.

var (
	// sourceReaders take the source of the programs that run, count its lines, or make cells of
	// its comments.
	sourceReaders = regexp.MustCompile(`\b(?:getsource|getsourcelines|getcomments|findsource|linecache|tokenize|f_lineno|co_firstlineno|lineno|jupytext|jit\.script)\b`)

	// textReaders are what a line has that reads a file which it names.
	textReaders = regexp.MustCompile(`\b(?:open|read|read_text|read_bytes|readlines|readline|readFile|readLines|fopen|file_get_contents|sed|awk|gawk|mawk|e?grep|rg|cut|head|tail|cat|tac|tr|wc|perl|cksum|md5sum|sha\d+sum|shasum|Get-Content)\b|<[ \t]*["'$\w./]`)
)

// readerOfText names a program or command of the project that may read a file as text: one that
// asks for the source of what runs, or has the file's name on a line that reads a file; "" where
// none is found, which does not mean that there is none.
func (s source) readerOfText(file string) (reader string) {
	look := func(name, text string) {
		if reader == "" && readsText(name, text, file) {
			reader = name
		}
	}
	for _, t := range []tree{s.after, s.before} {
		t.eachProgram(look)
		if t.project == nil {
			continue
		}
		for _, stage := range t.project.Stages {
			look("stage "+stage.Name, strings.Join(stage.Cmd, "\n"))
		}
	}
	look("the run command", s.command)
	return reader
}

// readsText says whether a program's text reads a file as text, as far as single lines tell.
func readsText(program, text, file string) bool {
	base := path.Base(file)
	if path.Ext(base) == ".py" && sourceReaders.MatchString(text) {
		return true
	}
	for line := range strings.Lines(text) {
		named := sourcetext.NamesFile(line, base, false) || strings.Contains(line, "*"+path.Ext(base)) ||
			program == file && (strings.Contains(line, "__file__") || strings.Contains(line, "$0") || strings.Contains(line, "argv[0]"))
		if named && textReaders.MatchString(line) && (path.Ext(base) == ".ipynb" || !loads(text, line)) {
			return true
		}
	}
	return false
}

// loads says whether a line parses what it opens, or what it opens is parsed below: comments and
// layout are lost there, and of a notebook nothing is.
func loads(text, line string) bool {
	as := openedAs.FindStringSubmatch(line)
	return loaders.MatchString(line) || as != nil && regexp.MustCompile(`\w+\.\w*load\w*[ \t]*\([ \t]*`+as[1]+`\b`).MatchString(text)
}

var (
	loaders  = regexp.MustCompile(`\b(?:yaml|json|tomllib|toml|tomli)\.\w*(?:load|loads|parse)\w*[ \t]*\(`)
	openedAs = regexp.MustCompile(`\bopen[ \t]*\(.*\)[ \t]*as[ \t]+(\w+)[ \t]*:`)
)
