package train

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// A loggedFailure is what a training's output tells of a failure that the command's
// end may hide: behind a pipe, or where make was told to go on.
type loggedFailure struct {
	traceback bool   // the lines of one are being read
	text      string // the last line that says what failed; "" for none
	program   string // that the last traceback begins in; "" where that is not known
}

var (
	failures  = regexp.MustCompile(`^(?:g?make(?:\[\d+\])?: (?:\*\*\* )?\[.+\] Error \d+(?: \(ignored\))?|Segmentation fault\b.*|Killed|Execution halted|(?:\S*python\S*: )?can't open file '.*': \[Errno \d+\].*)$`)
	exception = regexp.MustCompile(`^[A-Za-z_][\w.]*(?:Error|Exception|Interrupt|Exit|Warning|Iteration)\b`)
	frame     = regexp.MustCompile(`^\s+File "([^"]+)", line \d+`)
	jobTime   = regexp.MustCompile(`^\d{4}-\d\d-\d\dT[\d:.]+Z? `)
)

const maxFailure = 200

func (f *loggedFailure) read(line string) {
	text := strings.TrimRight(jobTime.ReplaceAllString(line[:min(len(line), 4096)], ""), " \t\r")
	switch {
	case strings.HasPrefix(text, "Traceback (most recent call last):"):
		f.traceback, f.text, f.program = true, "a Python traceback", ""
	case f.traceback && f.program == "" && frame.MatchString(text):
		f.program = frame.FindStringSubmatch(text)[1]
	case f.traceback && text != "" && !strings.HasPrefix(text, " "):
		f.traceback = false
		if exception.MatchString(text) {
			f.text = text
		}
	case failures.MatchString(text):
		f.text, f.program = text, ""
	}
	f.text = printable.Clip(f.text, maxFailure)
}

// handled says whether the last traceback is of a program that went on: each process
// that was seen to run it ended well, and there was one.
func (f *loggedFailure) handled(seen *observe.Observation, dirs ...string) bool {
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

// warning is for a command that ended well all the same.
func (f *loggedFailure) warning(execution repro.Execution) []string {
	if f.text == "" || execution.Status != repro.ExecSucceeded {
		return nil
	}
	return []string{"the training's output shows a failure, though the training counted as successful: " + f.text}
}

// noData says how to have the data that DVC missed: in a fresh clone .dvc files
// stand without what they name.
func noData(log dvc.Log, execution repro.Execution) []string {
	if !log.NoData || execution.Status == repro.ExecSucceeded {
		return nil
	}
	return []string{"DVC did not find data that a .dvc file names, because a fresh clone has only the .dvc file. Start the command with dvc checkout (from the local cache) or dvc pull (from the remote)"}
}
