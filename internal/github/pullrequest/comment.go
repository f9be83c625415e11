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

// commentNeed is the permission as a line of YAML.
const commentNeed = "pull-requests: write   # on an issue, issues: write"

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
	Marker       Marker
	Bodies       []string // longest first, without the marker; the first that GitHub takes is used
	Policy       CommentPolicy
	OnlyExisting bool // edit what is there, post nothing new: --comment-on problems
}

// A Posted says what stands there now.
type Posted struct {
	URL      string   // "" where nothing was posted
	Outcome  string   // created, updated, unchanged, skipped: a newer result is there, off
	Warnings []string // what went wrong beside: old comments that stayed, pages not read
}

// Post makes the comment say what c says: one comment for each key, whatever
// happened before and whoever posts at the same time. Only comments with our
// marker and by our own author are touched, and none that is about a newer
// check. An error changes no verdict: it is for a warning.
func (c *Client) Post(ctx context.Context, comment Comment) (Posted, error) {
	if comment.Policy == CommentOff {
		return Posted{Outcome: "off"}, nil
	}
	if comment.Number <= 0 {
		return Posted{}, fmt.Errorf("comment: no pull request or issue to comment on")
	}
	line, err := comment.Marker.Line()
	if err != nil {
		return Posted{}, err
	}
	p := &posting{c: c, comment: comment}
	for _, body := range comment.Bodies {
		p.bodies = append(p.bodies, line+"\n"+body)
	}
	if err := p.read(ctx); err != nil {
		return Posted{}, err
	}
	posted, err := p.settle(ctx)
	posted.Warnings = p.warnings
	return posted, err
}

// settle decides between editing and posting.
func (p *posting) settle(ctx context.Context) (Posted, error) {
	now := p.comment.Marker
	current := newest(p.ours)
	switch {
	case current == nil && p.comment.OnlyExisting:
		return Posted{Outcome: "skipped"}, nil
	case current == nil, p.comment.Policy == CommentNew && !current.says(now):
		return p.create(ctx)
	case current.marker.At.After(now.At):
		p.drop(ctx, p.ours, current)
		return Posted{URL: current.url, Outcome: "skipped: a newer result is there"}, nil
	case current.says(now) && current.body == p.bodies[0]:
		p.drop(ctx, p.ours, current)
		return Posted{URL: current.url, Outcome: "unchanged"}, nil
	case current.marker.Verdict == now.Verdict, p.comment.Policy == CommentUpdate:
		return p.edit(ctx, current)
	}
	return p.create(ctx)
}

// edit changes a comment in place, which notifies nobody.
func (p *posting) edit(ctx context.Context, current *stood) (Posted, error) {
	op := github.Operation{Name: fmt.Sprintf("edit the comment on #%d", p.comment.Number), Permission: commentNeed}
	made, err := p.send(op, func(body string) (*stood, error) { return p.c.patchComment(ctx, op, current.id, body) })
	if github.NotFound(err) {
		return p.create(ctx) // deleted since it was read
	}
	if err != nil {
		return Posted{}, err
	}
	p.drop(ctx, p.ours, current)
	return Posted{URL: made.url, Outcome: "updated"}, nil
}

// create posts, then looks again: of several processes that post at once, each
// deletes all comments but the newest, which all of them agree on. A lost answer
// is looked up the same way, and what is not there is posted once more.
func (p *posting) create(ctx context.Context) (Posted, error) {
	op := github.Operation{Name: fmt.Sprintf("comment on #%d", p.comment.Number), Permission: commentNeed}
	var made *stood
	for attempt := 0; made == nil; attempt++ {
		var err error
		made, err = p.send(op, func(body string) (*stood, error) { return p.c.postComment(ctx, op, p.comment.Number, body) })
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
	if !slices.ContainsFunc(p.ours, func(s *stood) bool { return s.id == made.id }) {
		p.ours = append(p.ours, made) // GitHub's list lags behind what was made
	}
	kept := newest(p.ours)
	p.drop(ctx, p.ours, kept)
	return Posted{URL: kept.url, Outcome: "created"}, nil
}

// send tries one body after the other until one is short enough.
func (p *posting) send(op github.Operation, try func(string) (*stood, error)) (made *stood, err error) {
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

// drop deletes all comments but one. Older ones that cannot be deleted are
// worth a warning, nothing more.
func (p *posting) drop(ctx context.Context, all []*stood, keep *stood) {
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
func (s *stood) says(m Marker) bool {
	return s.marker.At.Equal(m.At) && s.marker.Verdict == m.Verdict && s.marker.Run == m.Run
}

// Refused reports whether a comment was refused for the token's permissions.
func Refused(err error) bool {
	doubt, ok := repro.AsDoubt(err)
	return ok && doubt.Reason == repro.NoPermission
}
