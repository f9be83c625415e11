package local

import (
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/observe"
)

// TestFetched: a run whose artifact was read before the training had numbers of its own,
// and not one that was read to be compared with these.
func TestFetched(t *testing.T) {
	t.Parallel()
	old, own := strings.Repeat("a1", 16), strings.Repeat("b2", 16)
	model := "m-" + old
	at := func(path string, when int64) observe.Access { return observe.Access{Path: path, At: when} }
	asked := func(id string, when int64) observe.Process {
		return observe.Process{Fetched: []observe.Access{at(id, when)}, Ended: true}
	}
	sent := func(p observe.Process, when int64) observe.Process {
		p.Sent = when
		return p
	}
	open := sent(asked(old, 5), 3)
	open.Ended = false
	for name, tt := range map[string]struct {
		processes []observe.Process
		want      []string
	}{
		"before its numbers":            {[]observe.Process{sent(asked(old, 1), 2)}, []string{old}},
		"a logged model":                {[]observe.Process{sent(asked(model, 1), 2)}, []string{model}},
		"after its numbers":             {[]observe.Process{sent(asked(old, 3), 2)}, nil},
		"by another program":            {[]observe.Process{asked(old, 1), {Sent: 2, Ended: true}}, []string{old}},
		"when it sent the last is open": {[]observe.Process{open}, []string{old}},
		"before a metrics file":         {[]observe.Process{asked(old, 1), {Writes: []observe.Access{at("/p/metrics.json", 2)}}}, []string{old}},
		"after a metrics file":          {[]observe.Process{asked(old, 3), {Writes: []observe.Access{at("/p/metrics.json", 2)}}}, nil},
		"nothing of its own was seen":   {[]observe.Process{asked(old, 3)}, []string{old}},
		"in a store of files":           {[]observe.Process{{Reads: []observe.Access{at("/s/1/"+old+"/artifacts/w.json", 1)}, Writes: []observe.Access{at("/s/1/"+own+"/metrics/mse", 2)}}}, []string{old}},
		"its metrics alone":             {[]observe.Process{{Reads: []observe.Access{at("/s/1/"+old+"/metrics/mse", 1)}}}, nil},
		"its own in a store of files":   {[]observe.Process{{Reads: []observe.Access{at("/s/1/"+own+"/artifacts/w.json", 1)}, Writes: []observe.Access{at("/s/1/"+own+"/metrics/mse", 2)}}}, nil},
		"nothing was asked for":         {[]observe.Process{{Sent: 2, Ended: true}}, nil},
	} {
		seen := &observe.Observation{Processes: tt.processes}
		if got := runReadsOf(seen, func(file string) bool { return file == "/p/metrics.json" }).fetched(); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
