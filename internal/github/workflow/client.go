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

	mu           sync.Mutex
	pushed       map[string]time.Time    // commits that this process put on a branch, and when: it may dispatch them first
	created      map[string]bool         // of them, those for which it made the branch as well
	asked        map[string]bool         // commits whose training this process may have dispatched
	enabledFiles map[string]bool         // workflows that GitHub knows and has not disabled
	files        map[string]workflowSpec // preflights that passed, by workflow and commit
}

// New makes a client that has started nothing yet.
func New(data *gitdata.Client) *Client {
	return &Client{
		Client: data.Client, Git: data,
		pushed: map[string]time.Time{}, created: map[string]bool{}, asked: map[string]bool{}, enabledFiles: map[string]bool{}, files: map[string]workflowSpec{},
	}
}
