package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// All sentences of the product for people side by side: whoever reads the page
// aloud hears which one is a riddle, or says in another word what its neighbour says.

const sentencesPage = "testdata/sentences.md"

// longestSentence is in words. A colon and a semicolon end a sentence too.
const longestSentence = 25

// retired are words that another term has taken the place of.
var retired = []struct {
	word *regexp.Regexp
	term string
}{
	{regexp.MustCompile(`\bdirty tree\b`), "uncommitted changes"},
	{regexp.MustCompile(`\bend(?:ed|s)? (?:well|badly)\b`), "succeeded, or exited with 0; failed"},
	{regexp.MustCompile(`\bmend(?:s|ed|ing)?\b`), "fix"},
	{regexp.MustCompile(`\banew\b`), "again"},
	{regexp.MustCompile(`\b(?:held|holds|hold) (?:\S+ ){0,3}against\b`), "compared with"},
	{regexp.MustCompile(`\bnobody (?:can|recorded)\b`), "is not known, was not recorded"},
	{regexp.MustCompile(`\b(?:branch|tag|branch or tag) (?:does not )?leads? to\b`), "contains"},
	{regexp.MustCompile(`\bno id of one\b|\bis no \w+ of one\b`), "is not a valid …"},
}

func TestSentences(t *testing.T) {
	t.Parallel()
	page := "# Sentences\n\nEvery sentence of the product for people, by package and file; a gap that is filled in is …, or a verb of fmt.\n" +
		"Made by the test (go test . -run TestSentences -update); read it aloud.\n"
	last := ""
	for _, file := range sentenceFiles(t) {
		source, err := os.ReadFile(filepath.FromSlash(file))
		if err != nil {
			t.Fatal(err)
		}
		found := sentencesOf(t, file, string(source))
		if len(found) == 0 {
			continue
		}
		if dir := path.Dir(file); dir != last {
			page, last = page+"\n## "+strings.TrimPrefix(dir, "internal/")+"\n", dir
		}
		page += "\n### " + path.Base(file) + "\n\n```text\n" + strings.Join(found, "\n") + "\n```\n"
		for _, text := range found {
			if problem := badSentence(text); problem != "" {
				t.Errorf("%s: %s: %s", file, problem, text)
			}
		}
	}
	if *update {
		if err := os.WriteFile(sentencesPage, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(sentencesPage)
	if err != nil {
		t.Fatal(err)
	}
	if page != string(want) {
		t.Errorf("%s is not what the code says; run: go test . -run TestSentences -update", sentencesPage)
	}
}

// sentenceFiles are the files of the product: no tests, no helpers of tests, and
// not the project that the demonstration makes.
func sentenceFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	err := fs.WalkDir(os.DirFS("."), "internal", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "testdata" || entry.Name() == "demo" || strings.HasSuffix(entry.Name(), "test")):
			return fs.SkipDir
		case strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go"):
			files = append(files, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(files, func(a, b string) int {
		return slices.Compare([]string{path.Dir(a), path.Base(a)}, []string{path.Dir(b), path.Base(b)})
	})
	return files
}

// sentencesOf are the texts of a source file that are for people, each once, with …
// where a text is put together from others.
func sentencesOf(t *testing.T, name, source string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	ast.Inspect(file, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.CallExpr:
			return !forPrograms[callee(node)]
		case *ast.BinaryExpr:
			text, rest, constant := joined(node)
			if !constant {
				return true
			}
			found = appendSentence(found, text)
			for _, operand := range rest {
				ast.Inspect(operand, func(inner ast.Node) bool {
					literal, is := inner.(*ast.BasicLit)
					if is {
						found = appendSentence(found, unquoted(literal))
					}
					call, is := inner.(*ast.CallExpr)
					return !is || !forPrograms[callee(call)]
				})
			}
			return false
		case *ast.BasicLit:
			found = appendSentence(found, unquoted(node))
		}
		return true
	})
	return found
}

// forPrograms are functions whose texts are patterns and lists, not sentences.
var forPrograms = map[string]bool{"regexp.MustCompile": true, "newPattern": true, "strings.Fields": true, "set": true, "words": true, "setOf": true}

func callee(call *ast.CallExpr) string {
	switch function := call.Fun.(type) {
	case *ast.Ident:
		return function.Name
	case *ast.SelectorExpr:
		if of, is := function.X.(*ast.Ident); is {
			return of.Name + "." + function.Sel.Name
		}
	}
	return ""
}

// joined is a sum of texts as one, with … for what is none; rest are those
// operands. It is not constant where no operand is a text.
func joined(sum *ast.BinaryExpr) (text string, rest []ast.Expr, constant bool) {
	if sum.Op != token.ADD {
		return "", nil, false
	}
	for _, operand := range []ast.Expr{sum.X, sum.Y} {
		switch operand := operand.(type) {
		case *ast.BinaryExpr:
			inner, others, is := joined(operand)
			if !is {
				inner, others = "…", []ast.Expr{operand}
			}
			text, rest, constant = text+inner, append(rest, others...), constant || is
		case *ast.BasicLit:
			text, constant = text+unquoted(operand), constant || operand.Kind == token.STRING
		default:
			text, rest = text+"…", append(rest, operand)
		}
	}
	return text, rest, constant
}

func unquoted(literal *ast.BasicLit) string {
	if literal.Kind != token.STRING {
		return ""
	}
	text, err := strconv.Unquote(literal.Value)
	if err != nil {
		return ""
	}
	return text
}

var (
	sentenceWord = regexp.MustCompile(`\pL{2,}`)
	sentenceEnd  = regexp.MustCompile(`[.:;] `)
	queryText    = regexp.MustCompile(`^\s*(?:SELECT|AND|ORDER BY|WHERE) |%\(|\(\?[is]\)|^json:"`) // SQL, git's formats, patterns, tags of members
)

// appendSentence adds a text if it is one for people: four words or more on a line.
func appendSentence(found []string, text string) []string {
	words := 0
	for _, word := range strings.Fields(text) {
		if sentenceWord.MatchString(word) {
			words++
		}
	}
	if words < 4 || strings.Contains(text, "\n") || queryText.MatchString(text) || slices.Contains(found, text) {
		return found
	}
	return append(found, text)
}

// badSentence says what is wrong with a text; "" where nothing is.
func badSentence(text string) string {
	for _, sentence := range sentenceEnd.Split(text, -1) {
		if words := len(strings.Fields(sentence)); words > longestSentence {
			return fmt.Sprintf("%d words in one sentence, more than %d", words, longestSentence)
		}
	}
	for _, old := range retired {
		if word := old.word.FindString(text); word != "" {
			return fmt.Sprintf("%q is not a term any more; write: %s", word, old.term)
		}
	}
	return ""
}

func TestSentencesOf(t *testing.T) {
	t.Parallel()
	got := sentencesOf(t, "a.go", `package a

import _ "four words of import"

var (
	list    = strings.Fields("train test holdout valid rows")
	more    = words("train test holdout valid rows")
	pattern = regexp.MustCompile("four words or more")
	query   = "SELECT key, value FROM metrics"
	help    = "the first of two\nlines of help text"
	short   = "three words only"
)

func f(name string) error {
	warn("the same text twice here")
	warn("the same text twice here")
	return errors.New("read " + name + ": it is not " + fmt.Sprintf("a file of %d bytes or more", 5) + "; name another")
}
`)
	want := []string{"the same text twice here", "read …: it is not …; name another", "a file of %d bytes or more"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	for text, want := range map[string]string{
		"run again: " + strings.Repeat("word ", 25):   "",
		strings.Repeat("word ", 26):                   "26 words",
		"the original was trained from a dirty tree.": "uncommitted changes",
	} {
		if got := badSentence(text); !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
