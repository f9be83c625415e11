package judge

import (
	"maps"
	"math"
	"slices"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// When all re-runs give one value and the original has another, either this
// training always comes out so, or noise hid behind a coarse metric. Equal
// values of a coarse metric cannot tell: three happen by chance up to once in
// eight. A quantity with many possible values can:
//
// Let a quantity of size v be recorded in steps of r, and vary from run to run
// with a density of at most c/σ (c = 0.40 for a normal distribution, 0.58 for a
// uniform one). Two runs then agree with probability at most c·r/σ, and K runs
// with at most (c·r/σ)^(K-1). A training amplifies any difference until it shows
// in a loss' leading digits (one flipped bit of a weight does, Summers and
// Dinneen 2021, https://arxiv.org/abs/2103.04514); we ask for σ of a ten-
// thousandth of v to be seen. With six significant digits r is at most v/10^5,
// so three equal values are chance at most once in (1/(0.58·0.1))² = 297 times,
// five once in 88,000.
//
// An accuracy of 28 of 30 has sixteen digits too and steps of a thirtieth, so
// what counts decisions, by its name or by its value, is coarse however many
// digits it shows.
const (
	fineLoss   = 6 // significant digits of a metric that is a mean over real numbers by its name
	fineDigits = 8 // of one whose name tells nothing
)

var (
	// realParts name means over real numbers: losses, errors, likelihoods.
	realParts = []string{"loss", "nll", "mse", "rmse", "mae", "mape", "smape", "rmsle", "mle", "msle", "perplexity", "ppl", "brier", "crossentropy",
		"entropy", "elbo", "likelihood", "deviance", "kl", "r2", "crps", "squared", "absolute", "logloss"}
	// countParts name what counts decisions.
	countParts = []string{"acc", "accuracy", "auc", "auroc", "auprc", "bleu", "cer", "count", "dice", "em", "f1", "fbeta", "fn", "fnr", "fp",
		"fpr", "gmean", "hamming", "hit", "hits", "iou", "jaccard", "kappa", "map", "match", "mcc", "miou", "ndcg", "precision", "rank", "recall", "rouge",
		"sensitivity", "specificity", "support", "tn", "tnr", "top1", "top5", "tp", "tpr", "wer", "zero", "01"}
	// eitherParts name what counts decisions of one model, and is a real number of another: the
	// score of a classifier and of a regressor, an error of labels and of a reconstruction.
	eitherParts = []string{"error", "err", "score"}
	// decisionParts name what counts decisions whatever else its name says: a zero-one loss.
	decisionParts = []string{"hamming", "zero", "01"}
)

// namedBy says whether a metric's name has one of several words.
func namedBy(name string, known ...[]string) bool {
	words := slices.Concat(known...)
	return slices.ContainsFunc(allWords(name), func(word string) bool { return slices.Contains(words, word) })
}

// fine says whether a metric's value has so many digits that equal re-runs are
// no chance.
func fine(name string, v float64) bool {
	if !decimal.Finite(v) || v == math.Trunc(v) {
		return false
	}
	decimals, digits := decimal.Precision(v)
	least := fineDigits
	switch {
	case namedBy(name, decisionParts):
		return false
	case namedBy(name, realParts):
		least = fineLoss
	case namedBy(name, countParts, eitherParts):
		return false
	}
	return digits >= least && !isShare(v, decimals) && (math.Abs(v) <= 1 || !isShare(v/100, decimals+2)) // or in percent
}

// IsLoss says by a metric's name whether it is a mean over real numbers, as a loss is, and no count
// of decisions: it follows whatever is fitted.
func IsLoss(name string) bool {
	return namedBy(name, realParts) && !namedBy(name, decisionParts)
}

// Coarse says whether a metric counts decisions, by its name or by its value, so
// that it may stay as it is whatever is trained.
func Coarse(name string, v float64) bool {
	if !decimal.Finite(v) || v == math.Trunc(v) {
		return true
	}
	decimals, digits := decimal.Precision(v)
	real := namedBy(name, realParts)
	switch {
	case IsLoss(name) && (decimals > mostRounded || digits > mostRounded+1): // a third is a loss as well as any
		return false
	case !real && (namedBy(name, countParts) || namedBy(name, eitherParts) && digits < fineDigits):
		return true
	}
	return isShare(v, decimals) || math.Abs(v) > 1 && isShare(v/100, decimals+2)
}

// mostRounded are the decimals to which people round what they log, and one digit before them:
// rounding does not keep a loss with more of them as it is.
const mostRounded = 3

// isShare says whether v, known to so many decimals, is a whole number of
// n-ths for an n so small that chance does not explain it: up to n, fractions
// lie within half a step of (6/π²)·n²·step/2 of all numbers, and that is kept
// below one in twenty.
func isShare(v float64, decimals int) bool {
	half := math.Max(math.Pow(10, -float64(decimals))/2, 2*(math.Nextafter(math.Abs(v), math.Inf(1))-math.Abs(v)))
	most := math.Min(math.Sqrt(0.05/(0.61*half)), 1e6)
	// The denominators of the continued fraction's convergents are the best.
	x, q0, q1 := math.Abs(v), 0.0, 1.0
	rest := x - math.Floor(x)
	for q1 <= most {
		if math.Abs(x*q1-math.Round(x*q1)) <= half*q1 {
			return true
		}
		if rest < 1e-12 {
			return false
		}
		inverse := 1 / rest
		digit := math.Floor(inverse)
		rest = inverse - digit
		q0, q1 = q1, digit*q1+q0
	}
	return false
}

// fineWitness names what shows that the repeats are one training over and over:
// a fine metric or a curve that is equal in all of them and not the original's.
// What equals the original's too (a learning rate) is equal whatever the
// training does. "" when nothing shows it, or a fine metric differs between
// them.
func fineWitness(original Sample, repeats []Sample, policy metricRules) string {
	witness := ""
	for _, metric := range repeats[0].Metrics {
		r, _, err := policy.rule(metric.Name)
		if err != nil || r.action == actIgnore || !fine(metric.Name, metric.Value) {
			continue
		}
		before, logged := original.Metrics.Get(metric.Name)
		for _, repeat := range repeats[1:] {
			v, found := repeat.Metrics.Get(metric.Name)
			if found && v != metric.Value {
				return ""
			}
			logged = logged && found
		}
		if logged && before != metric.Value && witness == "" {
			witness = metric.Name
		}
	}
	if witness != "" {
		return witness
	}
	for _, name := range slices.Sorted(maps.Keys(repeats[0].Curves)) {
		print := repeats[0].Curves[name]
		same := !slices.ContainsFunc(repeats, func(s Sample) bool { return s.Curves[name] != print })
		if before, known := original.Curves[name]; same && known && before != print && print.Values >= repro.MaxPrintValues {
			return "the curve of " + name
		}
	}
	return ""
}

// EqualByChance says whether a metric is undecided for want of something finer:
// its re-runs are equal and their curves might tell.
func EqualByChance(c repro.Comparison) bool {
	return slices.ContainsFunc(c.In(repro.StateUndecided), func(d repro.Delta) bool {
		return d.Noise != nil && d.Noise.Diverged == 0 && d.Noise.Freedom >= 2 && d.Noise.Deviation == 0
	})
}
