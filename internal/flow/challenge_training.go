package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/challenge"
	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/flow/witness"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/planning"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// This file makes one training of a challenge, and holds it against the judged one.

// challengeWith trains with one input changed, on a branch and in a run of its
// own. Whatever goes wrong with it is a doubt: it may be the changed value's.
func (c *check) challengeWith(ctx context.Context, input challenge.Input, number int, result *movements) error {
	with := "with " + changed(input)
	doubt := func(format string, args ...any) error {
		result.doubts = append(result.doubts, "a training "+with+" "+fmt.Sprintf(format, args...))
		return nil
	}
	plan, err := c.challengePlan(ctx, input, number)
	if err != nil {
		return doubt("could not be planned: %v", err)
	}
	if files := c.stored(ctx, plan, input); len(files) > 0 {
		return doubt("would prove nothing, as %s has numbers of a fit and this value: it may be a table of results", wording.ListUpTo(files, 3))
	}
	c.Say("challenge: train once more " + with)
	further, err := c.trainChallenge(ctx, plan, number)
	if err != nil {
		return err
	}
	change, training, made := further.change, further.training, further.made
	if gate, failed := repro.FirstFailed(further.gates); failed {
		if gate.Name == evidence.ParamsArrived && !guessed(plan, c.result.Plan, input) && result.leftAll(c, made, input) {
			return doubt("left every number as it was, and was not given it: %s", gate.Text)
		}
		return doubt("does not count: %s", gate.Text)
	}
	if other := otherLoans(c.training.Lent, training.Lent); len(other) > 0 {
		return doubt("was lent other files than the judged one, which changed meanwhile: %s", wording.ListUpTo(other, 5))
	}
	if !slices.Equal(training.Execution.Executed, c.training.Execution.Executed) || !slices.Equal(training.UpToDate, c.training.UpToDate) {
		return doubt("ran other stages (%s) than the judged one (%s)", anyOf(training.Execution.Executed), anyOf(c.training.Execution.Executed))
	}
	if c.training.Programs != nil && training.Programs != nil && !slices.Equal(c.training.Programs, training.Programs) {
		result.less = true
		return doubt("ran other programs (%s) than the judged one (%s), which may have had its results from a cache", anyOf(training.Programs), anyOf(c.training.Programs))
	}
	if more := c.beyond(training, made); len(more) > 0 {
		result.less = true
		return doubt("does what the judged one did not (%s), which may have had its results from an earlier run", wording.List(more))
	}
	if alone := c.readAlone(training); len(alone) > 0 {
		result.less = true
		return doubt("did not read %s, which the judged one read and which may hold its results", wording.ListUpTo(alone, 5))
	}
	if as := c.collected.FetchedAs; as != "" && !slices.Contains(training.Fetched, as) {
		result.less = true
		return doubt("did not read an artifact of run %s, which the judged one read and which may hold its results", c.collected.Fetched)
	}
	if line := saysCached(c.training.Execution, training.Execution); line != "" {
		result.less = true
		return doubt("did not say what the judged one said: %q; so that one may have had its results from an earlier run", printable.OneLine(line, 100))
	}
	if shorter(c.training.Execution, training.Execution) {
		result.slower++
		return doubt("took %s, much longer than the judged one (%s), which may have had its results from a cache; if the machine was busy, run the check again",
			training.Execution.Duration().Round(time.Second), c.training.Execution.Duration().Round(time.Second))
	}
	result.besides = result.besides || challenge.LossMoved(c.result.Reproduction.Metrics, made.Run.Metrics)
	moved, err := challenge.Moved(c.result.Comparison, made.Run.Metrics, c.policyOf(made), input)
	if err != nil || len(moved) == 0 {
		if logged, _ := made.Run.Params.Get(input.Name); guessed(plan, c.result.Plan, input) && !params.Equal(logged, input.New) {
			return doubt("left every number as it was, and may not have been given it")
		}
		if result.leftAll(c, made, input) {
			return doubt("left every number as it was, which proves nothing")
		}
		if err == nil && challenge.Differs(c.result.Comparison, made.Run.Metrics, c.policyOf(made), input) {
			result.moved++
		} else if missing := challenge.Missing(c.result.Comparison, made.Run.Metrics, c.policyOf(made)); len(missing) > 0 {
			return doubt("has no %s, which proves nothing", wording.ListUpTo(missing, 5))
		}
		return doubt("moved no number out of its tolerance, which proves nothing")
	}
	result.moved++
	needed := challenge.Needed(c.result.Comparison)
	for _, delta := range moved {
		result.fits = result.fits || input.Fits(false) && slices.Contains(needed, delta.Name)
		result.needed = slices.DeleteFunc(result.needed, func(name string) bool { return name == delta.Name })
	}
	first := moved[0]
	result.names = append(result.names, input.Name)
	result.proofs = append(result.proofs, fmt.Sprintf("%s %s came out as %v in place of %v (branch %s)", with, first.Name, first.Reproduced, first.Original, change.Branch))
	return nil
}

// A challenged is one training of a challenge, what it left, and what speaks for and against it,
// but for what a challenge settles.
type challenged struct {
	change   repro.Change
	training train.Training
	made     collect.Collected
	gates    []repro.Gate
}

// trainChallenge makes one training of a challenge, the number-th beside the judged one.
func (c *check) trainChallenge(ctx context.Context, plan repro.Plan, number int) (further challenged, err error) {
	if further.change, err = c.Project.Apply(ctx, plan); err != nil {
		return further, err
	}
	further.training, err = c.train(ctx, plan, further.change, number)
	c.result.Further.Add(further.training.Execution)
	c.after.challenged(plan.Challenge, further.training)
	if err != nil {
		return further, err
	}
	further.made, err = c.collector().Collect(ctx, plan, further.change, further.training)
	c.after.runs = append(c.after.runs, further.made.IDs...)
	if err != nil {
		return further, err
	}
	further.gates = slices.DeleteFunc(witness.Of(plan, further.change, further.training, further.made), func(g repro.Gate) bool { return slices.Contains(witness.Settleable, g.Name) })
	return further, nil
}

// otherLoans names the files that two trainings were lent with other content, or only one of
// them.
func otherLoans(a, b []train.LentFile) (names []string) {
	for _, pair := range [2][2][]train.LentFile{{a, b}, {b, a}} {
		for _, file := range pair[0] {
			if !slices.Contains(pair[1], file) && !slices.Contains(names, file.Path) {
				names = append(names, file.Path)
			}
		}
	}
	return names
}

// leftAll counts a challenge that left every number as it was.
func (m *movements) leftAll(c *check, made collect.Collected, input challenge.Input) bool {
	if !challenge.Stayed(c.result.Comparison, made.Run.Metrics, c.policyOf(made), input) {
		return false
	}
	m.stayed++
	if input.Fits(false) && !slices.Contains(m.unused, input.Name) && !challenge.Unselected(input.Name, c.result.Original.Params) {
		m.unused = append(m.unused, input.Name)
	}
	return true
}

// changed says what a challenge changes, in words.
func changed(input challenge.Input) string {
	return fmt.Sprintf("%s = %s in place of %s", input.Name, input.New, input.Old)
}

// beyond is what a challenge did and the judged training did not, as far as both
// were seen: a training that finds the original's results has less to do.
func (c *check) beyond(training train.Training, made collect.Collected) []string {
	var more []string
	if c.training.Trace != nil && training.Trace != nil {
		more = c.training.Trace.Beyond(*training.Trace)
	}
	if c.training.Trace != nil {
		for _, kind := range training.WroteBeside {
			if !slices.Contains(c.training.WroteBeside, kind) {
				more = append(more, "wrote "+kind)
			}
		}
	}
	for _, file := range slices.Concat(training.Doubtful, training.Printed, training.Kept) {
		if !slices.Contains(c.training.Doubtful, file) && !slices.Contains(c.training.Printed, file) && !slices.Contains(c.training.Kept, file) {
			more = append(more, "read "+file) // a fit of this value, of an earlier training
		}
	}
	if witness.ModelMade(training, made) && !witness.ModelMade(c.training, c.collected) && !c.madeAgain(training, made) {
		more = append(more, "made a model")
	}
	return more
}

// madeAgain says whether the models that a challenge made are those that the judged training
// wrote as the commit has them, which an exact training does. What else the two did can
// be compared only where both were observed.
func (c *check) madeAgain(training train.Training, made collect.Collected) bool {
	others := func(file string) bool { return !slices.Contains(c.training.ModelsAgain, file) }
	return c.training.Trace != nil && training.Trace != nil && len(lineage.Flavours(made.Tracked)) == 0 && !slices.ContainsFunc(training.ModelsMade, others)
}

// readAlone are files that may be of an earlier training and that the judged training read and
// a challenge did not: results that are kept for each value of a param have other names.
func (c *check) readAlone(training train.Training) []string {
	alone := slices.DeleteFunc(slices.Concat(c.training.Doubtful, c.training.Printed), func(file string) bool {
		return slices.Contains(training.Doubtful, file) || slices.Contains(training.Printed, file)
	})
	if c.training.Trace != nil && training.Trace != nil {
		alone = append(alone, c.training.Trace.ReadOfNoKind(*training.Trace)...)
	}
	return alone
}

// challengePlan is the plan with another value of one param.
func (c *check) challengePlan(ctx context.Context, input challenge.Input, number int) (repro.Plan, error) {
	plan := c.result.Plan
	plan.ID = c.NewID()
	plan.Challenge = changed(input)
	plan.Branch = further(plan.Branch, challengeBranch, number)
	plan.Original.Params = slices.Clone(plan.Original.Params)
	for i, param := range plan.Original.Params {
		if param.Name == input.Name {
			plan.Original.Params[i].Value = input.New
		}
	}
	files, err := c.Project.Files(ctx, plan.Code.Commit)
	if err != nil {
		return plan, err
	}
	edits, command, err := planning.Put(files, c.settings.Params, c.settings.RunCommand, plan.Original)
	if err == nil && slices.Contains(repro.ParamsWith(edits.Edits, repro.ParamUnchanged, repro.ParamWritten, repro.ParamPassed), input.Name) {
		if plan.Params, plan.Files = edits.Edits, edits.Files; command != "" {
			plan.Command = command
		}
		return plan, nil
	}
	if project, ok := c.Project.(HasConstants); ok {
		for i, edit := range plan.Params {
			if edit.Name != input.Name {
				continue
			}
			if changed, ok := project.Constants(files, plan)(edit, input.New); ok {
				changed.Params = slices.Clone(plan.Params)
				changed.Params[i].Status = repro.ParamPassed
				return changed, nil
			}
		}
	}
	return plan, errors.Join(err, fmt.Errorf("%s has no place for %s", input.Name, input.New))
}

// guessed says whether a challenge changed a param in a text that nobody named as its place:
// the training may take it from elsewhere.
func guessed(challenge, judged repro.Plan, input challenge.Input) bool {
	passed := func(plan repro.Plan) bool {
		return slices.Contains(repro.ParamsWith(plan.Params, repro.ParamPassed), input.Name)
	}
	return passed(challenge) && !passed(judged)
}

// policyOf has the names that a training's metrics have.
func (c *check) policyOf(made collect.Collected) repro.MetricPolicy {
	policy := c.result.Plan.Metrics
	if made.Run.From == "" {
		policy.Map = nil
	}
	return policy
}

// shorter says whether the judged training took less than half of the time of the
// challenge, by more than the clock's noise.
func shorter(judged, challenged repro.Execution) bool {
	return 2*judged.Duration()+2*time.Second < challenged.Duration()
}

func anyOf(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
