package judge

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// defaultRule is DefaultTolerance, parsed.
var defaultRule = rule{pattern: "default", spec: repro.DefaultTolerance, terms: mustTerms(repro.DefaultTolerance)}

// Time and throughput differ between identical trainings (by up to 145 % in
// Pham et al., ASE 2020, https://doi.org/10.1145/3324884.3416545), and say
// nothing about the model. Hugging Face strips most of these names too before
// it uses metrics as an objective:
// https://github.com/huggingface/transformers/blob/main/src/transformers/trainer_utils.py
var (
	resourceEnds  = []string{"runtime", "per_second", "compilation_time", "time", "time_s", "time_ms", "time_sec", "time_secs", "time_seconds", "time_minutes"}
	resourceInner = []string{"duration", "latency", "throughput", "memory", "mem", "timestamp"}
	// A name that also says how good a model is, is never ignored:
	// trip_duration_rmse measures the model, not the machine.
	qualityParts = []string{"acc", "accuracy", "auc", "auroc", "bleu", "corr", "error", "err", "f1", "iou", "kappa", "loss", "mae", "map", "mape", "mcc",
		"mse", "ndcg", "perplexity", "ppl", "precision", "r2", "recall", "rmse", "rmsle", "rouge", "score", "smape", "wer"}
	countNames = []string{"support", "tp", "fp", "tn", "fn"}
)

// builtin gives the rule for a name that says by itself what it counts. Whole
// parts of the name decide, so time_to_event_mae and survival_time_rmse are
// judged like any other.
func builtin(name string) (rule, bool) {
	if strings.HasPrefix(name, "system/") {
		return ignored("system/*"), true
	}
	parts := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune("_/.- ", r) })
	joined := "_" + strings.Join(parts, "_")
	if slices.ContainsFunc(parts, func(part string) bool { return slices.Contains(qualityParts, part) }) {
		return rule{}, false
	}
	for _, end := range resourceEnds {
		if strings.HasSuffix(joined, "_"+end) && len(joined) > len(end)+1 {
			return ignored("*_" + end), true
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

func ignored(pattern string) rule {
	return rule{pattern: pattern, spec: "ignore", action: actIgnore, note: "built-in rule " + pattern + ": ignore; a line that names it overrules this"}
}
