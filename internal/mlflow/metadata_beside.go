package mlflow

import (
	"bytes"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

var (
	// Words of names that tell one model from another, and when it was made.
	labels = []string{"id", "version", "stage", "status", "timestamp"}
	// Words of settings and steps, which stay such beside a word of quality.
	noMetric = []string{"threshold", "seed", "weight", "weights", "lr", "epoch"}
	// Words that say how good a model is.
	metricWords = []string{"acc", "accuracy", "auc", "auroc", "bleu", "brier", "corr", "deviance", "dice", "error", "err", "f1", "gini", "iou", "jaccard", "kappa",
		"logloss", "loss", "mae", "map", "mape", "mcc", "mse", "ndcg", "nll", "perplexity", "precision", "r2", "recall", "rmse", "rmsle", "rouge", "score",
		"sensitivity", "silhouette", "smape", "specificity", "wer"}
	// Words of what is a setting, a time or the size of something, unless a word
	// above is beside it.
	asideWords = []string{"alpha", "at", "batch", "beta", "classes", "cols", "created", "date", "decay", "depth", "dropout", "duration", "elapsed", "epochs", "estimators",
		"features", "gamma", "iterations", "lambda", "learning", "momentum", "ms", "n", "num", "ratio", "rows", "runtime", "samples", "sec", "seconds", "size", "state",
		"subsample", "time", "tol", "updated", "year"}
)

// besideRunID are the numbers of a metadata file beside its metrics map: those at the top
// that are metrics by their names, where the map has none, and the names of what is not
// compared. Where the map has some, a metric at the top is none of them, nor is one in a map of
// another name: which of two the training meant is not known. What a param is called is no metric.
func besideRunID(root *doc.Node, params repro.Params, found repro.Metrics) (metrics repro.Metrics, aside []string) {
	if root.Kind != doc.Map {
		return nil, nil
	}
	metrics = found
	for i, key := range root.Keys {
		value, name := root.Values[i], key.Text
		if value.Kind == doc.Map {
			aside = append(aside, metricsOf(name, value)...)
			continue
		}
		number, ok := metricNumber(value)
		if _, param := params.Get(name); !ok || param {
			continue
		}
		same, known := found.Get(name)
		switch label, metric := kindOfNumber(name, value); {
		case label, known && same == number:
		case metric && len(found) == 0:
			metrics = append(metrics, repro.Metric{Name: name, Value: number})
		case metric, len(found) == 0 && !value.Quoted:
			aside = append(aside, name)
		}
	}
	return metrics, aside
}

// metricsOf names the metrics in a map that is not that of the metrics.
func metricsOf(name string, in *doc.Node) (found []string) {
	if slices.Contains([]string{"metrics", "params", "tags"}, name) {
		return nil
	}
	for i, key := range in.Keys {
		if _, ok := metricNumber(in.Values[i]); !ok {
			continue
		}
		if _, metric := kindOfNumber(key.Text, in.Values[i]); metric {
			found = append(found, name+"."+key.Text)
		}
	}
	return found
}

// kindOfNumber says by its name what a number is: a label of the model, a metric, or neither. One
// with a fraction is a metric unless its name says otherwise, a whole one only where its name
// says so: a version, rows and epochs are whole.
func kindOfNumber(name string, value *doc.Node) (label, metric bool) {
	words := strings.FieldsFunc(wording.SnakeCase(name), func(r rune) bool { return strings.ContainsRune("_/.-: @", r) })
	if strings.HasPrefix(name, "metrics.") || strings.HasPrefix(name, "params.") || strings.HasPrefix(name, "tags.") || oneOf(words, labels) {
		return true, false
	}
	return false, !oneOf(words, noMetric) && (oneOf(words, metricWords) || !value.Quoted && strings.ContainsAny(value.Raw, ".eE") && !oneOf(words, asideWords))
}

func oneOf(words, list []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return slices.Contains(list, word) })
}

// metricNumber reads a number, or a text that is one, as MLflow writes it in JSON.
func metricNumber(value *doc.Node) (float64, bool) {
	var number doc.Float
	if value.Kind != doc.Scalar || doc.DecodeJSON(bytes.NewReader([]byte(value.Raw)), maxFile, &number) != nil {
		return 0, false
	}
	return unclamp(float64(number)), true
}
