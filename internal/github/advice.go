package github

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// Advice is what somebody has to write so that a check that was refused goes
// through. The zero Advice is none.
type Advice struct {
	Where string // "the job that checks"
	Lines string // YAML
}

// SetPermissions says what all the calls of a check take, as under a job's permissions key.
// Where one of them is refused, all are named: a job that has any permissions key
// has none but those.
func (c *Client) SetPermissions(permissions ...string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.permissions = permissions
}

// Advice gives what the latest refusal asks for.
func (c *Client) Advice() Advice {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.advice
}

// Advise shows what somebody has to write, once.
func (c *Client) Advise(advice Advice) {
	c.mu.Lock()
	shown := c.advice == advice
	c.advice = advice
	c.mu.Unlock()
	if shown {
		return
	}
	c.Notify("to be added to " + advice.Where + ":")
	for line := range strings.Lines(advice.Lines) {
		c.Notify("    " + strings.TrimRight(line, "\n"))
	}
}

// Lacking makes the doubt of a token that is known to lack permissions, before it was
// refused any.
func (c *Client) Lacking(lacking []string) error {
	c.adviseAll(nil)
	return repro.Doubtf(repro.NoPermission, "the job's token lacks %s, which this check needs", strings.Join(lacking, ", "))
}

// adviseAll shows all the lines that a check's job needs, with more, and gives them.
func (c *Client) adviseAll(more []string) []string {
	c.mu.Lock()
	needs := oneEach(slices.Concat(c.permissions, more))
	c.mu.Unlock()
	c.Advise(Advice{"the job that checks", "permissions:\n  " + strings.Join(needs, "\n  ")})
	return needs
}

// missingPermission makes the doubt of an answer that says the token may not do something.
func (c *Client) missingPermission(status *StatusError, need string) error {
	c.mu.Lock()
	needs := slices.Clone(c.permissions)
	c.mu.Unlock()
	either := strings.Split(need, EitherOf)
	var more []string
	if !slices.ContainsFunc(either, func(one string) bool {
		return slices.Equal(oneEach(slices.Concat(needs, []string{one})), oneEach(needs))
	}) {
		more = either[:1]
	}
	return repro.Doubtf(repro.NoPermission, "%w; the token has to have %s", status, strings.Join(c.adviseAll(more), ", "))
}

// EitherOf stands between permissions of an operation of which one is enough; the first is named
// where none of them is among the check's.
const EitherOf = " or "

// oneEach gives permissions in order, each once: a key that stands twice is no YAML. Who may
// write may read.
func oneEach(needs []string) (each []string) {
	needs = slices.Clone(needs)
	slices.Sort(needs) // write stands behind read
	for _, need := range needs {
		key, _, _ := strings.Cut(need, ": ")
		if last := len(each) - 1; last >= 0 && strings.HasPrefix(each[last], key+": ") {
			each[last] = need
		} else {
			each = append(each, need)
		}
	}
	return each
}
