package page

import (
	"slices"
	"strings"
	"unicode"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file says which metrics are never below 0 or above 1: a band that reaches further
// would show values that no model has.

// rates are words of scikit-learn's names of such metrics.
// https://scikit-learn.org/stable/modules/model_evaluation.html#string-name-scorers
var rates = []string{"accuracy", "acc", "precision", "recall", "f1", "auc", "jaccard", "sensitivity", "specificity", "iou", "dice"}

// isRate says whether a metric is one by its name and by each value that is known. In
// percent it is none.
func isRate(m repro.CheckedMetric, points []*repro.CheckedMetric) bool {
	words := strings.FieldsFunc(strings.ToLower(m.Name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if !slices.ContainsFunc(words, func(word string) bool { return slices.Contains(rates, word) }) || outsideOf01(m.Original) {
		return false
	}
	return !slices.ContainsFunc(points, func(p *repro.CheckedMetric) bool { return p != nil && outsideOf01(p.Reproduced) })
}

// outsideOf01 is false of NaN, which is no value.
func outsideOf01(v float64) bool { return v < 0 || v > 1 }
