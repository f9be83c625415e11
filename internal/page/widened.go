package page

import (
	"slices"

	"github.com/reproduce-action/reproduce/internal/status"
)

// widened says of a version that reproduces now where a wider tolerance alone ended its
// drift; "" for any other.
func (m Model) widened() string { return m.Status.Widened.Words() }

// Widened says of model versions, by their labels, where a wider tolerance alone ended a
// drift.
func Widened(k Known, labels []string) (sentences []string) {
	for _, m := range Models(k.Checks, k.Now, k.Limit) {
		if text := m.widened(); text != "" && slices.Contains(labels, m.Label()) {
			sentences = append(sentences, m.Label()+": "+text)
		}
	}
	return sentences
}

// perhapsWider is of a drift of the models' predictions, where a check kept too little.
const perhapsWider = ", perhaps wider tolerance"

// wider is what a badge adds for as long as a wider tolerance alone makes a version come back.
func (m Model) wider() string {
	switch w := m.Status.Widened; {
	case m.State != status.Widened:
		return ""
	case len(w.Metrics) == 0:
		return perhapsWider
	}
	return ", wider tolerance"
}
