package history

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// share hides secrets, and keeps what a check has in common with those before it once: names, texts
// and, where nothing changed, whole lists. Ten thousand checks then take little
// more than their numbers.
func (r *Reader) share(c *repro.Check) {
	if r.shared == nil {
		r.shared = map[string]string{}
	}
	for _, text := range []*string{&c.Model, &c.Version, &c.Original, &c.Commit, &c.Tool, &c.Repository, &c.Stage, &c.JobCommit,
		(*string)(&c.Verdict), (*string)(&c.Reason), &c.Summary, &c.Detail, &c.Cause, &c.Links.Model, &c.Links.Original} {
		r.once(text)
	}
	for _, text := range []*string{&c.ID, &c.Run, &c.Links.Run, &c.Links.Workflow, &c.Links.Job} {
		r.hide(text)
	}
	before := r.before(c)
	if before != nil && slices.Equal(c.Inputs, before.Inputs) {
		c.Inputs = before.Inputs
	}
	if before != nil && slices.Equal(c.Params, before.Params) {
		c.Params = before.Params
	}
	if before != nil && slices.Equal(c.Aliases, before.Aliases) {
		c.Aliases = before.Aliases
	}
	for i := range c.Aliases {
		r.once(&c.Aliases[i])
	}
	for i := range c.Metrics {
		r.once(&c.Metrics[i].Name)
		r.once(&c.Metrics[i].Tolerance)
		r.once((*string)(&c.Metrics[i].State))
	}
	for _, run := range c.Runs {
		for i := range run {
			r.once(&run[i].Name)
		}
	}
	if before == nil || !sameList(c.Params, before.Params) {
		for i := range c.Params {
			r.once(&c.Params[i].Name)
			r.once(&c.Params[i].Value)
		}
	}
	if before == nil || !sameList(c.Inputs, before.Inputs) {
		for i := range c.Inputs {
			in := &c.Inputs[i]
			for _, text := range []*string{&in.Kind, &in.Name, &in.Original, &in.Now, &in.State, &in.Evidence, &in.Note} {
				r.once(text)
			}
		}
	}
}

// hide hides the secrets of a text.
func (r *Reader) hide(text *string) {
	if r.Redact != nil && *text != "" {
		*text = r.Redact(*text)
	}
}

// once replaces a text by an equal one that is kept already. The texts of a
// document are parts of it: a copy lets go of the rest.
func (r *Reader) once(text *string) {
	kept, there := r.shared[*text]
	if !there {
		key := strings.Clone(*text)
		kept = key
		r.hide(&kept)
		r.shared[key] = kept
	}
	*text = kept
}

// before is the check before, where it is the same version's.
func (r *Reader) before(c *repro.Check) *repro.Check {
	if len(r.checks) == 0 {
		return nil
	}
	last := &r.checks[len(r.checks)-1]
	if last.Model != c.Model || last.Version != c.Version {
		return nil
	}
	return last
}

// sameList says whether two lists are one in memory.
func sameList[T any](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}
