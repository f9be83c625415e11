package page

import (
	"slices"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/status"
)

// widened says of a version that reproduces now where a wider tolerance alone ended its
// drift; "" for any other.
func (m Model) widened() string { return m.widening().Words() }

func (m Model) widening() judge.Widening {
	for i := len(m.Checks) - 1; i >= 0; i-- {
		if m.Checks[i].Verdict != repro.Missed {
			return judge.WidenedSince(func(yield func(repro.Record) bool) {
				for k := i - 1; k >= 0; k-- {
					if !yield(m.Checks[k].Record) {
						return
					}
				}
			}, m.Checks[i].Record)
		}
	}
	return judge.Widening{}
}

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

// wider is what a badge adds for as long as a version counts as recovered.
func (m Model) wider() string {
	if m.State != status.Recovered {
		return ""
	}
	switch w := m.widening(); {
	case len(w.Metrics) > 0:
		return ", wider tolerance"
	case w.Perhaps != nil:
		return perhapsWider
	}
	return ""
}
