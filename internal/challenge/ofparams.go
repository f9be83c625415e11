package challenge

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// A metric that is a param, or counts what the params set, moves with them whether anything is
// fitted or not: a learning rate as Lightning's LearningRateMonitor and Hugging Face's Trainer
// log it, a number of steps, of rows, or of a network's parameters.

// setByParams are the words of such names, and beside those that come with them.
var (
	setByParams = strings.Fields("lr step steps epoch epochs iter iters iteration iterations round rounds momentum decay batches samples params parameters weights layers units features trees estimators size flops gflops flos macs gmacs")
	withThose   = strings.Fields("learning rate weight final last current cur initial init base max min total global num n number of count train training trainer trainable non nontrainable test val model network batch optimizer opt scheduler schedule group param pg adam adamw w sgd rmsprop adagrad lion m b mb million millions")
	notALetter  = regexp.MustCompile(`[^a-z]+`)
)

// OfParams says by its name whether a metric tells of the params alone.
func OfParams(name string) bool {
	found := false
	all := notALetter.Split(wording.SnakeCase(name), -1)
	for i, word := range all {
		switch {
		case slices.Contains(setByParams, word), word == "rate" && i > 0 && all[i-1] == "learning":
			found = true
		case word != "" && !slices.Contains(withThose, word):
			return false
		}
	}
	return found
}

// followsExactly says whether a metric went from one value to another as a param did, in
// proportion to it or against it: what is fitted never does so to nine digits.
func followsExactly(before, after float64, input Input) bool {
	was, _ := strconv.ParseFloat(input.Old, 64) // 0 where it is no number
	is, _ := strconv.ParseFloat(input.New, 64)
	if was == 0 || is == 0 {
		return false
	}
	near := func(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Abs(b) }
	return near(after/before, is/was) || near(after/before, was/is)
}

// computed are the metrics that came back and that a fit may have computed.
func computed(c repro.Comparison) []repro.Delta {
	return slices.DeleteFunc(slices.Clone(cameBack(c)), func(delta repro.Delta) bool {
		return OfParams(delta.Name) || params.CountsRows(delta.Name) && delta.Reproduced == math.Trunc(delta.Reproduced)
	})
}
