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
	bodies   []string // with the marker
	author   string   // of comments that this token made; "" is not known
	ours     []*stood // on the issue now, in GitHub's order: oldest first
	last     int      // the page the last reading ended on
	warnings []string
}

// A stood is a comment of ours that stands there.
type stood struct {
	id     int64
	url    string
	author string
	body   string
	marker Marker
}

// newest gives the comment about the newest check; of several, the oldest
// comment. Everybody who sees the same comments picks the same one.
func newest(all []*stood) *stood {
	var best *stood
	for _, s := range all {
		if best == nil || s.marker.At.After(best.marker.At) || s.marker.At.Equal(best.marker.At) && s.id < best.id {
			best = s
		}
	}
	return best
}

// find gives the comment that says exactly what we say.
func (p *posting) find() *stood {
	for _, s := range p.ours {
		if s.says(p.comment.Marker) {
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
	p.ours, err = p.pages(ctx, 1)
	return err
}

// reread adds what may have come since: GitHub lists comments by age, and new
// ones stand on the last page. Where the author was another than expected, all
// pages have to be read.
func (p *posting) reread(ctx context.Context, author string) error {
	from, before := max(1, p.last-1), p.ours
	if author != "" && author != p.author {
		p.c.setLogin(author)
		from, before, p.author = 1, nil, author
	}
	ours, err := p.pages(ctx, from)
	for _, old := range before {
		if !slices.ContainsFunc(ours, func(s *stood) bool { return s.id == old.id }) {
			ours = append(ours, old)
		}
	}
	if err == nil {
		p.ours = ours
	}
	return err
}

func (p *posting) pages(ctx context.Context, from int) ([]*stood, error) {
	op := github.Operation{Name: fmt.Sprintf("read the comments on #%d", p.comment.Number), Permission: commentNeed}
	var ours []*stood
	for page := from; ; page++ {
		if page >= from+commentPages {
			p.warn("#%d has more than %d comments; an older comment of ours may stand unseen", p.comment.Number, commentPages*100)
			return ours, nil
		}
		listed, resp, err := p.c.API.Issues.ListComments(ctx, p.c.Owner, p.c.Name, p.comment.Number, &gh.IssueListCommentsOptions{
			ListOptions: gh.ListOptions{Page: page, PerPage: 100},
		})
		if err != nil {
			return nil, p.c.Explain(op, err)
		}
		for _, comment := range listed {
			s, ok := standing(comment)
			if ok && s.marker.Key == p.comment.Marker.Key && s.author == p.author {
				ours = append(ours, s)
			}
		}
		p.last = page
		if resp.NextPage == 0 {
			return ours, nil
		}
		if resp.NextPage != page+1 {
			return nil, op.Unexpected("pages out of order")
		}
	}
}

func standing(comment *gh.IssueComment) (*stood, bool) {
	marker, ok := parseMarker(comment.GetBody())
	if !ok || comment.GetID() == 0 || comment.GetUser().GetLogin() == "" {
		return nil, false
	}
	return &stood{comment.GetID(), comment.GetHTMLURL(), comment.GetUser().GetLogin(), comment.GetBody(), marker}, true
}

func (c *Client) postComment(ctx context.Context, op github.Operation, number int, body string) (*stood, error) {
	made, _, err := c.API.Issues.CreateComment(ctx, c.Owner, c.Name, number, &gh.IssueComment{Body: &body})
	return c.stands(op, made, err)
}

func (c *Client) patchComment(ctx context.Context, op github.Operation, id int64, body string) (*stood, error) {
	made, _, err := c.API.Issues.EditComment(ctx, c.Owner, c.Name, id, &gh.IssueComment{Body: &body})
	return c.stands(op, made, err)
}

func (c *Client) stands(op github.Operation, comment *gh.IssueComment, err error) (*stood, error) {
	if err != nil {
		return nil, c.Explain(op, err)
	}
	s, ok := standing(comment)
	if !ok {
		return nil, op.Unexpected("a comment without our marker")
	}
	return s, nil
}

func (c *Client) deleteComment(ctx context.Context, number int, id int64) error {
	op := github.Operation{Name: fmt.Sprintf("delete an older comment on #%d", number), Permission: commentNeed}
	_, err := c.API.Issues.DeleteComment(ctx, c.Owner, c.Name, id)
	if err = c.Explain(op, err); github.NotFound(err) {
		return nil
	}
	return err
}
