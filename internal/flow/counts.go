package flow

import (
	"context"
	"fmt"

	"github.com/reproduce-action/reproduce/internal/challenge"
	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// doubtCounts ends a check in which nothing but counts came back, as an accuracy of few rows, and
// whose training is known to have had other data than the original: such a number comes out
// the same by chance. A loss that came back is as good as a look at the data, and a number within
// its tolerance was computed.
func (c *check) doubtCounts(context.Context) error {
	if c.verdict(c.result.Evidence) != repro.Reproduced || len(challenge.Needed(c.result.Comparison)) > 0 || len(c.result.Comparison.In(repro.StateWithin)) > 0 {
		return nil
	}
	const counts = "what came back are counts, as an accuracy of few rows, which other data may leave as they are"
	lacked := c.training.Lacked
	later, rows := c.training.Later, otherRows(c.result.Original.Params, c.result.Reproduction.Params)
	switch {
	case len(lacked) > 0:
		return c.fail(repro.Gate{Name: evidence.InputsThere, Reason: repro.InputsMissing, Text: fmt.Sprintf(
			"%s, and the training looked for %s, which your clone has and git has not. Lend it: %s", counts, wording.ListUpTo(lacked, 5), withAll(lacked))})
	case len(later) > 0:
		return c.notProven(evidence.InputsOlder, fmt.Sprintf(
			"%s, and the training read %s, written after the original had ended. Keep an input with --keep %s", counts, wording.ListUpTo(later, 5), wording.Quote(later[0])))
	case rows != "":
		return c.notProven(evidence.NumbersMoved, fmt.Sprintf("%s, and the data are others: %s. Train on the original's data", counts, rows))
	}
	return c.doubtLacked(counts)
}

// otherRows says which count of rows two runs logged with other values; "" for none.
func otherRows(original, reproduced repro.Params) string {
	for _, param := range original {
		now, logged := reproduced.Get(param.Name)
		if logged && params.CountsRows(param.Name) && !params.Equal(param.Value, now) {
			return fmt.Sprintf("%s is %s and was %s", param.Name, now, param.Value)
		}
	}
	return ""
}
