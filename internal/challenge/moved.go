package challenge

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Moved gives the metrics that came back in the judged training and are outside
// their tolerance in the challenge, with both values. compared is the judged
// comparison, changed the challenge's metrics, policy the judged one's. A metric
// that did not come back moves by itself (a duration), and one that is the
// input's own value, or follows it exactly, only repeats it, as one that tells nothing of a fit
// may; none of these counts.
func Moved(compared repro.Comparison, changed repro.Metrics, policy repro.MetricPolicy, input Input) ([]repro.Delta, error) {
	var before, after repro.Metrics
	for _, delta := range computed(compared) {
		value, logged := changed.Get(nameIn(policy, delta))
		if !logged || repeats(value, input.New) || followsExactly(delta.Reproduced, value, input) {
			continue
		}
		before = append(before, repro.Metric{Name: delta.Name, Value: delta.Reproduced})
		after = append(after, repro.Metric{Name: delta.Name, Value: value})
	}
	policy.Map, policy.Select = nil, nil
	again, err := judge.Compare(before, after, policy)
	if err != nil {
		return nil, err
	}
	return again.In(repro.StateOutside), nil
}

// Stayed says whether all metrics that came back, and may tell of a fit, have the
// judged training's very values in the challenge. One that came out otherwise within a wide
// tolerance did not stay, unless it is the input's own value or follows that exactly.
func Stayed(compared repro.Comparison, changed repro.Metrics, policy repro.MetricPolicy, input Input) bool {
	return len(computed(compared)) > 0 && !Differs(compared, changed, policy, input) && len(Missing(compared, changed, policy)) == 0
}

// Differs says whether one of those metrics has another value in the challenge, if only within
// its tolerance.
func Differs(compared repro.Comparison, changed repro.Metrics, policy repro.MetricPolicy, input Input) bool {
	return slices.ContainsFunc(computed(compared), func(delta repro.Delta) bool {
		value, logged := changed.Get(nameIn(policy, delta))
		return logged && !repro.SameNumber(value, delta.Reproduced) && !repeats(value, input.New) && !followsExactly(delta.Reproduced, value, input)
	})
}

// Missing names those metrics that the challenge does not have.
func Missing(compared repro.Comparison, changed repro.Metrics, policy repro.MetricPolicy) (names []string) {
	for _, delta := range computed(compared) {
		if _, logged := changed.Get(nameIn(policy, delta)); !logged {
			names = append(names, delta.Name)
		}
	}
	return names
}

// LogsAll says whether a challenge has all metrics that came back in the judged training.
func LogsAll(compared repro.Comparison, changed repro.Metrics, policy repro.MetricPolicy) bool {
	return !slices.ContainsFunc(cameBack(compared), func(delta repro.Delta) bool {
		_, logged := changed.Get(nameIn(policy, delta))
		return !logged
	})
}

// LossMoved says whether a loss that two trainings logged, judged or not, is another in the
// second: then the second computed it, whatever stayed beside it.
func LossMoved(before, after repro.Metrics) bool {
	return slices.ContainsFunc(before, func(m repro.Metric) bool {
		value, logged := after.Get(m.Name)
		return logged && value != m.Value && judge.IsLoss(m.Name) && !BesideFit(m.Name)
	})
}

// nameIn is what a training calls the metric of a comparison.
func nameIn(policy repro.MetricPolicy, delta repro.Delta) string {
	return cmp.Or(policy.Map[delta.Name], delta.Name)
}

// Needed names the metrics that have to move before all of them are known to be
// computed: losses and whatever else is no count. An accuracy of 28 of 30 may stay
// whatever is trained.
func Needed(compared repro.Comparison) []string {
	var names []string
	for _, delta := range computed(compared) {
		if !judge.Coarse(delta.Name, delta.Reproduced) {
			names = append(names, delta.Name)
		}
	}
	return names
}

func cameBack(c repro.Comparison) []repro.Delta {
	return c.In(repro.StateIdentical, repro.StateWithin, repro.StateRounded)
}

func repeats(value float64, text string) bool {
	v, err := strconv.ParseFloat(text, 64)
	return err == nil && v == value
}
