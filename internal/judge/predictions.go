package judge

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Predictions of two models for one input: a row of its own beside the metrics, which
// counts only where somebody gave a tolerance.

// CompareModelOff is the setting by which no model is loaded.
const CompareModelOff = "off"

// CheckCompareModel refuses what is neither off nor report nor a tolerance.
func CheckCompareModel(spec string) error {
	if spec == "" || spec == CompareModelOff {
		return nil
	}
	_, err := modelRule(spec)
	return err
}

func modelRule(spec string) (rule, error) {
	act, terms, at, err := parseSpec(spec)
	if err == nil && act == actIgnore {
		err = fmt.Errorf("%q: write off, report, or a tolerance such as 1e-6 abs", spec)
	}
	if err != nil {
		return rule{}, &ToleranceError{Line: 1, Column: at + 1, Fault: err.Error(), option: "compare-model"}
	}
	return rule{pattern: "default", spec: spec, action: act, terms: terms}, nil
}

// PredictionsAllow gives how far a prediction may be from the original's by a tolerance, for
// the original that this allows least and for the one that it allows most. ok is false where
// the text is no tolerance of predictions.
func PredictionsAllow(spec string) (least, most float64, ok bool) {
	r, err := modelRule(spec)
	if err != nil {
		return 0, 0, false
	}
	least, most = math.Inf(1), 0.0
	for _, original := range []float64{0, 1e9, -1e9} {
		for _, side := range []int{-1, 1} {
			allowed := 0.0
			if r.action == actTerms {
				allowed = r.allows(original, side)
			}
			least, most = min(least, allowed), max(most, allowed)
		}
	}
	return least, most, true
}

// ComparePredictions holds what the second model predicts against the first, by a
// tolerance, or by report. No value of theirs is taken for the same as one that is not there.
func ComparePredictions(spec string, original, reproduced repro.Predictions) repro.ModelDelta {
	r, err := modelRule(spec)
	delta := repro.ModelDelta{State: repro.StateIdentical, Tolerance: spec}
	if r.action == actReport {
		delta.Tolerance = ""
	}
	if why := incomparable(original, reproduced); why != "" || err != nil {
		if err != nil {
			why = err.Error()
		}
		return NotCompared(spec, why)
	}
	outside := false
	largest := decimal.Difference(0, 0)
	for i, part := range original.Parts {
		for at, then := range part.Values {
			now := reproduced.Parts[i].Values[at]
			delta.Values++
			if samePrediction(then, now) {
				continue
			}
			delta.Different++
			outside = outside || !then.Numeric || !now.Numeric || !r.covers(then.Number, now.Number)
			if then.Numeric && now.Numeric && decimal.Finite(then.Number) && decimal.Finite(now.Number) {
				if d := decimal.Magnitude(decimal.Difference(then.Number, now.Number)); d.Cmp(largest) > 0 {
					largest, delta.Difference = d, decimal.Text(d)
				}
			}
		}
	}
	switch {
	case delta.Tolerance == "":
		delta.State = repro.StateReported
	case outside:
		delta.State = repro.StateOutside
	case delta.Different > 0:
		delta.State = repro.StateWithin
	}
	delta.Notes = sameFiles(original.Files, reproduced.Files)
	return delta
}

// NotCompared is the row of models that could not be.
func NotCompared(spec, why string) repro.ModelDelta {
	delta := repro.ModelDelta{State: repro.StateUndecided, Tolerance: spec, Notes: []string{why}}
	if spec == "report" {
		delta.Tolerance = ""
	}
	return delta
}

// incomparable says why two models were not asked the same; "" where they were.
func incomparable(a, b repro.Predictions) string {
	switch {
	case a.Varies || b.Varies:
		return "a model gives other values for the same input when it is asked again"
	case len(a.Parts) == 0 || len(a.Parts[0].Values) == 0:
		return "the original's model predicts nothing for its input example"
	case len(a.Parts) != len(b.Parts):
		return fmt.Sprintf("the original's model has %s, and the reproduction's %s", methods(a), methods(b))
	}
	if !saysSomething(a) {
		return "the original's model predicts nothing that can be compared: only None or NaN"
	}
	for i, part := range a.Parts {
		other := b.Parts[i]
		if part.Name != other.Name {
			return fmt.Sprintf("the original's model has %s, and the reproduction's %s", methods(a), methods(b))
		}
		if part.Shape != other.Shape || len(part.Values) != len(other.Values) {
			return fmt.Sprintf("%s gives %s for the original's model and %s for the reproduction's", part.Name, part.Shape, other.Shape)
		}
	}
	return ""
}

// saysSomething says whether any value is one: of None and NaN alone nothing is the same.
func saysSomething(p repro.Predictions) bool {
	for _, part := range p.Parts {
		for _, value := range part.Values {
			if !value.Nothing && !(value.Numeric && math.IsNaN(value.Number)) {
				return true
			}
		}
	}
	return false
}

func methods(p repro.Predictions) string {
	var names []string
	for _, part := range p.Parts {
		names = append(names, part.Name)
	}
	return wording.List(names)
}

func samePrediction(a, b repro.PredictedValue) bool {
	if a.Numeric != b.Numeric || a.Nothing != b.Nothing {
		return false
	}
	if !a.Numeric {
		return a.Text == b.Text
	}
	return decimal.SameValue(a.Number, b.Number) || math.IsNaN(a.Number) && math.IsNaN(b.Number)
}

// sameFiles tells of files in stable formats that both models have.
func sameFiles(a, b map[string]string) []string {
	var same, differ []string
	for _, name := range slices.Sorted(maps.Keys(a)) {
		switch digest, there := b[name]; {
		case !there:
		case digest == a[name]:
			same = append(same, name)
		default:
			differ = append(differ, name)
		}
	}
	var notes []string
	if len(same) > 0 {
		notes = append(notes, "the same content: "+wording.ListUpTo(same, 5))
	}
	if len(differ) > 0 {
		notes = append(notes, "other content: "+wording.ListUpTo(differ, 5))
	}
	return notes
}

// modelCounts says whether a tolerance was given for the models.
func modelCounts(c repro.Comparison) bool { return c.Model != nil && c.Model.Tolerance != "" }

// ModelWords are what is to be said of two models' predictions, without a full stop.
func ModelWords(m repro.ModelDelta) string {
	switch {
	case m.State == repro.StateUndecided:
		return "the models were not compared: " + strings.Join(m.Notes, "; ")
	case m.Different == 0:
		return fmt.Sprintf("both models predict the same for the input example (%s)", wording.Count(m.Values, "value", "values"))
	}
	text := fmt.Sprintf("%d of %s for the input example differ", m.Different, wording.Count(m.Values, "prediction", "predictions"))
	if m.Difference != "" {
		text += ", by up to " + m.Difference
	}
	return text
}

// ModelBearsOut says whether a saved row's state and counts go together: nobody takes what
// differs for the same.
func ModelBearsOut(m repro.ModelDelta) bool {
	counts := m.Values > 0 && m.Different >= 0 && m.Different <= m.Values
	switch m.State {
	case repro.StateIdentical:
		return counts && m.Different == 0 && m.Tolerance != ""
	case repro.StateWithin, repro.StateOutside:
		return counts && m.Different > 0 && m.Tolerance != "" && (m.State == repro.StateOutside || m.Tolerance != "exact")
	case repro.StateReported:
		return counts && m.Tolerance == ""
	case repro.StateUndecided:
		return true
	}
	return false
}
