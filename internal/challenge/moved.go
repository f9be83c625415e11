package challenge

import (
	"strconv"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Moved names a metric that came back in the judged training and is outside its
// tolerance in the challenge, with both values. compared is the judged
// comparison, changed the challenge's metrics, policy the judged one's. A metric
// that did not come back moves by itself (a duration), and one that is the
// input's own value only repeats it; neither counts. ok is false where none moved.
func Moved(compared repro.Comparison, changed repro.Metrics, policy repro.MetricPolicy, input Input) (moved repro.Delta, ok bool, err error) {
	var before, after repro.Metrics
	for _, delta := range compared.In(repro.StateIdentical, repro.StateWithin, repro.StateRounded) {
		name := delta.Name
		if mapped := policy.Map[name]; mapped != "" {
			name = mapped
		}
		value, logged := changed.Get(name)
		if !logged || repeats(value, input.New) {
			continue
		}
		before = append(before, repro.Metric{Name: delta.Name, Value: delta.Reproduced})
		after = append(after, repro.Metric{Name: delta.Name, Value: value})
	}
	if len(before) == 0 {
		return repro.Delta{}, false, nil
	}
	policy.Map, policy.Select = nil, nil
	again, err := judge.Compare(before, after, policy)
	if err != nil {
		return repro.Delta{}, false, err
	}
	outside := again.In(repro.StateOutside)
	if len(outside) == 0 {
		return repro.Delta{}, false, nil
	}
	return outside[0], true, nil
}

func repeats(value float64, text string) bool {
	v, err := strconv.ParseFloat(text, 64)
	return err == nil && v == value
}
