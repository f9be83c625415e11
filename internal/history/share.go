package history

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// share keeps what a check has in common with those before it once: names, texts
// and, where nothing changed, whole lists. Ten thousand checks then take little
// more than their numbers.
func (r *Reader) share(c *repro.Check) {
	if r.shared == nil {
		r.shared = map[string]string{}
	}
	for _, text := range []*string{&c.Model, &c.Version, &c.Original, &c.Commit, &c.Tool, &c.Repository, &c.Stage,
		(*string)(&c.Verdict), (*string)(&c.Reason), &c.Summary, &c.Detail, &c.Cause, &c.Links.Model, &c.Links.Original} {
		r.once(text)
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
	if before == nil || len(c.Inputs) > 0 && len(before.Inputs) > 0 && &c.Inputs[0] != &before.Inputs[0] {
		for i := range c.Inputs {
			in := &c.Inputs[i]
			for _, text := range []*string{&in.Kind, &in.Name, &in.Original, &in.Now, &in.State, &in.Evidence, &in.Note} {
				r.once(text)
			}
		}
	}
}

// once replaces a text by an equal one that is kept already. The texts of a
// document are parts of it: a copy lets go of the rest.
func (r *Reader) once(text *string) {
	kept, there := r.shared[*text]
	if !there {
		kept = strings.Clone(*text)
		r.shared[kept] = kept
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
