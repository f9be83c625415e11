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

	mu          sync.Mutex
	commits     map[string]*gh.Commit   // by object name
	above       map[string]commitsAbove // by both names
	trees       map[string]*gh.Tree     // by object name, which never changes its content
	blobs       map[string][]byte       // small files, by object name
	blobBytes   int                     // bytes of them
	archivable  map[string]bool         // root trees whose files can be had in one archive, and were not yet
	listed      map[string]bool         // root trees whose directories were all read
	noArchives  bool                    // no archive could be had: files are read one by one
	commitTrees map[string]commitTree   // by commit
	resolved    map[string]string       // commit by what a person called it
}

// New makes a client that has read nothing yet.
func New(client *github.Client) *Client {
	return &Client{
		Client: client, commits: map[string]*gh.Commit{}, above: map[string]commitsAbove{}, trees: map[string]*gh.Tree{}, blobs: map[string][]byte{},
		archivable: map[string]bool{}, listed: map[string]bool{}, commitTrees: map[string]commitTree{}, resolved: map[string]string{},
	}
}
