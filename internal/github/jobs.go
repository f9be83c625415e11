package github

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/repro"
)

const (
	logLines  = 60       // of the tail that is kept
	lineLimit = 2000     // bytes of one line
	logLimit  = 64 << 20 // bytes of one job's log that are read
	jobLimit  = 20       // jobs of one run whose logs are read
)

// logStamp is what GitHub puts before each line of a job's log.
var logStamp = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z `)

// tell adds to an execution what its jobs say: the job and step that failed,
// and the last lines of its log. Every line of every log that is read goes to
// onLine. A job or log that cannot be had takes nothing away from the outcome:
// the error is for a warning.
func (c *Client) tell(ctx context.Context, id int64, execution *repro.Execution, onLine func(string)) error {
	jobs, err := c.jobs(ctx, id)
	if err != nil {
		return err
	}
	failed := false
	for i, job := range jobs {
		bad := job.GetConclusion() != "success" && job.GetConclusion() != "skipped"
		if bad && !failed && execution.Status != repro.ExecSucceeded {
			if execution.Detail != "" {
				execution.Detail += ", "
			}
			execution.Detail += where(job)
		}
		if i >= jobLimit || job.GetConclusion() == "skipped" {
			continue
		}
		tail, logErr := c.log(ctx, job, onLine)
		err = errors.Join(err, logErr)
		if len(tail) > 0 && (bad && !failed || !bad && !failed) {
			execution.Log = tail // of the job that failed first, else of the last
		}
		failed = failed || bad
	}
	return err
}

func (c *Client) jobs(ctx context.Context, id int64) ([]*gh.WorkflowJob, error) {
	op := operation{fmt.Sprintf("list the jobs of run %d", id), "actions: read"}
	jobs, _, err := c.api.Actions.ListWorkflowJobs(ctx, c.owner, c.repo, id, &gh.ListWorkflowJobsOptions{
		Filter: "latest", ListOptions: gh.ListOptions{PerPage: 100},
	})
	if err != nil {
		return nil, c.explain(op, err)
	}
	for _, job := range jobs.Jobs {
		if job.GetID() == 0 || job.GetRunID() != id {
			return nil, op.nonsense("a job of another run")
		}
	}
	return jobs.Jobs, nil
}

// where names the job that failed, and its step.
func where(job *gh.WorkflowJob) string {
	text := fmt.Sprintf("job %q", clip(job.GetName(), 80))
	for _, step := range job.Steps {
		if step.GetConclusion() == "failure" || step.GetConclusion() == "cancelled" || step.GetConclusion() == "timed_out" {
			return text + fmt.Sprintf(", step %q", clip(step.GetName(), 80))
		}
	}
	return text
}

// log reads a job's log to the end and gives its last lines.
func (c *Client) log(ctx context.Context, job *gh.WorkflowJob, onLine func(string)) ([]string, error) {
	op := operation{fmt.Sprintf("read the log of job %q", clip(job.GetName(), 80)), "actions: read"}
	at, resp, err := c.api.Actions.GetWorkflowJobLogs(ctx, c.owner, c.repo, job.GetID(), 0)
	if err := c.redirected(op, resp, err); err != nil {
		return nil, err
	}
	body, err := c.download(ctx, op, at, logLimit)
	if err != nil {
		return nil, err
	}
	var tail []string
	lines := bufio.NewScanner(bytes.NewReader(body))
	lines.Buffer(nil, logLimit)
	for lines.Scan() {
		line := logStamp.ReplaceAllString(strings.TrimPrefix(lines.Text(), "\ufeff"), "")
		if len(line) > lineLimit {
			line = strings.ToValidUTF8(line[:lineLimit], "") + "…"
		}
		if onLine != nil {
			onLine(line)
		}
		if tail = append(tail, line); len(tail) > 2*logLines {
			tail = append([]string(nil), tail[logLines:]...)
		}
	}
	return tail[max(0, len(tail)-logLines):], lines.Err()
}

// redirected explains why a download did not get its redirect.
func (c *Client) redirected(op operation, resp *gh.Response, err error) error {
	if err == nil {
		return nil
	}
	if resp == nil || resp.Response == nil {
		return c.explain(op, err)
	}
	if status := resp.StatusCode; status == http.StatusNotFound || status == http.StatusGone {
		return &StatusError{op.name, status, "it is not there any more"}
	}
	return c.explain(op, gh.CheckResponse(resp.Response))
}

// download reads what GitHub's redirect points to, without the token, which is
// for GitHub's own host. The address carries a signature and is never shown.
func (c *Client) download(ctx context.Context, op operation, at *url.URL, limit int64) ([]byte, error) {
	if at.Scheme != "https" && c.door.base.Scheme == "https" || at.Host == "" || at.User != nil {
		return nil, op.nonsense("a redirect to an address without encryption")
	}
	var last error
	for attempt := range retries {
		if attempt > 0 {
			if err := c.door.sleep(ctx, firstRetry<<attempt); err != nil {
				return nil, err
			}
		}
		body, again, err := c.downloadOnce(ctx, at, limit)
		if err == nil || !again {
			return body, wrapped(op, err)
		}
		last = err
	}
	return nil, wrapped(op, last)
}

func (c *Client) downloadOnce(ctx context.Context, at *url.URL, limit int64) (body []byte, again bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, 10*callLimit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, false, errors.New("the redirect is no address")
	}
	req.Header.Set("User-Agent", c.door.agent)
	resp, err := c.bare.Do(req)
	if err != nil {
		var hidden *url.Error
		if errors.As(err, &hidden) {
			err = hidden.Err
		}
		return nil, true, fmt.Errorf("%s: %w", at.Host, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		// Storage answers 404 for a moment before a file is there.
		return nil, resp.StatusCode == http.StatusNotFound || resp.StatusCode >= 500, fmt.Errorf("%s answers %d", at.Host, resp.StatusCode)
	}
	if resp.ContentLength > limit {
		return nil, false, fmt.Errorf("%d bytes; more than %d MiB are not read", resp.ContentLength, limit>>20)
	}
	body, err = readAll(resp.Body, limit)
	if err == nil && resp.ContentLength >= 0 && int64(len(body)) != resp.ContentLength {
		err = io.ErrUnexpectedEOF
	}
	return body, err != nil && int64(len(body)) <= limit, err
}

func wrapped(op operation, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", op.name, err)
}
