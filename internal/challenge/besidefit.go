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
// log it, a number of steps, of rows, or of a network's parameters. So does what the machine took
// and cost, which is computed from those.

// besideFits are the words of names that tell nothing of a fit, by what they tell of.
var besideFits = map[string][]string{
	"params":  strings.Fields("lr warmup momentum decay epsilon exploration size"),
	"counts":  strings.Fields("step steps epoch epochs iter iters iteration iterations round rounds batches updates evals evaluations calls trials runs folds splits samples examples images documents files tokens classes columns params parameters weights layers units features trees estimators workers threads jobs"),
	"times":   strings.Fields("sec secs second seconds ms msec msecs millis milliseconds microseconds nanoseconds minutes mins hours hrs elapsed duration latency runtime walltime wallclock throughput fps"),
	"machine": strings.Fields("flops gflops flos macs gmacs gpu gpus cpu cpus tpu tpus cuda device devices mem memory ram vram rss kb kib mb mib gb gib bytes kwh wh joules watts co"),
	"money":   strings.Fields("usd eur gbp dollars euros cents"),
}

// withThose are the words that come with them, and alone may tell of a fit: cost is a loss's name, too.
var withThose = strings.Fields("learning rate weight final last first current cur initial init start begin end base max min peak mean avg average std median total sum global n num number of count per hour minute train training trainer rollout trainable non nontrainable test val eval inference predict fit model network batch optimizer opt scheduler schedule factor scale group param pg adam adamw w sgd rmsprop adagrad lion m b million millions s g kg it " +
	"time wall clock cost costs price cloud compute spot usage used util utilization percent allocated reserved energy power carbon emission emissions speed disk")

var notALetter = regexp.MustCompile(`[^a-z]+`)

// BesideFit says by its name whether a metric tells nothing of a fit: of the params, of counts that
// they set, of time, or of the machine and its cost.
func BesideFit(name string) bool {
	found := false
	all := notALetter.Split(wording.SnakeCase(name), -1)
	for i, word := range all {
		switch {
		case word == "rate" && i > 0 && (all[i-1] == "learning" || tellsBeside(all[i-1])), tellsBeside(word):
			found = true
		case word != "" && !slices.Contains(withThose, word):
			return false
		}
	}
	return found
}

func tellsBeside(word string) bool {
	for _, words := range besideFits {
		if slices.Contains(words, word) {
			return true
		}
	}
	return false
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
		return BesideFit(delta.Name) || params.CountsRows(delta.Name) && delta.Reproduced == math.Trunc(delta.Reproduced)
	})
}
