package workflow

import (
	"archive/zip"
	"bufio"
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/github/zipfile"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/printable"
)

const (
	logLines  = 60        // of the tail that is kept
	lineLimit = 2000      // characters of one line
	logLimit  = 64 << 20  // bytes of one job's log that are read
	logsLimit = 256 << 20 // bytes of all logs in one archive
	cutName   = 60        // from how many bytes on a job's name may be cut off in an archive
)

// logStamp is what GitHub puts before each line of a job's log.
var logStamp = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z `)

// log reads a job's log to the end and gives its last lines.
func (c *Client) log(ctx context.Context, job *gh.WorkflowJob, onLine func(string)) ([]string, error) {
	op := github.Operation{Name: fmt.Sprintf("read the log of job %q", printable.OneLine(job.GetName(), 80)), Permission: "actions: read"}
	at, resp, err := c.API.Actions.GetWorkflowJobLogs(ctx, c.Owner, c.Name, job.GetID(), 0)
	body, err := c.Download(ctx, op, logLimit, at, resp, err)
	if err != nil {
		return nil, err
	}
	return readLog(bytes.NewReader(body), onLine)
}

// logs reads the logs of a run that has so many jobs, of these names where they are known, out
// of one archive, and gives the last lines of the last. Where the archive does not hold each
// job's log whole, that is an error, and no line went to onLine.
func (c *Client) logs(ctx context.Context, run int64, jobs int, names []string, onLine func(string)) ([]string, error) {
	op := github.Operation{Name: fmt.Sprintf("read the logs of run %d", run), Permission: "actions: read"}
	at, resp, err := c.API.Actions.GetWorkflowRunLogs(ctx, c.Owner, c.Name, run, 0)
	archive, err := c.Download(ctx, op, archiveLimit, at, resp, err)
	if err != nil {
		return nil, err
	}
	entries, err := jobLogs(archive, jobs, names)
	if err != nil {
		return nil, op.Wrap(err)
	}
	var tail []string
	for _, entry := range entries {
		if tail, err = readEntry(entry, onLine); err != nil {
			return nil, op.Wrap(err)
		}
	}
	return tail, nil
}

// jobLogName is the name of a job's whole log in the archive of a run's logs:
// below no directory, and with a number before the job's name, which is
// negative in archives of an older make. The directories hold the same lines
// once more, step by step.
// https://github.com/cli/cli/blob/trunk/pkg/cmd/run/view/logs.go
var jobLogName = regexp.MustCompile(`^(-?\d{1,18})_([^/\\]*)\.txt$`)

// jobLogs finds the logs of so many jobs, in the order of their numbers, and
// reads each once to see that it is whole, so that nobody acts on a part.
func jobLogs(archive []byte, jobs int, names []string) ([]*zip.File, error) {
	r, err := zipfile.Open(archive)
	if err != nil {
		return nil, err
	}
	var logs []*zip.File
	left := int64(logsLimit)
	for _, entry := range r.File {
		name := jobLogName.FindStringSubmatch(entry.Name)
		if name == nil {
			continue
		}
		if names != nil && !slices.ContainsFunc(names, func(job string) bool { return sameJob(job, name[2]) }) {
			return nil, fmt.Errorf("zip archive: %s is of a job that the workflow's file does not have", printable.OneLine(entry.Name, 80))
		}
		if again, err := zipfile.Only(r, entry.Name); again == nil {
			return nil, err
		}
		content, err := zipfile.OpenEntry(entry, logLimit)
		if err != nil {
			return nil, err
		}
		size, err := io.Copy(io.Discard, io.LimitReader(content, logLimit+1))
		content.Close()
		switch left -= size; {
		case err != nil:
			return nil, fmt.Errorf("zip archive: read %s: %w", entry.Name, err)
		case size == 0:
			return nil, fmt.Errorf("zip archive: %s is empty", entry.Name)
		case size > logLimit || left < 0:
			return nil, fmt.Errorf("zip archive: logs of more than %d MiB in all, or %d MiB in one, are not read", logsLimit>>20, logLimit>>20)
		}
		logs = append(logs, entry)
	}
	if len(logs) != jobs {
		return nil, fmt.Errorf("zip archive: the logs of %d jobs, and %d ran", len(logs), jobs)
	}
	number := func(entry *zip.File) int {
		n, _ := strconv.Atoi(jobLogName.FindStringSubmatch(entry.Name)[1])
		return n
	}
	order.Stable(logs, func(a, b *zip.File) int { return cmp.Compare(number(a), number(b)) })
	return logs, nil
}

// sameJob says whether an archive may have a log of this name for a job: it leaves out what no
// file's name can have. What an expression in the job's name comes to is not known.
func sameJob(job, logged string) bool {
	letters := func(text string) string {
		return strings.Map(func(c rune) rune {
			if unicode.IsLetter(c) || unicode.IsDigit(c) {
				return c
			}
			return -1
		}, text)
	}
	a, b := letters(job), letters(logged)
	return strings.Contains(job, "${{") || a == b || len(logged) >= cutName && strings.HasPrefix(a, b)
}

func readEntry(entry *zip.File, onLine func(string)) ([]string, error) {
	content, err := zipfile.OpenEntry(entry, logLimit)
	if err != nil {
		return nil, err
	}
	defer content.Close()
	return readLog(content, onLine)
}

// readLog hands on a log line by line and gives its last lines.
func readLog(log io.Reader, onLine func(string)) (tail []string, err error) {
	lines := bufio.NewScanner(log)
	lines.Buffer(nil, logLimit+2) // one line may be the whole log
	for lines.Scan() {
		line := logStamp.ReplaceAllString(strings.TrimPrefix(lines.Text(), "\ufeff"), "")
		line = printable.Clip(line, lineLimit)
		if onLine != nil {
			onLine(line)
		}
		if tail = append(tail, line); len(tail) > 2*logLines {
			tail = append([]string(nil), tail[logLines:]...)
		}
	}
	return tail[max(0, len(tail)-logLines):], lines.Err()
}
