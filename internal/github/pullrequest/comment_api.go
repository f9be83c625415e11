package pullrequest

import (
	"context"
	"fmt"
	"slices"

	gh "github.com/google/go-github/v60/github"

	"github.com/reproduce-action/reproduce/internal/github"
)

const commentPages = 150 // of 100 comments

// A posting is one comment on its way.
type posting struct {
	c        *Client
	comment  Comment
	bodies   []string      // with the metadata
	author   string        // of comments that this token made; "" is not known
	existing []*ownComment // on the issue now, in GitHub's order: oldest first
	last     int           // the page the last reading ended on
	warnings []string
}

// A ownComment is a comment of own that stands there.
type ownComment struct {
	id       int64
	url      string
	author   string
	body     string
	metadata Metadata
}

// newest gives the comment about the newest check; of several, the oldest
// comment. Everybody who sees the same comments picks the same one.
func newest(all []*ownComment) *ownComment {
	var best *ownComment
	for _, s := range all {
		if best == nil || s.metadata.At.After(best.metadata.At) || s.metadata.At.Equal(best.metadata.At) && s.id < best.id {
			best = s
		}
	}
	return best
}

// find gives the comment that says exactly what we say.
func (p *posting) find() *ownComment {
	for _, s := range p.existing {
		if s.says(p.comment.Metadata) {
			return s
		}
	}
	return nil
}

// read finds our comments on all pages.
func (p *posting) read(ctx context.Context) (err error) {
	if p.author, err = p.c.login(ctx); err != nil {
		return err
	}
	p.existing, err = p.pages(ctx, 1)
	return err
}

// reread adds what may have come since: GitHub lists comments by age, and new
// ones stand on the last page. Where the author was another than expected, all
// pages have to be read.
func (p *posting) reread(ctx context.Context, author string) error {
	from, before := max(1, p.last-1), p.existing
	if author != "" && author != p.author {
		p.c.setLogin(author)
		from, before, p.author = 1, nil, author
	}
	own, err := p.pages(ctx, from)
	for _, old := range before {
		if !slices.ContainsFunc(own, func(s *ownComment) bool { return s.id == old.id }) {
			own = append(own, old)
		}
	}
	if err == nil {
		p.existing = own
	}
	return err
}

func (p *posting) pages(ctx context.Context, from int) ([]*ownComment, error) {
	op := github.Operation{Name: fmt.Sprintf("read the comments on #%d", p.comment.Number), Permission: commentPermission}
	var own []*ownComment
	for page := from; ; page++ {
		if page >= from+commentPages {
			p.warn("#%d has more than %d comments, so an older comment of reproduce may have been missed", p.comment.Number, commentPages*100)
			return own, nil
		}
		listed, resp, err := p.c.API.Issues.ListComments(ctx, p.c.Owner, p.c.Name, p.comment.Number, &gh.IssueListCommentsOptions{
			ListOptions: gh.ListOptions{Page: page, PerPage: 100},
		})
		if err != nil {
			return nil, p.c.Explain(op, err)
		}
		for _, comment := range listed {
			s, ok := parseOwnComment(comment)
			if ok && s.metadata.Key == p.comment.Metadata.Key && s.author == p.author {
				own = append(own, s)
			}
		}
		p.last = page
		if resp.NextPage == 0 {
			return own, nil
		}
		if resp.NextPage != page+1 {
			return nil, op.Unexpected("pages out of order")
		}
	}
}

func parseOwnComment(comment *gh.IssueComment) (*ownComment, bool) {
	metadata, ok := parseMetadata(comment.GetBody())
	if !ok || comment.GetID() == 0 || comment.GetUser().GetLogin() == "" {
		return nil, false
	}
	return &ownComment{comment.GetID(), comment.GetHTMLURL(), comment.GetUser().GetLogin(), comment.GetBody(), metadata}, true
}

func (c *Client) postComment(ctx context.Context, op github.Operation, number int, body string) (*ownComment, error) {
	made, _, err := c.API.Issues.CreateComment(ctx, c.Owner, c.Name, number, &gh.IssueComment{Body: &body})
	return c.checkAnswer(op, made, err)
}

func (c *Client) patchComment(ctx context.Context, op github.Operation, id int64, body string) (*ownComment, error) {
	made, _, err := c.API.Issues.EditComment(ctx, c.Owner, c.Name, id, &gh.IssueComment{Body: &body})
	return c.checkAnswer(op, made, err)
}

// getComment reads one comment; nil where it is none of ours any more.
func (c *Client) getComment(ctx context.Context, id int64) (*ownComment, error) {
	op := github.Operation{Name: fmt.Sprintf("read the comment %d again", id), Permission: commentPermission}
	found, _, err := c.API.Issues.GetComment(ctx, c.Owner, c.Name, id)
	if err != nil {
		return nil, c.Explain(op, err)
	}
	own, _ := parseOwnComment(found)
	return own, nil
}

func (c *Client) checkAnswer(op github.Operation, comment *gh.IssueComment, err error) (*ownComment, error) {
	if err != nil {
		return nil, c.Explain(op, err)
	}
	s, ok := parseOwnComment(comment)
	if !ok {
		return nil, op.Unexpected("a comment without our metadata")
	}
	return s, nil
}

func (c *Client) deleteComment(ctx context.Context, number int, id int64) error {
	op := github.Operation{Name: fmt.Sprintf("delete an older comment on #%d", number), Permission: commentPermission}
	_, err := c.API.Issues.DeleteComment(ctx, c.Owner, c.Name, id)
	if err = c.Explain(op, err); github.NotFound(err) {
		return nil
	}
	return err
}
