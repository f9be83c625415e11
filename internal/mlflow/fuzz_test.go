package mlflow

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// FuzzParsePoint: a line is refused or read as what Python would read, and what
// was read can be written and read again as the same.
func FuzzParsePoint(f *testing.F) {
	for _, line := range []string{"1750000000001 0.5 3", "1 nan", "1 -inf 0", "1 1e-05 7 iris 2fa1", "1 0x1p-2 1", "1 1_000 1", "", " ", "1  2", "-1 1e999 1", "1 1.7976931348623157e308 0"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		point, err := parsePoint(line)
		if err != nil {
			return
		}
		fields := strings.Split(line, " ")
		if strings.ContainsAny(fields[1], "xXpP_") {
			t.Errorf("%q: Python has no such number", line)
		}
		again, err := parsePoint(strconv.FormatInt(max(0, point.At.UnixMilli()), 10) + " " + strconv.FormatFloat(point.Value, 'g', -1, 64) + " " + strconv.FormatInt(point.Step, 10))
		same := again.Value == point.Value || math.IsNaN(again.Value) && math.IsNaN(point.Value)
		if err != nil || !same || again.Step != point.Step {
			t.Errorf("%q: %v, written and read again: %v, %v", line, point, again, err)
		}
	})
}

// FuzzRun: whatever a server answers is refused or is a run whose parts are in
// order and whose numbers are those of the answer.
func FuzzRun(f *testing.F) {
	f.Add([]byte(`{"info":{"run_id":"a","experiment_id":"1","status":"FINISHED","start_time":1,"end_time":"2"},"data":{"metrics":[{"key":"f","value":"NaN","step":"0"}],"params":[{"key":"a","value":"b"}]},"inputs":{"dataset_inputs":[{"dataset":{"name":"d"}}]}}`))
	f.Add([]byte(`{"info":{"experiment_id":12345678901234567890,"lifecycle_stage":"deleted"},"data":null}`))
	f.Add([]byte(`{"data":{"metrics":[{"key":"f","value":1.7976931348623157e308},{"key":"e","value":-0}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var wire wireRun
		if doc.DecodeJSON(bytes.NewReader(data), 1<<20, &wire) != nil {
			return
		}
		run, err := wire.run()
		if err != nil {
			return
		}
		if len(run.Metrics) != len(wire.Data.Metrics) {
			t.Errorf("%d metrics of %d", len(run.Metrics), len(wire.Data.Metrics))
		}
		for i, metric := range run.Metrics {
			if i > 0 && run.Metrics[i-1].Name > metric.Name {
				t.Errorf("metrics out of order: %v", run.Metrics)
			}
			if math.Abs(metric.Value) == math.MaxFloat64 {
				t.Errorf("%s: an infinity kept a database's value", metric.Name)
			}
		}
	})
}

// FuzzHistory: reading a page as a stream and as a whole are the same.
func FuzzHistory(f *testing.F) {
	f.Add([]byte(`{"metrics":[{"key":"f","value":0.5,"timestamp":1,"step":2},{"key":"f","value":"-Infinity"}],"next_page_token":"x"}`))
	f.Add([]byte(`{"next_page_token":"x","metrics":null}`))
	f.Add([]byte(`{"metrics":[{"key":"g","value":1}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var points []repro.Point
		h := history{metric: "f", each: func(p repro.Point) error { points = append(points, p); return nil }}
		h.turn()
		if h.read(bytes.NewReader(data)) != nil {
			return
		}
		var whole struct {
			Metrics []wireMetric `json:"metrics"`
			Next    string       `json:"next_page_token"`
		}
		if err := doc.DecodeJSON(bytes.NewReader(data), 1<<20, &whole); err != nil {
			t.Fatalf("read as a stream, refused as a whole: %v", err)
		}
		if len(points) != len(whole.Metrics) || h.next != whole.Next {
			t.Fatalf("%d points and next %q; as a whole %d and %q", len(points), h.next, len(whole.Metrics), whole.Next)
		}
		for i, metric := range whole.Metrics {
			want := unclamp(float64(*metric.Value))
			if points[i].Step != int64(metric.Step) || points[i].Value != want && !math.IsNaN(want) {
				t.Errorf("point %d: %v; as a whole %+v", i, points[i], metric)
			}
		}
	})
}

// FuzzLocate: no URI panics, and no error repeats what may be a password.
func FuzzLocate(f *testing.F) {
	for _, uri := range []string{"http://u:hunter2@h:1/p/", "sqlite:////x?y", "file://localhost/x", "databricks://p", "arn:aws:x", "./mlruns", "http://u:hunter2@[::1", "u:hunter2@h/x", "http:/u:hunter2@h", "file:u:hunter2@h", "sqlite:///u:hunter2@h", "sqlite:///%zz", ""} {
		f.Add(uri)
	}
	f.Fuzz(func(t *testing.T, uri string) {
		at, err := locate(uri, "/nonexistent")
		if err != nil {
			if strings.Contains(uri, ":hunter2@") && strings.Contains(err.Error(), "hunter2") {
				t.Errorf("error %q of %q repeats the password", err, uri)
			}
			return
		}
		if at.kind == placeServer && (at.url.Host == "" || at.url.RawQuery != "" || strings.HasSuffix(at.url.Path, "/")) {
			t.Errorf("%q: %+v", uri, at.url)
		}
	})
}
