package pullrequest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/github"
)

const (
	rowRounds  = 12 // of writing and looking again
	lostRounds = 4  // of them without an answer

	// settle is how long after a write it is looked at again: longer than another job takes
	// between reading the comment and writing it, so that it cannot take the row back
	// unseen.
	settle = 3 * time.Second
)

// postRow puts one model's row into the one comment of a pull request, beside the rows of
// jobs that write at the same time. GitHub has no edit that fails where somebody else
// was faster: so each reads all comments of the key, writes the newest row of each
// model, and looks again, until its own row stands and there is one comment.
func (p *posting) postRow(ctx context.Context) (Posted, error) {
	line, err := p.comment.Metadata.Line()
	if err != nil {
		return Posted{}, err
	}
	if err := p.read(ctx); err != nil {
		return Posted{}, err
	}
	posted := Posted{Outcome: "unchanged"}
	var made *ownComment // by us: GitHub's list lags behind
	var last error
	lost := 0 // writes that GitHub did not answer
	for round := range rowRounds {
		if made != nil && len(p.existing) == 0 {
			p.existing = []*ownComment{made}
		}
		keep := latestMade(p.existing)
		rows := merge(p.existing, p.comment.Row)
		at := slices.IndexFunc(rows, func(row Row) bool { return row.Key == p.comment.Row.Key })
		switch {
		case keep == nil && p.comment.OnlyExisting:
			return Posted{Outcome: "skipped"}, nil
		case at >= 0 && rows[at].At.After(p.comment.Row.At) && round == 0:
			return Posted{URL: keep.url, Outcome: "skipped: a newer result is there"}, nil
		case keep != nil && len(p.existing) == 1 && holds(keep, p.comment.Row) && (round > 0 || keep.body == p.compose(line, rows)):
			posted.URL = keep.url
			return posted, nil
		}
		body := p.compose(line, rows)
		if body == "" {
			return Posted{}, fmt.Errorf("comment on #%d: the text is longer than GitHub's %d characters", p.comment.Number, bodyRunes)
		}
		var wrote *ownComment
		anew := keep == nil || round == 0 && p.notifies(keep, rows)
		if anew {
			op := github.Operation{Name: fmt.Sprintf("comment on #%d", p.comment.Number), Permission: commentPermission}
			wrote, last = p.c.postComment(ctx, op, p.comment.Number, body)
			posted.Outcome = "created"
		} else {
			op := github.Operation{Name: fmt.Sprintf("edit the comment on #%d", p.comment.Number), Permission: commentPermission}
			wrote, last = p.c.patchComment(ctx, op, keep.id, body)
			if posted.Outcome == "unchanged" {
				posted.Outcome = "updated"
			}
		}
		switch {
		case wrote != nil:
			made, posted.URL = wrote, wrote.url
			p.deleteOthers(ctx, p.existing, wrote)
		case github.NotFound(last) && !anew: // deleted since it was read, its rows are in another
			made = nil
		case !github.OutcomeUnknown(last):
			return Posted{}, last
		default:
			if lost++; lost >= lostRounds {
				return Posted{}, last
			}
		}
		if until, hurried := ctx.Deadline(); hurried && time.Until(until) < 2*settle {
			return posted, last // the job is being stopped
		}
		if err := p.c.Sleep(ctx, settle+time.Duration(round)*rand.N(time.Second)); err != nil { //nolint:gosec // G404: a pause that others do not make too, and no secret
			return posted, errors.Join(last, err)
		}
		if err := p.lookAgain(ctx, wrote, posted.Outcome == "created"); err != nil {
			p.warn("comments on #%d could not be read again: %v", p.comment.Number, err)
			return posted, last
		}
	}
	return posted, errors.Join(last, fmt.Errorf("comment on #%d: others kept writing it; this model's result may be missing there, and is in the job summary", p.comment.Number))
}

// lookAgain reads what stands there now: a comment that was edited by its number, as it may
// stand on any page; beside one that was posted, what others posted at the same time.
func (p *posting) lookAgain(ctx context.Context, wrote *ownComment, created bool) (err error) {
	if wrote == nil {
		p.existing, err = p.pages(ctx, 1)
		return err
	}
	if created {
		p.existing = nil
		return p.reread(ctx, wrote.author)
	}
	now, err := p.c.getComment(ctx, wrote.id)
	if github.NotFound(err) || err == nil && now == nil {
		p.existing, err = p.pages(ctx, 1)
		return err
	}
	if err == nil {
		p.existing = []*ownComment{now}
	}
	return err
}

// notifies says whether the comment is posted anew, which tells people, and not edited:
// a model that stood there has another verdict, and with it all of them together.
func (p *posting) notifies(keep *ownComment, rows []Row) bool {
	before := rowsOf(keep.body)
	at := slices.IndexFunc(before, func(row Row) bool { return row.Key == p.comment.Row.Key })
	return p.comment.Policy == CommentAuto && at >= 0 && before[at].Verdict != p.comment.Row.Verdict && worst(before) != worst(rows)
}

// holds says whether a comment has the row, or a newer one of the same model.
func holds(comment *ownComment, row Row) bool {
	return slices.ContainsFunc(rowsOf(comment.body), func(there Row) bool {
		return there.same(row) || there.Key == row.Key && there.At.After(row.At)
	})
}

// latestMade is the comment that was posted last: whoever sees the same comments keeps
// the same one.
func latestMade(all []*ownComment) (latest *ownComment) {
	for _, comment := range all {
		if latest == nil || comment.id > latest.id {
			latest = comment
		}
	}
	return latest
}
