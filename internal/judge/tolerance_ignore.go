package judge

import (
	"math"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// defaultRule is DefaultTolerance, parsed.
var defaultRule = rule{pattern: "default", spec: repro.DefaultTolerance, terms: mustTerms(repro.DefaultTolerance)}

// Time and throughput differ between identical trainings (by up to 145 % in
// Pham et al., ASE 2020, https://doi.org/10.1145/3324884.3416545), and say
// nothing about the model. Hugging Face strips most of these names too before
// it uses metrics as an objective:
// https://github.com/huggingface/transformers/blob/main/src/transformers/trainer_utils.py
var (
	resourceEnds = []string{"runtime", "per_second", "per_sec", "per_s", "per_minute", "per_hour", "compilation_time", "time", "walltime", "wallclock", "wall_clock",
		"seconds", "secs", "sec", "minutes", "mins", "hours", "hrs", "ms", "msec", "msecs", "millis", "milliseconds", "microseconds", "nanoseconds", "elapsed",
		"time_s", "time_us", "time_ns", "time_min", "time_h"}
	// Alone they say what they count as well; time and duration may be what the
	// model predicts.
	resourceAlone = []string{"runtime", "elapsed", "walltime", "wallclock", "seconds"}
	// What is timed, where the unit is a letter or two: fit_s, step_us.
	timedWork  = []string{"train", "training", "fit", "epoch", "step", "batch", "eval", "evaluation", "inference", "predict", "total", "wall", "time", "elapsed"}
	shortUnits = []string{"s", "us", "ns"}
	// What is made of many times stands behind them: epoch_time_mean.
	statistics    = []string{"mean", "avg", "average", "std", "median", "total", "sum", "p50", "p90", "p95", "p99", "min", "max"}
	resourceInner = []string{"duration", "latency", "throughput", "memory", "mem", "timestamp"}
	// Names, or the first or last words of one, that are the machine's alone.
	resourceNames = []string{"fps", "memory_mb", "memory_gb", "mem_mb", "mem_gb", "mem_peak", "mem_used", "memory_peak", "memory_used", "gpu_utilization", "gpu_util",
		"cpu_utilization", "cpu_util", "cpu_percent", "gpu_percent", "energy_kwh", "energy_wh", "power_w", "power_watts", "carbon_kg", "co2_kg", "emissions_kg", "start_ts", "end_ts"}
	// A name that also says how good a model is, is never ignored:
	// trip_duration_rmse measures the model, not the machine.
	qualityParts = []string{"acc", "accuracy", "auc", "auroc", "bleu", "bias", "corr", "correlation", "crps", "deviation", "error", "err", "errors", "f1", "iou",
		"kappa", "logloss", "loss", "mad", "mae", "map", "mape", "mase", "mbe", "mcc", "medae", "mse", "ndcg", "nll", "perplexity", "pinball", "ppl", "precision", "predicted",
		"r2", "recall", "regret", "residual", "residuals", "rmsd", "rmse", "rmsle", "rouge", "score", "smape", "wape", "wer"}
	countNames = []string{"support", "tp", "fp", "tn", "fn"}
)

// builtin gives the rule for a name that says by itself what it counts. Whole
// parts of the name decide, so time_to_event_mae and survival_time_rmse are
// judged like any other.
func builtin(name string) (rule, bool) {
	if strings.HasPrefix(name, "system/") {
		return ignored("system/*"), true
	}
	parts := nameWords(name)
	if namedBy(name, qualityParts) {
		return rule{}, false
	}
	for _, words := range [][]string{parts, nameWords(wording.SnakeCase(name))} {
		if end := timed(words); end != "" {
			return ignored(end), true
		}
	}
	for _, name := range resourceNames {
		if joined := "_" + strings.Join(parts, "_") + "_"; strings.Contains(joined, "_"+name+"_") && len(parts) <= strings.Count(name, "_")+2 {
			return ignored("*" + name + "*"), true
		}
	}
	for i, part := range parts {
		switch {
		case !slices.Contains(resourceInner, part):
		case i > 0 && part != "mem", part == "throughput", part == "timestamp", part == "mem" && i > 0 && i < len(parts)-1:
			return ignored("*_" + part + "*"), true
		}
	}
	if len(parts) > 1 && (parts[0] == "n" || parts[0] == "num" || parts[len(parts)-1] == "count") || slices.Contains(countNames, strings.ToLower(name)) {
		return rule{pattern: name, spec: "exact", action: actExact, note: "a count is compared exactly unless a line names it"}, true
	}
	return rule{}, false
}

// timed gives the pattern of a time or a rate that a name ends in; "" where it
// ends in none.
func timed(parts []string) string {
	for len(parts) > 2 && slices.Contains(statistics, parts[len(parts)-1]) {
		parts = parts[:len(parts)-1]
	}
	joined := "_" + strings.Join(parts, "_")
	for _, end := range resourceEnds {
		if strings.HasSuffix(joined, "_"+end) && (len(joined) > len(end)+1 || slices.Contains(resourceAlone, end)) {
			return "*_" + end
		}
	}
	if last := len(parts) - 1; last > 0 && slices.Contains(shortUnits, parts[last]) && slices.ContainsFunc(parts[:last], func(part string) bool { return slices.Contains(timedWork, part) }) {
		return "*_" + parts[last]
	}
	for _, inner := range []string{"time", "seconds", "secs", "minutes", "hours", "ms"} {
		if strings.Contains(joined, "_"+inner+"_per_") {
			return "*" + inner + "_per_*"
		}
	}
	return ""
}

// nameWords are the words of a metric's name, in lower case.
func nameWords(name string) []string {
	return strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune("_/.-: ", r) })
}

// allWords are those, and those that only capitals part.
func allWords(name string) []string {
	return slices.Concat(nameWords(name), nameWords(wording.SnakeCase(name)))
}

func ignored(pattern string) rule {
	return rule{pattern: pattern, spec: "ignore", action: actIgnore, note: "built-in rule " + pattern + ": ignore; a line that names it overrules this"}
}

// NonFinite names the metrics that no comparison can use because they are NaN
// or infinite. Those that are ignored by default, like run times, are left out.
func NonFinite(metrics repro.Metrics) []string {
	var names []string
	for _, metric := range metrics {
		if rule, known := builtin(metric.Name); known && rule.action == actIgnore {
			continue
		}
		if math.IsNaN(metric.Value) || math.IsInf(metric.Value, 0) {
			names = append(names, metric.Name)
		}
	}
	return names
}
