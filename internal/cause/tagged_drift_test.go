package cause

import (
	"fmt"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestTagDrift: a tag is as long as MLflow takes it, and what is outside is the last to go.
func TestTagDrift(t *testing.T) {
	t.Parallel()
	var drift repro.Record
	var judged []string
	for i := range 200 {
		m := repro.CheckedMetric{Name: fmt.Sprintf("%s%03d", strings.Repeat("metric", 5), i), Tolerance: "1e-6 rel", State: repro.StateWithin}
		if i%20 == 0 {
			m.State = repro.StateOutside
		}
		drift.Metrics, judged = append(drift.Metrics, m), append(judged, m.Name)
	}
	drift.At = drift.At.AddDate(2025, 0, 0)
	text := TagDrift("nonsense", drift, judged)
	if len(text) > maxDriftTag || strings.Count(text, "1e-6 rel") != 10 {
		t.Errorf("%d characters: %s", len(text), text)
	}
	r := repro.Result{}
	r.Plan.Model.Tags = map[string]string{DriftTag: text}
	if told, there := TaggedDrift(r); !there || !told.At.Equal(drift.At) || len(told.Metrics) < 10 {
		t.Errorf("it tells of %+v", told)
	}
	for _, other := range []string{"", "nonsense", "{}", `{"judged":["a"]}`, `[]`, "null"} {
		r.Plan.Model.Tags[DriftTag] = other
		if told, there := TaggedDrift(r); there {
			t.Errorf("%q tells of %+v", other, told)
		}
	}
}
