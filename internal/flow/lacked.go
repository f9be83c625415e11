//go:build !nodesk

package flow

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/lend"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// What only a training on this machine tells of what it was without.

// doubtCommit ends a check in which the metrics differ and the training makes a number of its commit
// or its branch, as a seed of git rev-parse HEAD: a reproduction has others than the original, so that
// it did not train with the original's number.
func (c *check) doubtCommit(context.Context) error {
	if c.training.GitNumber == "" || c.verdict(c.result.Evidence) != repro.Drifted {
		return nil
	}
	c.result.Evidence = slices.DeleteFunc(c.result.Evidence, func(gate repro.Gate) bool { return gate.Name == evidence.ParamsArrived })
	c.result.Evidence = append(c.result.Evidence, repro.Gate{Name: evidence.ParamsArrived, State: repro.GateFailed, Reason: repro.ParamsNotApplied, Text: fmt.Sprintf(
		"the metrics differ, and the training makes a number of git's commit or branch: %s. A reproduction has a commit and a branch of its own. Let the training take the number from a param, and log it",
		printable.OneLine(c.training.GitNumber, 100))})
	return errNotProven
}

// doubtLacked ends a check in which counts alone came back, and the training looked for code, a link or
// a file above the clone that it was without.
func (c *check) doubtLacked(counts string) error {
	var why string
	switch code, links, above := c.training.LackedCode, c.training.LackedLinks, c.training.LackedAbove; {
	case len(code) > 0:
		why = fmt.Sprintf("the training looked for %s, which your clone has and git has not. No code is lent: commit it, or begin the command with what makes it", wording.ListUpTo(code, 5))
	case len(links) > 0:
		why = "the training looked for what a link of your clone leads to, and git has none. Instead, " + lend.Ways(links)
	case len(above) > 0:
		why = aboveNote(above)
	default:
		return nil
	}
	return c.fail(repro.Gate{Name: evidence.InputsThere, Reason: repro.InputsMissing, Text: counts + ", and " + why})
}

// aboveNote says how a training comes to have files that lie beside the clone or above it.
func aboveNote(files []string) string {
	said := fmt.Sprintf("the training looked for %s, which lies outside of your clone and not so beside the checkout", wording.ListUpTo(files, 5))
	if name := path.Base(files[0]); strings.HasPrefix(name, ".env") || strings.HasSuffix(name, ".env") {
		return said + fmt.Sprintf(". Begin the run command with: set -a; . %s; set +a;", wording.Quote(files[0]))
	}
	return said + ". Have the training read it by its full path"
}
