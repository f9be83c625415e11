package flow

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/challenge"
	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow/witness"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// confirm makes a challenge of a training that has proof, where one costs little: proof is
// read from what a training leaves, and a program can leave it that takes its numbers from
// elsewhere. A challenge that does more than the judged training shows that, and so do
// challenges that all leave a loss as it was. One that moves the numbers is proof besides;
// any other changes nothing.
func (c *check) confirm(ctx context.Context) error {
	if c.settings.Challenge != settings.ChallengeAuto || c.Trial || c.everyRepeat || c.verdict(c.result.Evidence) != repro.Reproduced {
		return nil // a baseline judges nothing
	}
	if why := c.noChallenge(ctx, false); why != "" {
		if c.result.Plan.Workflow == "" { // on GitHub nobody expects one
			c.warn("no challenge was made: " + why)
		}
		return nil
	}
	fitted := c.mayHaveFit()
	inputs := challenge.Inputs(c.changeable(ctx), "", fitted)
	if len(inputs) == 0 && !fitted && c.result.Plan.Workflow == "" {
		c.warn("no challenge was made: no numeric param that may move the numbers has a place in a params file, in the command or in one line of a program")
	}
	made, err := c.challengeEach(ctx, inputs, func(made movements, challenges int) bool {
		return made.less || made.stayed+made.slower < challenges // it did more, moved something, or could not be made
	})
	switch {
	case err != nil:
		return err
	case made.speakAgainst(len(inputs)):
		return c.notProven(evidence.NumbersMoved, strings.Join(slices.Concat(made.doubts, made.proofs), "; ")+made.wayOut())
	case len(made.proofs) == 0 && fitted:
		why := "it found no param to change that only fitting uses, as a learning rate: name one that the training takes, as {lr} in the run command"
		if len(made.doubts) > 0 {
			why = strings.Join(made.doubts, "; ")
		}
		return c.notProven(evidence.InputsOlder, fmt.Sprintf(
			"the training read %s, whose numbers may be of an earlier fit, made no model, and no challenge could tell: %s. Keep an input with --keep %s",
			wording.ListUpTo(c.training.FitNumbers, 5), why, wording.Quote(c.training.FitNumbers[0])))
	case len(made.proofs) == 0 && made.stayed+made.slower == 0 && len(c.training.FewNumbers) > 0 && c.result.Plan.Workflow == "":
		return c.notProven(evidence.InputsOlder, fmt.Sprintf(
			"the training read %s, whose numbers may be of an earlier fit, and no challenge could tell, as it found no param to change: name one that the training takes, as {lr} in the run command; keep an input with --keep %s",
			wording.ListUpTo(c.training.FewNumbers, 5), wording.Quote(c.training.FewNumbers[0])))
	case made.stayed > 0 && made.moved == 0 && !made.besides && c.result.Plan.Workflow == "" && !witness.ModelMade(c.training, c.collected):
		return c.notProven(evidence.NumbersMoved, fmt.Sprintf(
			"no challenge moved a number, and no model was seen to be made: %s. An accuracy of few rows may stay, and so does one that was found. Name a param that matters with --challenge PARAM, log a loss as well, or go by the other evidence alone with --challenge off",
			strings.Join(made.doubts, "; ")))
	case len(made.doubts) > 0 && len(made.proofs) == 0:
		c.warn("no challenge moved a number: " + strings.Join(made.doubts, "; ") + ". A count of few rows or a wide tolerance can be why")
	case len(made.proofs) > 0:
		c.collected.Challenged = strings.Join(made.proofs, "; ")
		c.result.Evidence = c.proven()
	}
	return nil
}

// wayOut is what settles challenges that speak against a training.
func (m movements) wayOut() string {
	if m.scoresOnly() && !m.less {
		return fmt.Sprintf(". The scores of an old model may follow %s as well; if the model is fitted with it, name it: --challenge %s", m.names[0], wording.Quote(m.names[0]))
	}
	return ". Let the command train whatever runs and results there are, and fail when a step of it fails; or name a param that matters with --challenge PARAM"
}

// mayHaveFit says whether the training read numbers that may be of an earlier fit, and left no
// model that it made: then a challenge has to change what only fitting uses.
func (c *check) mayHaveFit() bool {
	return len(c.training.FitNumbers) > 0 && !witness.ModelMade(c.training, c.collected)
}

// stored names the files with such numbers in which the value of an input stands as well: a
// table of results by params has it, and another value is not in it and is computed.
func (c *check) stored(ctx context.Context, plan repro.Plan, input challenge.Input) (found []string) {
	value, err := strconv.ParseFloat(input.Old, 64)
	if err != nil || !c.mayHaveFit() {
		return nil
	}
	files, err := c.Project.Files(ctx, plan.Code.Commit)
	if err != nil {
		return nil
	}
	for _, file := range c.training.FitNumbers {
		text, _ := fs.ReadFile(files, file) // what is lent is in no commit
		for _, edit := range plan.Files {
			if edit.Path == file {
				text = edit.After
			}
		}
		if filestate.HoldsAll(string(text), []float64{value}) {
			found = append(found, file)
		}
	}
	return found
}

// speakAgainst says whether challenges of some inputs speak against a training that has
// proof: it did less than one of them, or all were made, and took much longer or left a loss
// and all else as it was. An accuracy of few rows may stay whatever is trained.
func (m movements) speakAgainst(inputs int) bool {
	all := inputs > 0 && m.stayed+m.slower == inputs
	return m.less || all && (m.slower > 0 || len(m.needed) > 0) || m.scoresOnly()
}
