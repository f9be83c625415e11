package flow

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/challenge"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A NameError says that a name which somebody typed is none of those that it may be, and
// which are.
type NameError struct{ text string }

func (e *NameError) Error() string { return e.text }

// challengeName holds the name of a param for a challenge against a plan, before anything
// is trained: one that a challenge cannot change would be ignored afterwards.
func challengeName(edits []repro.ParamEdit, asked string) error {
	var names []string
	for _, input := range challenge.Changeable(edits) {
		if input.Name == asked {
			return nil
		}
		names = append(names, input.Name)
	}
	text, meant := "challenge: the original logged no param "+wording.Quote(asked)+".", ""
	for _, edit := range edits {
		switch {
		case edit.Name == asked && edit.Status.Given():
			text = "challenge: " + wording.Quote(asked) + " was logged as no number that can be halved or counted up."
		case edit.Name == asked:
			text = "challenge: " + wording.Quote(asked) + " is put neither into a params file nor into the run command, so it cannot be changed."
		case strings.Join(edit.Key, ".") == asked && slices.Contains(names, edit.Name):
			meant = edit.Name
		}
	}
	if meant == "" {
		meant = wording.Nearest(asked, append([]string{settings.ChallengeAuto, settings.ChallengeAlways, settings.ChallengeOff}, names...))
	}
	if meant != "" {
		text += " Did you mean " + wording.Quote(meant) + "?"
	}
	if len(names) == 0 {
		return &NameError{text + " No param can be changed here; leave --challenge out"}
	}
	return &NameError{text + " A challenge can change " + wording.ListUpTo(names, 10)}
}
