package action

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/github/pullrequest"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// requested reads a /reproduce comment. It gives nil for one that is not for us,
// or by somebody who may not ask: strangers and bots get no answer at all.
func (s *step) requested(ctx context.Context) (settings.Values, error) {
	said, err := parseSlash(s.event.Comment)
	switch {
	case s.event.Action != "created" || s.event.PullRequest == 0 || s.event.IsBot || s.event.Commenter == "" || errors.Is(err, errNoCommand): // without a name: an account that is gone
		fmt.Fprintln(s.Stderr, "  nothing to do: no new /reproduce comment of a person on a pull request")
		return nil, nil
	}
	least := strings.ToLower(strings.TrimSpace(s.values["require-permission"]))
	if least == "" {
		least = "write"
	}
	has, permErr := s.pulls.Permission(ctx, s.event.Commenter)
	if permErr != nil {
		return nil, permErr
	}
	if !has.AtLeast(pullrequest.Permission(least)) {
		fmt.Fprintf(s.Stderr, "  nothing to do: %s has %s permission on this repository, and /reproduce needs %s\n", printable.Line(s.event.Commenter), has, least)
		return nil, nil
	}
	switch {
	case s.dry() && err == nil:
		return said, nil
	case s.dry() && errors.Is(err, errHelp):
		fmt.Fprintln(s.Stderr, "  nothing to do: a dry run answers no comment")
		return nil, nil
	case errors.Is(err, errHelp):
		s.react(ctx, "eyes")
		s.answer(ctx, nil)
		return nil, nil
	case err != nil:
		s.request = settings.Values{}
		return nil, app.NewUsageError(err)
	}
	s.react(ctx, "eyes")
	return said, nil
}

// react answers a comment at once. A reaction that fails is no reason to stop.
func (s *step) react(ctx context.Context, content string) {
	if err := s.pulls.React(ctx, s.event.CommentID, content); err != nil {
		fmt.Fprintln(s.Stderr, "  the reaction failed:", printable.Line(err.Error()))
	}
}
