package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestFoldUnread: more than a few files that a training was not seen to read are one row, with how
// many they are; others, a few, and those of which trainings found something have rows of their own.
func TestFoldUnread(t *testing.T) {
	t.Parallel()
	file := func(name string) repro.Input {
		return repro.Input{Kind: repro.KindFile, Name: name, Original: "a1", Now: "b2", State: repro.InputDiffers, Evidence: "git at a1 and b2", Bearing: repro.BearingSeldom, Note: repro.NotSeenRead}
	}
	added, code, read, gone, tracked := file("added.json"), file("serve.py"), file("conf.json"), file("old.md"), file("x.csv")
	added.Original, added.Note = repro.NotThere, "added; "+repro.NotSeenRead
	code.Kind = repro.KindCode
	read.Bearing, read.Note = repro.BearingRead, "the training was seen to read it"
	gone.Note = "a training seldom reads such a file"
	tracked.Bearing, tracked.Note = repro.BearingTracked, "whether the training reads it is not known"
	more, others := file("12 more tracked files"), file("12 more tracked files")
	others.Note = ""
	established := []repro.Cause{{Factor: repro.KindFile, Name: "a.md", Strength: repro.Established}}
	for name, tt := range map[string]struct {
		inputs []repro.Input
		causes []repro.Cause
		want   []string
	}{
		"none":            {[]repro.Input{read, gone, tracked}, nil, []string{"conf.json", "old.md", "x.csv"}},
		"a few":           {[]repro.Input{file("a.md"), added, code}, nil, []string{"a.md", "added.json", "serve.py"}},
		"several":         {[]repro.Input{read, file("a.md"), gone, added, code, tracked, file("b.md")}, nil, []string{"conf.json", "4 files that the training was not seen to read: a.md, added.json, serve.py and 1 more", "old.md", "x.csv"}},
		"with the rest":   {[]repro.Input{file("a.md"), added, more}, nil, []string{"14 files that the training was not seen to read: a.md, added.json and 12 more"}},
		"another rest":    {[]repro.Input{file("a.md"), added, others}, nil, []string{"a.md", "added.json", "12 more tracked files"}},
		"one that counts": {[]repro.Input{file("a.md"), added, code, file("b.md"), file("c.md")}, established, []string{"a.md", "4 files that the training was not seen to read: added.json, serve.py, b.md and 1 more"}},
	} {
		var got []string
		for _, input := range foldUnread(tt.inputs, tt.causes) {
			if countsFiles(input) && !repro.IsMoreFiles(input) {
				input.Name += ": " + input.Note
			}
			got = append(got, input.Name)
		}
		if fmt.Sprint(got) != fmt.Sprint(tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// TestReport_unread: both reports have that row, and none of its files alone.
func TestReport_unread(t *testing.T) {
	t.Parallel()
	r := reporttest.DriftedResult()
	r.Diagnosis = ""
	for i, name := range []string{"new.md", "one.md", "two.md", "three.md", "four.md"} {
		input := repro.Input{Kind: repro.KindFile, Name: name, Original: "a1", Now: "b2", State: repro.InputDiffers, Evidence: "git at a1 and b2", Bearing: repro.BearingSeldom, Note: repro.NotSeenRead}
		if i == 0 {
			input.Original = repro.NotThere
		}
		r.Inputs = append(r.Inputs, input)
	}
	summary, _ := Summary(r, Page{})
	summary, _, _ = strings.Cut(summary, "<details") // there they are, one by one
	if strings.Contains(summary, "`5 files") {
		t.Errorf("a number of files is set as a name:\n%s", summary)
	}
	summary = strings.ReplaceAll(summary, "`", "")
	for name, text := range map[string]string{"terminal": Terminal(r, terminal.Style{}), "summary": summary} {
		for _, want := range []string{"5 files that the training was not seen to read", "new.md, one.md, two.md and 2 more", "as in a1"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q:\n%s", name, want, text)
			}
		}
		if strings.Contains(text, "four.md") {
			t.Errorf("%s:\n%s", name, text)
		}
	}
}
