package pullrequest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// bodyRunes is the most that GitHub takes of a comment, in characters.
const bodyRunes = 65536

// commentPermission is what a comment takes: on a pull request either of them, on an issue that
// of issues.
const commentPermission = "pull-requests: write" + github.EitherOf + "issues: write"

// A CommentPolicy says what becomes of an earlier comment.
type CommentPolicy string

const (
	CommentAuto   CommentPolicy = "auto"   // edited while the verdict holds, posted anew when it changes
	CommentUpdate CommentPolicy = "update" // always edited
	CommentNew    CommentPolicy = "new"    // always posted anew; earlier ones stay
	CommentOff    CommentPolicy = "off"
)

// A Comment is what should stand on a pull request or issue.
type Comment struct {
	Number       int // of the pull request or issue
	Metadata     Metadata
	Bodies       []string // longest first, without the metadata; the first that GitHub takes is used
	Policy       CommentPolicy
	OnlyExisting bool // edit what is there, post nothing new: --comment-on problems

	Row  Row                     // the one model that this is about, where others may share the comment; zero for none
	Head func(rows []Row) string // what stands above the reports of several models
}

// A Posted says what stands there now.
type Posted struct {
	URL      string   // "" where nothing was posted
	Outcome  string   // created, updated, unchanged, skipped: a newer result is there, off
	Warnings []string // what went wrong beside: old comments that stayed, pages not read
}

// Post makes the comment say what c says: one comment for each key, whatever
// happened before and whoever posts at the same time. Only comments with our
// metadata and by our own author are touched, and none that is about a newer
// check. An error changes no verdict: it is for a warning.
func (c *Client) Post(ctx context.Context, comment Comment) (Posted, error) {
	if comment.Policy == CommentOff {
		return Posted{Outcome: "off"}, nil
	}
	if comment.Number <= 0 {
		return Posted{}, fmt.Errorf("comment: no pull request or issue to comment on")
	}
	line, err := comment.Metadata.Line()
	if err != nil {
		return Posted{}, err
	}
	p := &posting{c: c, comment: comment}
	if comment.Row.Key != "" && comment.Policy != CommentNew {
		posted, err := p.postRow(ctx)
		posted.Warnings = p.warnings
		return posted, err
	}
	for _, body := range comment.Bodies {
		p.bodies = append(p.bodies, line+"\n"+body)
	}
	if err := p.read(ctx); err != nil {
		return Posted{}, err
	}
	posted, err := p.editOrCreate(ctx)
	posted.Warnings = p.warnings
	return posted, err
}

// NoPlace says that there is no pull request or issue of a number to comment on. What cannot be
// told is none.
func (c *Client) NoPlace(ctx context.Context, number int) bool {
	p := &posting{c: c, comment: Comment{Number: number}}
	_, err := p.pages(ctx, 1)
	return github.NotFound(err)
}

// editOrCreate decides between editing and posting.
func (p *posting) editOrCreate(ctx context.Context) (Posted, error) {
	now := p.comment.Metadata
	current := newest(p.existing)
	switch {
	case current == nil && p.comment.OnlyExisting:
		return Posted{Outcome: "skipped"}, nil
	case current == nil, p.comment.Policy == CommentNew && !current.says(now):
		return p.create(ctx)
	case current.metadata.At.After(now.At):
		p.deleteOthers(ctx, p.existing, current)
		return Posted{URL: current.url, Outcome: "skipped: a newer result is there"}, nil
	case current.says(now) && current.body == p.bodies[0]:
		p.deleteOthers(ctx, p.existing, current)
		return Posted{URL: current.url, Outcome: "unchanged"}, nil
	case current.metadata.Verdict == now.Verdict, p.comment.Policy == CommentUpdate:
		return p.edit(ctx, current)
	}
	return p.create(ctx)
}

// edit changes a comment in place, which notifies nobody.
func (p *posting) edit(ctx context.Context, current *ownComment) (Posted, error) {
	op := github.Operation{Name: fmt.Sprintf("edit the comment on #%d", p.comment.Number), Permission: commentPermission}
	made, err := p.send(op, func(body string) (*ownComment, error) { return p.c.patchComment(ctx, op, current.id, body) })
	if github.NotFound(err) {
		return p.create(ctx) // deleted since it was read
	}
	if err != nil {
		return Posted{}, err
	}
	p.deleteOthers(ctx, p.existing, current)
	return Posted{URL: made.url, Outcome: "updated"}, nil
}

// create posts, then looks again: of several processes that post at once, each
// deletes all comments but the newest, which all of them agree on. A lost answer
// is looked up the same way, and what is not there is posted once more.
func (p *posting) create(ctx context.Context) (Posted, error) {
	op := github.Operation{Name: fmt.Sprintf("comment on #%d", p.comment.Number), Permission: commentPermission}
	var made *ownComment
	for attempt := 0; made == nil; attempt++ {
		var err error
		made, err = p.send(op, func(body string) (*ownComment, error) { return p.c.postComment(ctx, op, p.comment.Number, body) })
		if err != nil && !github.OutcomeUnknown(err) {
			return Posted{}, err
		}
		author := ""
		if made != nil {
			author = made.author
		}
		readErr := p.reread(ctx, author)
		switch {
		case made == nil && readErr != nil:
			return Posted{}, err
		case readErr != nil:
			p.warn("comments on #%d could not be read again: %v", p.comment.Number, readErr)
		case made == nil:
			made = p.find()
		}
		if made == nil && attempt > 0 {
			return Posted{}, err
		}
	}
	if p.comment.Policy == CommentNew {
		return Posted{URL: made.url, Outcome: "created"}, nil
	}
	if !slices.ContainsFunc(p.existing, func(s *ownComment) bool { return s.id == made.id }) {
		p.existing = append(p.existing, made) // GitHub's list lags behind what was made
	}
	kept := newest(p.existing)
	p.deleteOthers(ctx, p.existing, kept)
	return Posted{URL: kept.url, Outcome: "created"}, nil
}

// send tries one body after the other until one is short enough.
func (p *posting) send(op github.Operation, try func(string) (*ownComment, error)) (made *ownComment, err error) {
	err = fmt.Errorf("%s: nothing to say", op.Name)
	for _, body := range p.bodies {
		if utf8.RuneCountInString(body) > bodyRunes {
			err = fmt.Errorf("%s: the text is longer than GitHub's %d characters", op.Name, bodyRunes)
			continue
		}
		made, err = try(body)
		if github.StatusCode(err) != http.StatusUnprocessableEntity || !strings.Contains(strings.ToLower(err.Error()), "too long") {
			return made, err
		}
	}
	return nil, err
}

// deleteOthers deletes all comments but one. Older ones that cannot be deleted are
// worth a warning, nothing more.
func (p *posting) deleteOthers(ctx context.Context, all []*ownComment, keep *ownComment) {
	for _, comment := range all {
		if comment.id == keep.id {
			continue
		}
		if err := p.c.deleteComment(ctx, p.comment.Number, comment.id); err != nil && !errors.Is(err, context.Canceled) {
			p.warn("%v", err)
		}
	}
}

func (p *posting) warn(format string, args ...any) {
	p.warnings = append(p.warnings, fmt.Sprintf(format, args...))
}

// says tells whether a comment is about the very same check.
func (s *ownComment) says(m Metadata) bool {
	return s.metadata.At.Equal(m.At) && s.metadata.Verdict == m.Verdict && s.metadata.Run == m.Run
}

// Refused reports whether a comment was refused for the token's permissions.
func Refused(err error) bool {
	doubt, ok := repro.AsDoubt(err)
	return ok && doubt.Reason == repro.NoPermission
}
