package gitdata

import (
	"sync"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/github"
)

// A Client reads and writes the objects and refs of one repository. It may be
// used by several goroutines.
type Client struct {
	*github.Client

	mu      sync.Mutex
	commits map[string]*gh.Commit // by object name
	trees   map[string]*gh.Tree   // by object name, which never changes its content
	blobs   map[string][]byte     // small files, by object name
	held    int                   // bytes of them
	small   map[string]bool       // root trees whose files can be had in one archive, and were not yet
	wholes  map[string]bool       // root trees whose directories were all read
	apart   bool                  // no archive could be had: files are read one by one
	roots   map[string]rootOf     // by commit
	named   map[string]string     // commit by what a person called it
}

// New makes a client that has read nothing yet.
func New(client *github.Client) *Client {
	return &Client{
		Client: client, commits: map[string]*gh.Commit{}, trees: map[string]*gh.Tree{}, blobs: map[string][]byte{},
		small: map[string]bool{}, wholes: map[string]bool{}, roots: map[string]rootOf{}, named: map[string]string{},
	}
}
