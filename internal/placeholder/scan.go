//go:build !nodesk

package placeholder

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// The grammar: a placeholder is a name in braces, without blanks: a letter or _ and then
// letters, digits and _ . / : -. It stands outside of quotes, of $(…) in backquotes, of
// ${…} and $((…)), of comments and here-documents; no $, {, @ or % is before its brace.
var name = regexp.MustCompile(`^\{([A-Za-z_][A-Za-z0-9_./:-]*)\}`)

// A mark is a name in braces, where it is in the command.
type mark struct {
	from, to int
	name     string
	quoted   bool     // it is in a place where nothing is put in
	begins   bool     // a word begins with it
	whole    bool     // it is a word of its own
	program  bool     // it is in the place of a program
	redirect bool     // it is in the place of a file that the shell opens
	before   []string // the words of its command before its own
}

// A scanner reads a command as a POSIX shell does, as far as it takes to know what is
// quoted.
// https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html
type scanner struct {
	text  string
	at    int
	marks []mark

	word     int        // where the word begins; -1 between words
	words    []string   // of the simple command, so far
	outer    [][]string // of those that a bracket is in
	all      []string   // of all commands
	simple   [][]string // the simple commands that ended, with their words
	again    string     // what reads its arguments as text of a shell; "" for nothing
	redirect bool       // the next word is a file to open
	heres    []string   // delimiters of here-documents that begin with the next line
	unsure   string     // what makes quoting another in another shell; "" for nothing
}

func scan(command string) *scanner {
	s := &scanner{text: command, word: -1}
	for s.at < len(s.text) {
		s.step()
	}
	s.endWord()
	if len(s.words) > 0 {
		s.simple = append(s.simple, s.words)
	}
	return s
}

// step reads one character, or one piece of text in quotes, outside of all quotes.
func (s *scanner) step() {
	c := s.text[s.at]
	switch {
	case c == '\\':
		s.in(s.at + 2)
	case c == '\'':
		if s.at > 0 && s.text[s.at-1] == '$' {
			s.unsure = "$'…'"
		}
		s.quote(s.past(s.at))
	case c == '"', c == '`', strings.HasPrefix(s.text[s.at:], "${"), strings.HasPrefix(s.text[s.at:], "$(("):
		s.quote(s.past(s.at))
	case strings.HasPrefix(s.text[s.at:], "((") && s.word < 0:
		s.unsure = "((…))"
		s.at += 2
	case c == '#' && s.word < 0:
		s.quote(lineEnd(s.text, s.at))
		s.word = -1
	case strings.HasPrefix(s.text[s.at:], "<<") && !strings.HasPrefix(s.text[s.at:], "<<<"):
		s.endWord()
		s.heredoc()
	case c == '<', c == '>':
		if s.word >= 0 && strings.Trim(s.text[s.word:s.at], "0123456789") == "" {
			s.word = -1 // the 2 of 2>&1
		}
		s.endWord()
		s.redirect = true
		if s.at++; s.at < len(s.text) && s.text[s.at] == '&' {
			s.at++
		}
	case c == ' ', c == '\t':
		s.endWord()
		s.at++
	case strings.IndexByte("\n;&|()", c) >= 0:
		s.endCommand()
		s.at++
		if c == '\n' {
			s.bodies()
		}
	case c == '{':
		s.brace()
	default:
		s.in(s.at + 1)
	}
}

// in goes on in a word.
func (s *scanner) in(to int) {
	if s.word < 0 {
		s.word = s.at
	}
	s.at = min(to, len(s.text))
}

func (s *scanner) endWord() {
	if s.word >= 0 {
		word := s.text[s.word:s.at]
		if base := path.Base(strings.Trim(word, `'"\`)); againPrograms[base] || againBuiltins[word] && programAt(s.words) < 0 {
			s.again = word
		}
		if s.all = append(s.all, word); !s.redirect {
			s.words = append(s.words, word)
		}
		if last := len(s.marks) - 1; last >= 0 && s.marks[last].begins && s.marks[last].from == s.word {
			s.marks[last].whole = s.marks[last].to == s.at
		}
		s.redirect = false
	}
	s.word = -1
}

func (s *scanner) endCommand() {
	s.endWord()
	if len(s.words) > 0 {
		s.simple = append(s.simple, s.words)
	}
	switch last := len(s.outer) - 1; {
	case s.text[s.at] == '(':
		s.outer, s.words = append(s.outer, s.words), nil
	case s.text[s.at] == ')' && last >= 0:
		s.outer, s.words = s.outer[:last], s.outer[last]
	default:
		s.words = nil
	}
	s.redirect = false
}

// brace reads a placeholder, or a brace of the shell's.
func (s *scanner) brace() {
	found := name.FindStringSubmatch(s.text[s.at:])
	if found == nil || s.at > 0 && strings.IndexByte("${@%", s.text[s.at-1]) >= 0 {
		s.in(s.at + 1)
		return
	}
	begins := s.word < 0
	s.marks = append(s.marks, mark{from: s.at, to: s.at + len(found[0]), name: found[1], begins: begins, program: begins && programAt(s.words) < 0, redirect: s.redirect, before: slices.Clone(s.words)})
	s.in(s.at + len(found[0]))
}

// quote goes over text in which nothing is put in, and keeps the names in it.
func (s *scanner) quote(to int) {
	for at := s.at; at < to; at++ {
		if found := name.FindStringSubmatch(s.text[at:to]); found != nil {
			s.marks = append(s.marks, mark{from: at, to: at + len(found[0]), name: found[1], quoted: true})
		}
	}
	s.in(to)
}

// programAt is the place of the program among the words of a simple command, after assignments
// and words that the shell reads before it; -1 for none.
func programAt(words []string) int {
	return slices.IndexFunc(words, func(word string) bool { return !assignment.MatchString(word) && !reserved[word] })
}

var (
	assignment = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*=`)
	reserved   = map[string]bool{"!": true, "{": true, "}": true, "if": true, "then": true, "elif": true, "else": true, "while": true, "until": true, "do": true, "exec": true, "command": true, "env": true, "nohup": true, "time": true, "nice": true}
)

var delimiter = regexp.MustCompile(`^<<-?[ \t]*(?:'([^'\n]*)'|"([^"\n]*)"|\\?([^\s;&|<>()'"]+))`)

// heredoc reads the delimiter of a here-document.
func (s *scanner) heredoc() {
	found := delimiter.FindStringSubmatch(s.text[s.at:])
	if found == nil {
		s.unsure = "<<"
		s.at += 2
		return
	}
	s.heres = append(s.heres, found[1]+found[2]+found[3])
	s.at += len(found[0])
}

// bodies goes over the here-documents that the line before asked for.
func (s *scanner) bodies() {
	for _, end := range s.heres {
		for s.at < len(s.text) {
			to := lineEnd(s.text, s.at)
			line := s.text[s.at:to]
			s.quote(to)
			s.at = min(to+1, len(s.text))
			if strings.TrimLeft(line, "\t") == end {
				break
			}
		}
	}
	s.heres, s.word = nil, -1
}

// past is behind the end of what opens at a place: a quote, ${…}, $(…), $((…)). What is
// in them is gone through as the shell does; where shells differ it is unsure.
func (s *scanner) past(at int) int {
	switch c := s.text[at]; {
	case c == '\'':
		if end := strings.IndexByte(s.text[at+1:], '\''); end >= 0 {
			return at + 1 + end + 1
		}
		return s.open("a ' that nothing closes")
	case c == '"':
		return s.until(at+1, '"', "\"")
	case c == '`':
		return s.until(at+1, '`', "`")
	case strings.HasPrefix(s.text[at:], "${"):
		return s.until(at+2, '}', "${")
	default: // $( and $((
		return s.until(at+2, ')', "$(")
	}
}

// until is behind the character that closes what an opener opened.
func (s *scanner) until(at int, end byte, opener string) int {
	for ; at < len(s.text); at++ {
		c := s.text[at]
		switch {
		case c == '\\':
			at++
		case c == end:
			return at + 1
		case opener == "`", opener == "\"" && c == '\'':
		case c == '\'' && opener == "${":
			s.unsure = "a quote in ${…}"
		case c == '\'', c == '"', c == '`', strings.HasPrefix(s.text[at:], "${"), strings.HasPrefix(s.text[at:], "$("):
			at = s.past(at) - 1
		case opener == "$(" && c == '(':
			at = s.until(at+1, ')', "$(") - 1
		case opener == "$(" && (c == '#' || c == '<' && strings.HasPrefix(s.text[at:], "<<") || strings.HasPrefix(s.text[at:], "case ")):
			s.unsure = "a comment, a here-document or a case in $(…)"
		}
	}
	return s.open("a " + opener + " that nothing closes")
}

func (s *scanner) open(what string) int {
	s.unsure = what
	return len(s.text)
}

func lineEnd(text string, at int) int {
	if n := strings.IndexByte(text[at:], '\n'); n >= 0 {
		return at + n
	}
	return len(text)
}

// againPrograms read their arguments as text for a shell, or hand them to one.
var againPrograms = map[string]bool{
	"sh": true, "bash": true, "dash": true, "zsh": true, "ksh": true, "fish": true, "busybox": true, "su": true, "ssh": true, "make": true, "gmake": true,
	"just": true, "task": true, "xargs": true, "parallel": true, "watch": true, "script": true, "sbatch": true, "tmux": true, "screen": true, "ray": true,
	"awk": true, "gawk": true, "mawk": true, "sed": true, "perl": true, "tox": true, "nox": true, "invoke": true, "npm": true, "dvc": true, "conda": true, "mamba": true, "micromamba": true,
}

// againBuiltins do so where the shell itself takes them.
var againBuiltins = map[string]bool{"eval": true, "source": true, ".": true, "trap": true, "let": true, "declare": true, "typeset": true, "local": true, "[[": true}
