package workflow

import (
	"sync"
	"time"

	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/github/gitdata"
)

// A Client dispatches workflows of one repository and reads their runs. It may
// be used by several goroutines.
type Client struct {
	*github.Client
	Git *gitdata.Client

	mu     sync.Mutex
	mine   map[string]time.Time   // commits that this process put on a branch, and when: it may dispatch them first
	active map[string]bool        // workflows that GitHub knows and has not disabled
	sealed map[string]workflowDoc // preflights that passed, by workflow and commit
}

// New makes a client that has started nothing yet.
func New(git *gitdata.Client) *Client {
	return &Client{
		Client: git.Client, Git: git,
		mine: map[string]time.Time{}, active: map[string]bool{}, sealed: map[string]workflowDoc{},
	}
}
