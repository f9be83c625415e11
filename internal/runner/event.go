package runner

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// An Event is what started the workflow, as far as we use it.
type Event struct {
	Name          string // pull_request, issue_comment, schedule, workflow_dispatch, …
	Action        string // created, edited, …
	PullRequest   int    // its number; 0 without one
	HeadSHA       string // of the pull request
	HeadRepo      string // owner/name the pull request, or the run that this one follows, comes from
	BaseRef       string // branch the pull request goes to
	BaseSHA       string // of the branch that a pull request or a merge group goes to
	Repository    string // owner/name
	DefaultBranch string
	CommentID     int64
	Comment       string // body of the comment
	Commenter     string // login
	CommentAt     time.Time
	IsBot         bool
}

// Fork says whether the pull request comes from another repository, or the run of another
// workflow that this one follows: its payload need not name a pull request, and has the
// fork's commit all the same.
func (e Event) Fork() bool {
	return e.HeadRepo != "" && !strings.EqualFold(e.HeadRepo, e.Repository)
}

// payload is the part of GitHub's webhook payloads that is read.
// https://docs.github.com/en/webhooks/webhook-events-and-payloads
type payload struct {
	Action     string `json:"action"`
	Number     int    `json:"number"`
	Repository struct {
		FullName      string `json:"full_name"`
		DefaultBranch string `json:"default_branch"`
	} `json:"repository"`
	PullRequest *struct {
		Number int            `json:"number"`
		Head   pullRequestRef `json:"head"`
		Base   pullRequestRef `json:"base"`
	} `json:"pull_request"`
	MergeGroup *struct {
		BaseSHA string `json:"base_sha"`
	} `json:"merge_group"`
	WorkflowRun *struct {
		HeadRepository json.RawMessage `json:"head_repository"` // null where the fork is gone
	} `json:"workflow_run"`
	Issue *struct {
		Number      int `json:"number"`
		PullRequest *struct {
			URL string `json:"url"`
		} `json:"pull_request"`
	} `json:"issue"`
	Comment *struct {
		ID   int64     `json:"id"`
		Body string    `json:"body"`
		At   time.Time `json:"created_at"`
		User struct {
			Login string `json:"login"`
			Type  string `json:"type"`
		} `json:"user"`
	} `json:"comment"`
}

type pullRequestRef struct {
	SHA  string `json:"sha"`
	Ref  string `json:"ref"`
	Repo *struct {
		FullName string `json:"full_name"`
	} `json:"repo"`
}

// maxEvent is far above any event payload GitHub sends.
const maxEvent = 25 << 20

// ReadEvent reads the event of the workflow from the runner's file. A workflow
// without a payload (a schedule) gives an Event with its name.
//
// One on which strangers' code may be at hand must say whose it is.
func ReadEvent(getenv func(string) string) (Event, error) {
	event, err := readEvent(getenv)
	pull := strings.HasPrefix(event.Name, "pull_request")
	lacks := ""
	switch {
	case pull && event.PullRequest <= 0, event.Name == "workflow_run" && event.HeadRepo == "":
		lacks = "whose code the " + event.Name + " is about"
	case (pull || event.Name == "merge_group") && event.BaseSHA == "":
		lacks = "which commit the " + event.Name + " goes to" // whose configuration counts, and not its own
	}
	if err == nil && lacks != "" {
		err = fmt.Errorf("read the event: its payload, the file of GITHUB_EVENT_PATH, does not say %s; see that the step has the runner's own", lacks)
	}
	return event, err
}

func readEvent(getenv func(string) string) (Event, error) {
	event := Event{Name: getenv("GITHUB_EVENT_NAME"), Repository: getenv("GITHUB_REPOSITORY")}
	path := getenv("GITHUB_EVENT_PATH")
	if path == "" {
		return event, nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return event, fmt.Errorf("read the event: %w", err)
	}
	if !info.Mode().IsRegular() || info.Size() > maxEvent {
		return event, fmt.Errorf("read the event: %s is not a file of at most %d bytes", path, maxEvent)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return event, fmt.Errorf("read the event: %w", err)
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return event, nil
	}
	var p payload
	if err := doc.DecodeJSON(bytes.NewReader(data), maxEvent, &p); err != nil {
		return event, fmt.Errorf("read the event: %s: %w", path, err)
	}
	return p.event(event), nil
}

// goneFork stands for the repository that a payload does not name: GitHub sends null when
// the fork is gone.
const goneFork = "deleted fork"

// repositoryOf reads which repository a run's head is in.
func repositoryOf(text json.RawMessage) string {
	var head struct {
		FullName string `json:"full_name"`
	}
	if json.Unmarshal(text, &head) != nil || head.FullName == "" {
		return goneFork
	}
	return head.FullName
}

func (p payload) event(e Event) Event {
	e.Action, e.DefaultBranch = p.Action, p.Repository.DefaultBranch
	if p.Repository.FullName != "" {
		e.Repository = p.Repository.FullName
	}
	if pr := p.PullRequest; pr != nil {
		e.PullRequest, e.HeadSHA, e.BaseRef, e.BaseSHA = pr.Number, pr.Head.SHA, pr.Base.Ref, pr.Base.SHA
		if pr.Head.Repo != nil {
			e.HeadRepo = pr.Head.Repo.FullName
		} else {
			e.HeadRepo = goneFork
		}
	}
	if p.MergeGroup != nil {
		e.BaseSHA = p.MergeGroup.BaseSHA
	}
	if run := p.WorkflowRun; run != nil {
		e.HeadRepo = repositoryOf(run.HeadRepository)
	}
	if p.Issue != nil && p.Issue.PullRequest != nil {
		e.PullRequest = p.Issue.Number
	}
	if c := p.Comment; c != nil {
		e.CommentID, e.Comment, e.Commenter = c.ID, c.Body, c.User.Login
		e.CommentAt, e.IsBot = c.At, c.User.Type == "Bot"
	}
	return e
}
