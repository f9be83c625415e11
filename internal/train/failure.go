package train

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// PutsBack finds the calls of git by which a file is got out of another commit.
var PutsBack = regexp.MustCompile(`\bgit\b[^;&|\n]*\b(?:show|checkout|checkout-index|restore|reset|stash|archive|cat-file|switch|read-tree|worktree)\b`)

// A OutputFailure is what a training's output tells of a failure that the command's
// end may hide: behind a pipe, or where make was told to go on.
type OutputFailure struct {
	traceback bool   // the lines of one are being read
	Text      string // the last line that says what failed; "" for none
	program   string // that the last traceback begins in; "" where that is not known
}

var (
	failures  = regexp.MustCompile(`^(?:g?make(?:\[\d+\])?: (?:\*\*\* )?\[.+\] Error \d+(?: \(ignored\))?|Segmentation fault\b.*|Killed|Execution halted|(?:\S*python\S*: )?can't open file '.*': \[Errno \d+\].*)$`)
	exception = regexp.MustCompile(`^[A-Za-z_][\w.]*(?:Error|Exception|Interrupt|Exit|Warning|Iteration)\b`)
	frame     = regexp.MustCompile(`^\s+File "([^"]+)", line \d+`)
	jobTime   = regexp.MustCompile(`^\d{4}-\d\d-\d\dT[\d:.]+Z? `)
)

// failureWords are in every line that failures takes, and in few others.
var failureWords = []string{"] Error ", "Segmentation fault", "Killed", "Execution halted", "can't open file"}

const maxFailure = 200

func (f *OutputFailure) Read(line string) {
	text := line[:min(len(line), 4096)]
	if text != "" && '0' <= text[0] && text[0] <= '9' {
		text = jobTime.ReplaceAllString(text, "")
	}
	text = strings.TrimRight(text, " \t\r")
	switch {
	case strings.HasPrefix(text, "Traceback (most recent call last):"):
		f.traceback, f.Text, f.program = true, "a Python traceback", ""
	case f.traceback && f.program == "" && frame.MatchString(text):
		f.program = frame.FindStringSubmatch(text)[1]
	case f.traceback && text != "" && !strings.HasPrefix(text, " "):
		f.traceback = false
		if exception.MatchString(text) {
			f.Text = text
		}
	case isFailure(text):
		f.Text, f.program = text, ""
	}
	f.Text = printable.Clip(f.Text, maxFailure)
}

// isFailure says whether a line says that something failed.
func isFailure(text string) bool {
	for _, word := range failureWords { // most lines have none, and need no pattern to be tried
		if strings.Contains(text, word) {
			return failures.MatchString(text)
		}
	}
	return false
}

// Handled says whether the last traceback is of a program that went on: each process
// that was seen to run it ended well, and there was one.
func (f *OutputFailure) Handled(seen *observe.Observation, dirs ...string) bool {
	if f.program == "" || seen == nil {
		return false
	}
	ran := false
	for _, p := range seen.Run(dirs...) {
		name := f.program
		if !filepath.IsAbs(name) {
			name = filepath.Join(p.Dir, name)
		}
		if slices.ContainsFunc(p.Code, func(a observe.Access) bool { return filestate.RealPath(a.Path) == filestate.RealPath(name) }) {
			if ran = true; p.Status != "" || !p.Ended {
				return false
			}
		}
	}
	return ran
}

// Warning is for a command that ended well all the same.
func (f *OutputFailure) Warning(execution repro.Execution) []string {
	if f.Text == "" || execution.Status != repro.ExecSucceeded {
		return nil
	}
	return []string{"the training's output shows a failure, though the training counted as successful: " + f.Text}
}
