//go:build unix

package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// storyWords are the commands of the stories: those of the end-to-end suite
// and a few more.
func storyWords() map[string]func(ts *testscript.TestScript, neg bool, args []string) {
	words := maps.Clone(storyCommands)
	words["normalise"] = cmdNormalise
	words["in-readme"] = cmdInReadme
	words["document"] = cmdDocument
	words["nothing-left"] = cmdNothingLeft
	words["stated"] = cmdStated
	words["holds"] = cmdHolds
	return words
}

// volatile are the parts of an output that differ from run to run or from
// machine to machine, by name.
var volatile = []struct {
	name string
	find *regexp.Regexp
	put  string
}{
	{"run id or commit", regexp.MustCompile(`\b[0-9a-f]{40}\b|\b[0-9a-f]{32}\b`), "ID"},
	{"short run id", regexp.MustCompile(`\brun [0-9a-f]{8}\b`), "run SHORT"},
	{"short commit", regexp.MustCompile(`(code +|at )[0-9a-f]{7}\b`), "${1}SHORT"},
	{"day", regexp.MustCompile(`\b[0-9]{1,2} [A-Z][a-z]{2} 20[0-9]{2}\b`), "DAY"},
	{"duration", regexp.MustCompile(`\b(under )?[0-9.]+s\b`), "TIME"},
	// A fused multiply-add, where the processor has one, changes the last digits.
	{"digits", regexp.MustCompile(` *\b([0-9]\.[0-9]{4})[0-9]{5,}\b`), "  ${1}…"},
}

// normalised is text with its volatile parts replaced.
func normalised(ts *testscript.TestScript, text string) string {
	for _, place := range []string{"TEMPLATE", "WORK"} {
		text = strings.ReplaceAll(text, ts.Getenv(place), "$"+place)
	}
	for _, v := range volatile {
		text = v.find.ReplaceAllString(text, v.put)
	}
	return text
}

// normalise: standard output of the last command, without its volatile parts,
// is put into $WORK/shown, to be compared with a file of the story.
func cmdNormalise(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: normalise")
	}
	text := normalised(ts, ts.ReadFile("stdout"))
	ts.Check(os.WriteFile(filepath.Join(ts.Getenv("WORK"), "shown"), []byte(text), 0o644))
}

// in-readme: the sample in the README is the second report of the last command,
// but for its volatile parts and for where lines are broken. With
// -update-stories it is written there.
func cmdInReadme(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: in-readme")
	}
	const begin, end = "```text\n", "```\n"
	data, err := os.ReadFile("README.md")
	ts.Check(err)
	before, rest, found := strings.Cut(string(data), begin)
	sample, after, closed := strings.Cut(rest, end)
	stdout := ts.ReadFile("stdout")
	at := strings.Index(stdout, "iris-classifier v2 ")
	if !found || !closed || at < 0 {
		ts.Fatalf("the README has no block of text, or the demonstration no second report")
	}
	report := stdout[at:]
	words := func(text string) string { return strings.Join(strings.Fields(normalised(ts, text)), " ") }
	switch {
	case words(sample) == words(report):
	case *updateStories:
		ts.Check(os.WriteFile("README.md", []byte(before+begin+broken(report, 80)+end+after), 0o644))
	default:
		ts.Fatalf("the sample in README.md is not what reproduce demo prints (go test . -run TestStories -update-stories writes it anew)\nREADME %s\ndemo   %s", words(sample), words(report))
	}
}

// broken breaks the lines of a text that are longer than width, and indents
// what goes on as the line was.
func broken(text string, width int) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
		for len([]rune(strings.TrimRight(line, "\n"))) > width {
			at := strings.LastIndex(string([]rune(line)[:width+1]), " ")
			if at <= len(indent) {
				break
			}
			out.WriteString(line[:at] + "\n")
			line = indent + line[at+1:]
		}
		out.WriteString(line)
	}
	return out.String()
}

// document: standard output is one JSON document and nothing else.
func cmdDocument(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: document")
	}
	decoder := json.NewDecoder(strings.NewReader(ts.ReadFile("stdout")))
	var document map[string]any
	ts.Check(decoder.Decode(&document))
	if decoder.More() {
		ts.Fatalf("standard output goes on after the document")
	}
}

// nothing-left: no temporary file and no worktree is left anywhere.
func cmdNothingLeft(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: nothing-left")
	}
	for _, dir := range []string{"tmp", "cache", "home"} {
		root := filepath.Join(ts.Getenv("WORK"), dir)
		ts.Check(filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
			if err == nil && !entry.IsDir() && filepath.Ext(path) != ".lock" {
				ts.Fatalf("%s is left", path)
			}
			return err
		}))
	}
}
