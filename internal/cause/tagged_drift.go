package cause

import (
	"encoding/json"
	"math"
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file keeps a drift on the model version: a later check that reads no history has to
// judge what drifted all the same, or its tag would be green and the drift would go on.

// DriftTag is the tag of a drift that no check has ended.
const DriftTag = "reproduce.drift"

// maxDriftTag is how long it may be: MLflow takes 5000 characters.
const maxDriftTag = 4000

type taggedDrift struct {
	At      time.Time         `json:"at"`
	Judged  []string          `json:"judged"`
	Outside map[string]string `json:"outside"` // the tolerance of each
}

// TagDrift is the text of the tag after a check that drifted, by the text before it.
func TagDrift(before string, drift repro.Record, judged []string) string {
	d := taggedDrift{At: drift.At.UTC().Truncate(time.Second), Judged: slices.Clone(judged), Outside: map[string]string{}}
	for _, m := range drift.Metrics {
		if m.State == repro.StateOutside {
			d.Outside[m.Name] = m.Tolerance
		}
	}
	var old taggedDrift
	if json.Unmarshal([]byte(before), &old) == nil { // it goes on, with what was allowed first
		d.Judged = append(d.Judged, old.Judged...)
		for name, tolerance := range old.Outside {
			d.Outside[name] = tolerance
		}
	}
	slices.Sort(d.Judged)
	d.Judged = slices.Compact(d.Judged)
	for text := d.text(); ; text = d.text() {
		if len(text) <= maxDriftTag {
			return text
		}
		last := len(d.Judged) - 1 // what was inside goes first
		for i := last; i >= 0; i-- {
			if _, outside := d.Outside[d.Judged[i]]; !outside {
				last = i
				break
			}
		}
		delete(d.Outside, d.Judged[last])
		d.Judged = append(d.Judged[:last], d.Judged[last+1:]...)
	}
}

func (d taggedDrift) text() string {
	text, err := json.Marshal(d)
	if err != nil {
		panic(err) // strings and a time
	}
	return string(text)
}

// TaggedDrift is the drift that a model version's tag tells of, as a check of r's original. A tag
// is anybody's text: one that is not of our form tells of none.
func TaggedDrift(r repro.Result) (drift repro.Record, there bool) {
	var d taggedDrift
	if err := json.Unmarshal([]byte(r.Model().Tags[DriftTag]), &d); err != nil || len(d.Judged) == 0 || d.At.IsZero() {
		return repro.Record{}, false
	}
	drift = repro.Record{Past: repro.Past{At: d.At, Verdict: repro.Drifted, From: repro.FromTags}, Model: r.Model().Name, Version: r.Model().Version, Original: r.Original.ID}
	for _, name := range d.Judged {
		m := repro.CheckedMetric{Name: name, Original: math.NaN(), Reproduced: math.NaN(), Low: math.NaN(), High: math.NaN(), State: repro.StateIdentical}
		if tolerance, outside := d.Outside[name]; outside {
			m.State, m.Tolerance = repro.StateOutside, tolerance
		}
		drift.Metrics = append(drift.Metrics, m)
	}
	return drift, true
}

// Course are the checks that say how r's version stands, oldest first: those of OfVersion, and
// the drift that its tag tells of.
func Course(records []repro.Record, r repro.Result) []repro.Record {
	of := OfVersion(records, r)
	if drift, there := TaggedDrift(r); there {
		of = append(of, drift)
		order.Stable(of, func(a, b repro.Record) int { return a.At.Compare(b.At) })
	}
	return of
}
