package report

import (
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

const (
	diffContext = 3   // lines around a change, as git has it
	diffLines   = 400 // lines of a diff that are shown
)

// unified gives the change to one file as git prints it, so that it can be
// read, and applied. Lines are shown as they are but for what a terminal would
// obey; very long ones and very many are shortened.
func unified(edit repro.FileEdit) []string {
	var lines []string
	for _, line := range whole(edit) {
		if len(lines) == diffLines {
			return append(lines, "… the change goes on; the file shows the rest")
		}
		lines = append(lines, printable.Middle(line, terminal.TextWidth+1)) // with the sign
	}
	return lines
}

// Diff gives the whole change to one file, as git apply takes it.
func Diff(edit repro.FileEdit) string { return strings.Join(whole(edit), "\n") + "\n" }

// whole is unified with nothing shortened. A file that was not there has no Before.
func whole(edit repro.FileEdit) []string {
	before, after := string(edit.Before), string(edit.After)
	path := printable.Text(edit.Path)
	from := "a/" + path
	if edit.Before == nil {
		from = "/dev/null"
	}
	text, err := udiff.ToUnified(from, "b/"+path, before, udiff.Lines(before, after), diffContext)
	if err != nil { // its own edits fit the text that they were made from
		return []string{"… the change cannot be shown; the file has it"}
	}
	var lines []string
	for line := range strings.Lines(text) {
		lines = append(lines, strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r"))
	}
	return lines
}
