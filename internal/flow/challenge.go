package flow

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/challenge"
	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/planning"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// settleable are the objections that a challenge answers: all of them doubt that
// the numbers were computed, and nothing more. Whether a model was made is not
// among them: an old one that is scored anew gives other numbers too.
var settleable = []string{evidence.NumbersComputed, evidence.NumbersMoved, evidence.NumbersCopied}

// open says whether evidence fails for want of proof alone.
func open(gates []repro.Gate) bool {
	lacking := false
	for _, gate := range gates {
		if gate.State != repro.GateFailed {
			continue
		}
		if !slices.Contains(settleable, gate.Name) {
			return false
		}
		lacking = true
	}
	return lacking
}

// challengePipeline trains once more with an input changed, where the numbers came
// back and nothing shows that they were computed, or where it was asked for. If
// they move, the pipeline computes them.
func (c *check) challengePipeline(ctx context.Context) error {
	c.allowDifferent()
	lacking := open(c.result.Evidence)
	asked := asksFor(c.settings.Repeating)
	if !lacking && asked == "" && c.settings.Challenge != settings.ChallengeAlways {
		return nil
	}
	if why := c.noChallenge(ctx, lacking); why != "" {
		return c.unsettled(lacking, why)
	}
	inputs := challenge.Inputs(c.result.Plan.Params, asked)
	if len(inputs) == 0 {
		return c.unsettled(lacking, "no numeric param has a place in a params file, so none could be changed for a challenge")
	}
	made := movements{needed: challenge.Needed(c.result.Comparison)}
	for i, input := range inputs {
		if err := c.challengeWith(ctx, input, i+1, &made); err != nil {
			return err
		}
		if made.prove() {
			c.collected.challenged = strings.Join(made.proofs, "; ")
			c.warn("the pipeline computes its metrics: " + c.collected.challenged)
			c.result.Evidence = c.proven()
			return nil
		}
	}
	return c.unsettled(true, made.said())
}

// movements is what challenges made of the numbers so far.
type movements struct {
	needed []string // metrics that have not moved yet and should
	proofs []string // which moved, with which input
	doubts []string // which inputs moved none, and why
}

func (m movements) prove() bool { return len(m.proofs) > 0 && len(m.needed) == 0 }

func (m movements) said() string {
	said := slices.Concat(m.proofs, m.doubts)
	if len(m.proofs) > 0 {
		said = append(said, "nothing moved "+wording.List(m.needed)+", so it may not be computed; judge others with --metrics, or log the run with mlflow.start_run")
	}
	return strings.Join(said, "; ")
}

// proven is the evidence with the challenge as a witness. What was held against
// the training itself stays as it was seen then: its place is gone.
func (c *check) proven() []repro.Gate {
	var gates, seen []repro.Gate
	var arrival, commit repro.Gate
	for _, gate := range c.result.Evidence {
		switch gate.Name {
		case evidence.ParamsArrived:
			arrival = gate
		case evidence.CodeOfCommit:
			commit = gate
		case evidence.ProcessesSeen:
			seen = append(seen, gate)
		}
		if !slices.Contains(settleable, gate.Name) {
			gates = append(gates, gate)
		}
	}
	original := c.result.Plan.Original
	original.Params = planning.ComparedParams(c.result.Plan)
	return append(gates, proof(original, c.training, arrival, commit, seen, c.collected))
}

// unsettled ends a check that has to be without proof. lacking is false where it
// has proof of its own, and the challenge that was asked for could not be made.
func (c *check) unsettled(lacking bool, why string) error {
	if !lacking {
		c.warn(why)
		return nil
	}
	if at := slices.IndexFunc(c.result.Evidence, func(gate repro.Gate) bool { return gate.State == repro.GateFailed }); at >= 0 {
		c.result.Evidence[at].Text += "; " + why
	} else {
		c.result.Evidence = append(c.result.Evidence, repro.Gate{Name: evidence.NumbersMoved, State: repro.GateFailed, Reason: repro.NotProven,
			Text: "the challenge that was asked for did not move the numbers: " + why + "; name a param that matters with --challenge"})
	}
	c.result.Comparison = repro.Comparison{} // nobody shall read "identical" behind it
	return errNotProven
}

// asksFor is the param that a challenge is to change; "" where none was named.
func asksFor(s settings.Repeating) string {
	switch s.Challenge {
	case settings.ChallengeAuto, settings.ChallengeAlways, settings.ChallengeOff:
		return ""
	}
	return s.Challenge
}

// noChallenge says why no challenge is made, with the way to one; "" where it is.
// Nobody is surprised by a training on GitHub, a long one, or one that registers.
func (c *check) noChallenge(ctx context.Context, lacking bool) string {
	if c.settings.Challenge == settings.ChallengeOff {
		return "no challenge was made: --challenge is off"
	}
	verdict, _, _ := judge.Judge(nil, c.result.Comparison)
	if lacking && verdict != repro.Reproduced {
		return "the metrics differ as well, so no challenge was made"
	}
	if c.settings.Challenge != settings.ChallengeAuto {
		return ""
	}
	const way = "; --challenge always makes one"
	took := c.training.Execution.Duration()
	switch {
	case c.result.Plan.Workflow != "":
		return "on GitHub no challenge is made unless asked for" + way
	case took > c.settings.ChallengeLimit:
		return fmt.Sprintf("the training took %s, and a challenge is one more; --challenge-limit %s allows it", took.Round(time.Second), max((2*took).Round(time.Minute), time.Minute))
	case len(c.registry.Changes(ctx, c.collected.ids)) > 0:
		return "the training registers a model, and a challenge would register another" + way
	}
	return ""
}

// challengeWith trains with one input changed, on a branch and in a run of its
// own. Whatever goes wrong with it is a doubt: it may be the changed value's.
func (c *check) challengeWith(ctx context.Context, input challenge.Input, number int, result *movements) error {
	with := fmt.Sprintf("with %s = %s in place of %s", input.Name, input.New, input.Old)
	doubt := func(format string, args ...any) error {
		result.doubts = append(result.doubts, "a training "+with+" "+fmt.Sprintf(format, args...))
		return nil
	}
	plan, err := c.challengePlan(ctx, input, number)
	if err != nil {
		return doubt("could not be planned: %v", err)
	}
	c.Say("challenge: train once more " + with)
	change, err := c.Project.Apply(ctx, plan)
	if err != nil {
		return err
	}
	training, err := c.train(ctx, plan, change, number)
	c.result.Further.Add(training.Execution)
	if err != nil {
		return err
	}
	made, err := c.collect(ctx, plan, change, training)
	c.challenges = append(c.challenges, made.ids...)
	if err != nil {
		return err
	}
	if gate, failed := repro.FirstFailed(slices.DeleteFunc(witness(plan, change, training, made), func(g repro.Gate) bool { return slices.Contains(settleable, g.Name) })); failed {
		return doubt("does not count: %s", gate.Text)
	}
	if !slices.Equal(training.Execution.Executed, c.training.Execution.Executed) || !slices.Equal(training.UpToDate, c.training.UpToDate) {
		return doubt("ran other stages (%s) than the judged one (%s)", anyOf(training.Execution.Executed), anyOf(c.training.Execution.Executed))
	}
	if c.training.Programs != nil && training.Programs != nil && !slices.Equal(c.training.Programs, training.Programs) {
		return doubt("ran other programs (%s) than the judged one (%s), which may have had its results from a cache", anyOf(training.Programs), anyOf(c.training.Programs))
	}
	if shorter(c.training.Execution, training.Execution) {
		return doubt("took much longer than the judged one, which may have had its results from a cache")
	}
	moved, err := challenge.Moved(c.result.Comparison, made.run.Metrics, c.policyOf(made), input)
	if err != nil || len(moved) == 0 {
		return doubt("left every number as it was, which proves nothing")
	}
	for _, delta := range moved {
		result.needed = slices.DeleteFunc(result.needed, func(name string) bool { return name == delta.Name })
	}
	first := moved[0]
	result.proofs = append(result.proofs, fmt.Sprintf("%s %s came out as %v in place of %v (branch %s)", with, first.Name, first.Reproduced, first.Original, change.Branch))
	return nil
}

// challengePlan is the plan with another value of one param.
func (c *check) challengePlan(ctx context.Context, input challenge.Input, number int) (repro.Plan, error) {
	plan := c.result.Plan
	plan.ID = c.NewID()
	plan.Branch = fmt.Sprintf("%s-challenge%d", plan.Branch, number)
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
	edits, err := planning.Edit(files, c.settings.Params, plan.Original)
	if err != nil {
		return plan, err
	}
	plan.Params, plan.Files = edits.Edits, edits.Files
	if !slices.Contains(repro.ParamsWith(plan.Params, repro.ParamWritten), input.Name) {
		return plan, fmt.Errorf("%s has no place for %s", input.Name, input.New)
	}
	return plan, nil
}

// policyOf has the names that a training's metrics have.
func (c *check) policyOf(made collected) repro.MetricPolicy {
	policy := c.result.Plan.Metrics
	if made.run.From == "" {
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
