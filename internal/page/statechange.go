package page

import (
	"fmt"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/status"
)

// A StateChange is a model version that stands otherwise than before a night.
type StateChange struct {
	Model   string       `json:"model"`
	Version string       `json:"version"`
	Before  status.State `json:"before"` // "" where it was not known
	State   status.State `json:"state"`
	Since   string       `json:"since"`
	Summary string       `json:"summary"` // the latest check in a sentence
	Cause   string       `json:"cause"`
	URL     string       `json:"url"` // a page of the latest check: its job, its training or its run
}

// Text says it in one line.
func (c StateChange) Text() string {
	label := repro.ModelVersion{Name: c.Model, Version: c.Version}.Label()
	text := label + ": " + strings.ToLower(stateWords[c.State])
	if c.Before != "" {
		text += ", before " + strings.ToLower(stateWords[c.Before])
	}
	if c.State != status.Stale && c.State != status.New && c.Summary != "" {
		text += ". " + c.Summary
	}
	if c.Cause != "" && c.State == status.Drifted {
		text += " " + c.Cause
	}
	return text
}

// StateChanges gives the model versions that the checks of a night changed the state of,
// what needs somebody first. A version that is met for the first time and reproduces
// is no news, and neither is one that is no longer recovered but reproduced.
func StateChanges(all []repro.Check, night []repro.Check, now time.Time, limit time.Duration) (changes []StateChange) {
	type key struct {
		modelKey
		at time.Time
		id string
	}
	keyOfCheck := func(c repro.Check) key {
		return key{modelKey{c.Repository, c.Model, c.Version}, c.At.UTC(), c.ID}
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
	before := map[modelKey]status.State{}
	for _, m := range Models(earlier, asked, limit) {
		before[modelKey{m.Repository, m.Name, m.Version}] = m.State
	}
	for _, m := range Models(all, now, limit) {
		was := before[modelKey{m.Repository, m.Name, m.Version}]
		green := m.State == status.Reproduced || m.State == status.Recovered
		if was == m.State || green && (was == "" || was == status.New || was == status.Recovered || was == status.Reproduced) {
			continue
		}
		c := StateChange{Model: m.Name, Version: m.Version, Before: was, State: m.State, Since: since(m)}
		if latest := m.Latest(); latest != nil {
			c.Summary, c.Cause = latest.Summary, latest.Cause
			for _, address := range []string{latest.Links.Job, latest.Links.Workflow, latest.Links.Run} {
				if c.URL == "" {
					c.URL = link(address)
				}
			}
		}
		changes = append(changes, c)
	}
	return changes
}

// StateChangesTitle counts them in a line.
func StateChangesTitle(changes []StateChange) string {
	if len(changes) == 1 {
		return "One model changed its state"
	}
	return fmt.Sprintf("%d models changed their state", len(changes))
}
