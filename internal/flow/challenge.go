package flow

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/challenge"
	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow/witness"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/planning"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// challengePipeline makes the challenges that a check needs, and leaves to others what they
// would have without them.
func (c *check) challengePipeline(ctx context.Context) error {
	err := c.challenge(ctx)
	if err == nil {
		err = c.withoutYounger(ctx)
	}
	c.trainAsJudged(ctx)
	return err
}

// challenge trains once more with an input changed, where the numbers came
// back and nothing shows that they were computed, or where it was asked for. If
// they move, the pipeline computes them.
func (c *check) challenge(ctx context.Context) error {
	c.allowDifferent()
	lacking := witness.Open(c.result.Evidence)
	asked := asksFor(c.settings.Repeating)
	if !lacking && asked == "" && c.settings.Challenge != settings.ChallengeAlways {
		return c.confirm(ctx)
	}
	if why := c.noChallenge(ctx, lacking); why != "" {
		return c.unsettled(lacking, why)
	}
	kept := c.gate(evidence.KeptTrained) == repro.GateFailed
	fits := kept || c.gate(evidence.InputsOlder) == repro.GateFailed || c.mayHaveFit()
	changeable := c.changeable(ctx)
	inputs := challenge.Inputs(changeable, asked, fits)
	switch {
	case len(inputs) == 0 && len(challenge.Inputs(changeable, asked, false)) == 0:
		return c.unsettled(lacking, "no numeric param that may move the numbers has a place in a params file, so none could be changed for a challenge")
	case len(inputs) == 0:
		return c.unsettled(lacking || c.mayHaveFit(), "a challenge has to change what only fitting uses, as a learning rate, and not the split, batches or scores; name one with --challenge PARAM")
	case kept && c.gate(evidence.ProcessesSeen) != repro.GatePassed:
		return c.unsettled(lacking, "no challenge shows that a kept model was trained where the training was not seen to read its params and its data")
	}
	made, err := c.challengeEach(ctx, inputs, func(made movements, _ int) bool { return made.prove() })
	switch {
	case err != nil:
		return err
	case !made.prove():
		return c.unsettled(true, made.said())
	}
	c.collected.Challenged, c.collected.KeptTrained = strings.Join(made.proofs, "; "), kept
	c.warn("the metrics follow a changed param, so they are computed: " + c.collected.Challenged)
	c.result.Evidence = c.proven()
	return nil
}

// challengeEach makes a challenge of one input after the other until they are enough.
func (c *check) challengeEach(ctx context.Context, inputs []challenge.Input, enough func(made movements, challenges int) bool) (movements, error) {
	used := c.usedValues(ctx)
	made := movements{needed: challenge.Needed(c.result.Comparison)}
	made.loss = len(made.needed) > 0
	var capped []challenge.Input
	for i, input := range inputs {
		input = input.Unused(func(value string) bool { return used(input.Name, value) })
		stayed := made.stayed
		if err := c.challengeWith(ctx, input, i+1, &made); err != nil || enough(made, i+1) {
			return made, err
		}
		if fewest, can := input.Fewest(); can && made.stayed > stayed && !used(fewest.Name, fewest.New) {
			capped = append(capped, fewest)
		}
	}
	if len(capped) > 0 && len(made.proofs) == 0 { // it may end by itself, before half of what it may take
		before := made
		if err := c.challengeWith(ctx, capped[0], len(inputs)+1, &made); err != nil {
			return made, err
		}
		if made.moved > before.moved || made.stayed > before.stayed { // one that could not be made says nothing of the input
			made.stayed--
		}
	}
	return made, nil
}

// gate is the state of a gate; "" for none.
func (c *check) gate(name string) repro.GateState {
	for _, gate := range c.result.Evidence {
		if gate.Name == name {
			return gate.State
		}
	}
	return ""
}

// movements is what challenges made of the numbers so far.
type movements struct {
	needed  []string // metrics that have not moved yet and should
	proofs  []string // which moved, with which input
	names   []string // of the inputs that moved one
	less    bool     // the judged training did less than one of them
	unused  []string // inputs that only fitting uses, and that left every number as it was
	fits    bool     // one that only fitting uses moved a number that is no count
	loss    bool     // one of the numbers is no count, and follows whatever is fitted
	slower  int      // how many of them took much longer, which another value may be the reason of
	stayed  int      // how many of them left every number as it was
	moved   int      // how many of them moved a number, if only within its tolerance
	besides bool     // a loss moved that need not be judged
	doubts  []string // which inputs moved none, and why
}

func (m movements) prove() bool {
	return len(m.proofs) > 0 && len(m.needed) == 0 && !m.scoresOnly()
}

// scoresOnly says whether what only fitting uses left every number as it was, a loss among
// them, and another param moved some: an old model that is scored on another split does that.
// A number of rounds may stay without, as a fit ends by itself.
func (m movements) scoresOnly() bool {
	steps := slices.ContainsFunc(m.unused, challenge.Steps)
	return len(m.proofs) > 0 && !m.fits && m.loss && (steps || len(m.unused) > 1)
}

func (m movements) said() string {
	said := slices.Concat(m.proofs, m.doubts)
	if len(m.proofs) > 0 && len(m.needed) > 0 {
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
		if !slices.Contains(witness.Settleable, gate.Name) {
			gates = append(gates, gate)
		}
	}
	original := c.result.Plan.Original
	original.Params = planning.ComparedParams(c.result.Plan)
	return append(gates, witness.Proof(original, c.training, arrival, commit, seen, c.collected))
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

// notProven ends a check by an objection that leaves it without proof.
func (c *check) notProven(name, text string) error {
	return c.fail(repro.Gate{Name: name, Reason: repro.NotProven, Text: text})
}

// fail ends a check by an objection. Nobody shall read "identical" behind it.
func (c *check) fail(objection repro.Gate) error {
	objection.State = repro.GateFailed
	c.result.Evidence = append(c.result.Evidence, objection)
	c.result.Comparison = repro.Comparison{}
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
	if lacking && !slices.ContainsFunc(c.result.Evidence, func(g repro.Gate) bool {
		return g.Name == evidence.CodeOfCommit && witness.CodeRan(c.training, g, c.collected)
	}) {
		return "no challenge was made, as it would not show which code computes the numbers" + witness.OfElsewhere(c.training, c.collected)
	}
	if lacking && c.collected.Run.ID == "" && c.result.Plan.Workflow == "" {
		if why := c.incomparable(); why != "" {
			return why
		}
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
	}
	return c.registers(ctx)
}

// registers says why a further training would, or might, register a model; "" where it would not.
func (c *check) registers(ctx context.Context) string {
	switch changes, doubts := c.registry.Seen(ctx, c.collected.IDs); {
	case len(changes) > 0:
		return "the training registers a model, and a challenge would register another; --registry scratch registers in a throw-away registry"
	case len(doubts) > 0:
		return "the registry could not be read, so whether a challenge would register a model is not known; --challenge always makes one"
	}
	return ""
}

// incomparable says why it is not known whether this training did less than a challenge
// would, as one that finds its results does; "" where it is.
func (c *check) incomparable() string {
	const (
		lost = "a challenge cannot be compared with what this training did"
		name = "PYTHONPATH=src:$PYTHONPATH python train.py"
	)
	way := ". Name another command, as --run-command " + wording.Quote(cmp.Or(c.training.Execution.Reporting, name)) + ", or log the run with mlflow.start_run"
	if c.settings.Observe == "off" {
		return "with --observe off " + lost + "; leave --observe off out"
	}
	if c.training.Observed == nil {
		return ""
	}
	found := c.training.Observed(c.collected.Files, c.collected.Run.ID)
	switch {
	case len(found.Unreported) > 0:
		return lost + ", as " + found.Unreported[0] + way
	case c.training.Unhooked != "" && !found.WroteAll: // one that ends at once is in no list of processes
		return lost + ", as a Python that it started may not have reported (" + printable.OneLine(c.training.Unhooked, 80) + ")" + way
	}
	return ""
}
