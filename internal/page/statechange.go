package page

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/status"
)

// A StateChange is a model version that stands otherwise than before a night.
type StateChange struct {
	Repository string       `json:"repository,omitempty"`
	Model      string       `json:"model"`
	Version    string       `json:"version"`
	Before     status.State `json:"before"` // "" where it was not known
	State      status.State `json:"state"`
	Since      string       `json:"since"`
	Summary    string       `json:"summary"` // the latest check in a sentence
	Cause      string       `json:"cause"`
	URL        string       `json:"url"` // a page of the latest check: its job, its training or its run
}

// Text says it in one line.
func (c StateChange) Text() string {
	label := repro.ModelVersion{Name: c.Model, Version: c.Version}.Label()
	text := label + ": " + strings.ToLower(stateWords[c.State])
	if c.Before != "" {
		text += ", before " + strings.ToLower(stateWords[c.Before])
	}
	numbers, unknown := numbersFirst(c.Summary)
	told := c.State != status.Stale && c.State != status.New && numbers != ""
	if told {
		text += ". " + numbers
	}
	if cause := unsaid(c.Cause, text); cause != "" && c.State == status.Drifted {
		text += " " + cause
	}
	if told && unknown != "" {
		text += " " + unknown
	}
	return text
}

// StateChanges gives the model versions that the checks of a night changed the state of,
// what needs somebody first. A version that is met for the first time and reproduces
// is no news, and neither is one that is no longer recovered but reproduced. Changes that
// nobody was told of are, whatever became of them.
func StateChanges(all []repro.Check, night []repro.Check, now time.Time, limit time.Duration, untold []StateChange) (changes []StateChange) {
	all = NewKnown(all, repro.HistoryGaps{}, now, limit).Checks // the others wait for their time
	type key struct {
		modelKey
		at time.Time
		id string
	}
	keyOfCheck := func(c repro.Check) key {
		return key{modelKey{"", c.Model, c.Version}, c.At.UTC(), c.ID} // a reader may know its repository better
	}
	tonight := map[key]bool{}
	for _, c := range night {
		tonight[keyOfCheck(c)] = true
	}
	var earlier []repro.Check
	for _, c := range all {
		if !tonight[keyOfCheck(c)] {
			earlier = append(earlier, c)
		}
	}
	asked := now // as it was told then: what has become stale since is news, once
	for i, c := range earlier {
		if i == 0 || c.At.After(asked) {
			asked = c.At
		}
	}
	type versionKey struct {
		modelKey
		run string
	}
	before := map[versionKey]status.State{}
	for _, m := range Models(earlier, asked, limit) {
		before[versionKey{modelKey{m.Repository, m.Name, m.Version}, m.Run}] = m.State
	}
	owes := func(m Model) int {
		return slices.IndexFunc(untold, func(u StateChange) bool {
			return u.Repository == m.Repository && u.Model == m.Name && u.Version == m.Version
		})
	}
	models := Models(all, now, limit)
	for _, m := range slices.Clone(models) {
		for _, older := range m.Older {
			if owes(older) >= 0 {
				models = append(models, older)
			}
		}
	}
	for _, m := range models {
		was, there := before[versionKey{modelKey{m.Repository, m.Name, m.Version}, m.Run}]
		if !there { // the number had one run before
			was = before[versionKey{modelKey{m.Repository, m.Name, m.Version}, ""}]
		}
		i := owes(m)
		owed := i >= 0 && untold[i].State != ""
		switch {
		case i >= 0 && (news(untold[i].Before, m.State) || owed && untold[i].State == m.State):
			was = untold[i].Before
		case i >= 0: // it is as it was before
			was = untold[i].State
		case len(night) == 0:
			continue
		}
		if was == m.State || !owed && !news(was, m.State) {
			continue
		}
		c := StateChange{Repository: m.Repository, Model: m.Name, Version: m.Version, Before: was, State: m.State, Since: since(m)}
		if latest := m.Latest(); latest != nil {
			c.Summary, c.Cause, c.URL = strings.TrimSpace(latest.Summary+" "+m.widened()), latest.Cause, pageOf(latest)
		}
		changes = append(changes, c)
	}
	return changes
}

// news says whether a change of the state is worth telling.
func news(was, is status.State) bool {
	green := is == status.Reproduced || is == status.Recovered
	return was != is && !(green && (was == "" || was == status.New || was == status.Recovered || was == status.Reproduced))
}

// StateChangesTitle counts them in a line.
func StateChangesTitle(changes []StateChange) string {
	if len(changes) == 1 {
		return "One model changed its state"
	}
	names := map[string]bool{}
	for _, c := range changes {
		names[c.Model] = true
	}
	if len(names) < len(changes) {
		return fmt.Sprintf("%d model versions changed their state", len(changes))
	}
	return fmt.Sprintf("%d models changed their state", len(changes))
}
