package train

import (
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A loggedFailure is what a training's output tells of a failure that the command's
// end may hide: behind a pipe, or where make was told to go on.
type loggedFailure struct {
	traceback bool   // the lines of one are being read
	text      string // the last line that says what failed; "" for none
}

var (
	failures  = regexp.MustCompile(`^(?:g?make(?:\[\d+\])?: (?:\*\*\* )?\[.+\] Error \d+(?: \(ignored\))?|Segmentation fault\b.*|Killed|Execution halted|(?:\S*python\S*: )?can't open file '.*': \[Errno \d+\].*)$`)
	exception = regexp.MustCompile(`^[A-Za-z_][\w.]*(?:Error|Exception|Interrupt|Exit|Warning|Iteration)\b`)
	jobTime   = regexp.MustCompile(`^\d{4}-\d\d-\d\dT[\d:.]+Z? `)
)

const maxFailure = 200

func (f *loggedFailure) read(line string) {
	text := strings.TrimRight(jobTime.ReplaceAllString(line[:min(len(line), 4096)], ""), " \t\r")
	switch {
	case strings.HasPrefix(text, "Traceback (most recent call last):"):
		f.traceback, f.text = true, "a Python traceback"
	case f.traceback && text != "" && !strings.HasPrefix(text, " "):
		f.traceback = false
		if exception.MatchString(text) {
			f.text = text
		}
	case failures.MatchString(text):
		f.text = text
	}
	f.text = printable.Clip(f.text, maxFailure)
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
