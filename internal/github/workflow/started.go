package workflow

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/github/gitdata"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A Started is a training that was started and is to be finished by another job: what that
// job must know. It is kept in the repository, in the message of a commit of its own on
// top of the params commit, below a ref that is there until the training is answered.
type Started struct {
	Model    string `json:"model,omitempty"`
	Version  string `json:"version,omitempty"`
	RunID    string `json:"run_id"` // of the original
	Code     string `json:"code"`
	Branch   string `json:"branch"`
	Workflow string `json:"workflow"`
	Answer   string `json:"answer,omitempty"` // where to comment: pr/12
	Mark     string `json:"mark,omitempty"`   // the commit that has the status
	Schedule bool   `json:"schedule,omitempty"`

	Directory string `json:"working_directory,omitempty"` // the project's

	Commit string    `json:"-"` // the branch's
	At     time.Time `json:"-"` // by GitHub's clock
}

const (
	startedRefs    = "reproduce/started/" // below refs/, each named after the branch's commit
	trailerStarted = "Reproduce-Started"
	startedLimit   = 4 << 10 // bytes
)

// head is the commit that a change's branch holds.
func head(change repro.Change) string {
	if change.Head != "" {
		return change.Head
	}
	return change.Commit
}

// isStarted says whether somebody still has to finish a training on the change.
func (c *Client) isStarted(ctx context.Context, change repro.Change) (bool, error) {
	sha, err := c.Git.Ref(ctx, startedRefs+head(change))
	return sha != "", err
}

// RecordStarted keeps what finishes the training. It comes before the dispatch: no training
// is without an owner. Where it is kept already, whoever asked last is answered.
func (c *Client) RecordStarted(ctx context.Context, change repro.Change, started Started) error {
	text, err := json.Marshal(started)
	if err != nil || len(text) > startedLimit {
		return fmt.Errorf("keep what was started: more than %d bytes (%w)", startedLimit, err)
	}
	commit, err := c.Git.Commit(ctx, head(change))
	if err != nil {
		return err
	}
	message := fmt.Sprintf("Start the training on %s [skip ci]\n\n%s: %s\n", started.Branch, trailerStarted, text)
	made, err := c.Git.CreateCommit(ctx, commit.GetTree().GetSHA(), head(change), message)
	if err != nil {
		return err
	}
	ref := startedRefs + head(change)
	if err = c.Git.CreateRef(ctx, ref, made); errors.Is(err, gitdata.ErrRefExists) {
		return c.Git.UpdateRef(ctx, ref, made)
	}
	return err
}

// ForgetStarted says that the training is answered, or never began.
func (c *Client) ForgetStarted(ctx context.Context, commit string) error {
	if err := gitformat.CheckID("commit", commit); err != nil {
		return err
	}
	return c.Git.DeleteRef(ctx, startedRefs+commit)
}

// AllStarted gives the trainings that are to be finished, the oldest first. What cannot be
// read is named.
func (c *Client) AllStarted(ctx context.Context) (all []Started, problems []string, err error) {
	refs, err := c.Git.RefsBelow(ctx, startedRefs)
	if err != nil {
		return nil, nil, err
	}
	for name, sha := range refs {
		commit, err := c.Git.Commit(ctx, sha)
		if err != nil {
			return nil, nil, err
		}
		started, err := readStarted(commit.GetMessage())
		if err == nil && (gitdata.FirstParent(commit) != name || gitformat.CheckID("commit", started.Code) != nil || gitformat.CheckBranch(started.Branch) != nil) {
			err = errors.New("it is not what start keeps")
		}
		if err != nil {
			problems = append(problems, fmt.Sprintf("refs/%s%s cannot be read (%v); delete it", startedRefs, gitformat.ShortID(name), err))
			continue
		}
		started.Commit, started.At = name, commit.GetCommitter().GetDate().Time
		all = append(all, started)
	}
	order.By(all, func(a, b Started) int {
		if order := a.At.Compare(b.At); order != 0 {
			return order
		}
		return strings.Compare(a.Commit, b.Commit)
	})
	return all, problems, nil
}

func readStarted(message string) (started Started, err error) {
	text := trailer(message, trailerStarted)
	if text == "" || len(text) > startedLimit {
		return started, errors.New("no word on what was started")
	}
	err = json.Unmarshal([]byte(text), &started)
	return started, err
}

// A Look is one look at a training that was started.
type Look struct {
	Over bool   // it ended, or there is none and will be none
	URL  string // of the run; "" where there is none
}

// Look says whether a training that was started is over. One that was not dispatched, or is
// not listed yet, is waited for a while.
func (c *Client) Look(ctx context.Context, started Started) (Look, error) {
	name, err := workflowFileName(started.Workflow)
	if err != nil {
		return Look{}, err
	}
	runs, err := c.runs(ctx, runFilter{name, started.Branch, started.Commit})
	if err != nil {
		return Look{}, err
	}
	run := pickRun(runs)
	if run == nil {
		return Look{Over: c.ServerTime().Sub(started.At) > oldCommit}, nil
	}
	return Look{ended(run), run.GetHTMLURL()}, nil
}

// Start records and dispatches, and waits for nothing. What GitHub refuses to start is
// forgotten again.
func (t Trainer) Start(ctx context.Context, plan repro.Plan, change repro.Change, started Started) (repro.Execution, error) {
	if err := t.Client.RecordStarted(ctx, change, started); err != nil {
		return repro.Execution{}, err
	}
	s, id, err := t.start(ctx, plan, change)
	if err != nil {
		if refusal(err) && !t.Client.mayHaveStarted(head(change)) {
			err = errors.Join(err, t.Client.ForgetStarted(ctx, head(change)))
		}
		return repro.Execution{Status: repro.ExecNotStarted, Name: s.workflow}, err
	}
	return repro.Execution{
		ID: fmt.Sprint(id), Name: fmt.Sprintf("%s run %d", s.workflow, id), URL: t.Client.PageURL(fmt.Sprintf("actions/runs/%d", id)),
		Status: repro.ExecRunning,
	}, nil
}
