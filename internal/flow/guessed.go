package flow

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow/witness"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// doubtGuesses ends a check in which the metrics differ and a param was written by a
// guess at its type: what was logged as None may have been the text. The guess
// may be the whole drift.
func (c *check) doubtGuesses(context.Context) error {
	verdict, _, _ := judge.Judge(nil, c.result.Comparison)
	at := slices.IndexFunc(c.result.Plan.Params, params.Guessed)
	if verdict != repro.Drifted || at < 0 || witness.Open(c.result.Evidence) {
		return nil
	}
	edit := c.result.Plan.Params[at]
	key := wording.Quote(edit.Name + "=" + strings.Join(edit.Key, "."))
	gate := repro.Gate{Name: evidence.ParamsArrived, State: repro.GateFailed, Reason: repro.ParamsNotApplied, Text: fmt.Sprintf(
		"the metrics differ, and %s may be why: it was logged as %s, and written as %s in place of the text %s, though it may have been a text itself. If %s is right, confirm it with --params-map %s; otherwise commit the text, and train it with --code-ref",
		edit.Name, edit.Logged, edit.New, edit.Old, edit.New, key)}
	c.result.Evidence = append(slices.DeleteFunc(c.result.Evidence, func(g repro.Gate) bool { return g.Name == gate.Name }), gate)
	return errNotProven
}
