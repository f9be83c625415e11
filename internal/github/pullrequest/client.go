package pullrequest

import (
	"sync"

	"github.com/reproduce-action/reproduce/internal/github"
)

// A Client works with the pull requests of one repository. It may be used by
// several goroutines.
type Client struct {
	*github.Client

	mu     sync.Mutex
	author string // login that comments made with the token carry; "" until it is known
}

// New makes a client that does not know yet who it is.
func New(client *github.Client) *Client { return &Client{Client: client} }
