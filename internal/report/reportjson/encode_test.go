package reportjson

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/report"
	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

func TestReportFile(t *testing.T) {
	t.Parallel()
	for name, result := range reporttest.Results {
		text, err := Encode(result())
		if err != nil {
			t.Fatal(err)
		}
		reporttest.Golden(t, name+".json", string(text))
	}
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	for i := range 300 {
		result := reporttest.AnyResult(r)
		text, err := Encode(result)
		if err != nil {
			t.Fatalf("result %d: %v", i, err)
		}
		back, err := Decode(text)
		if err != nil {
			t.Fatalf("result %d: %v", i, err)
		}
		sameRendering(t, result, back)
		again, err := Encode(back)
		if err != nil || string(again) != string(text) {
			t.Fatalf("result %d: encoded twice differs: %v\n%s", i, err, reporttest.FirstDifference(string(again), string(text)))
		}
		if valid := validated(result); !sameResult(valid, back) {
			t.Fatalf("result %d: lost in report.json:\n%s", i, structDifference("", reflect.ValueOf(valid), reflect.ValueOf(back)))
		}
	}
}

func sameRendering(t *testing.T, a, b repro.Result) {
	t.Helper()
	style := terminal.Style{Width: 100}
	if x, y := report.Terminal(a, style), report.Terminal(b, style); x != y {
		t.Fatalf("the terminal report differs after a round trip:\n%s", reporttest.FirstDifference(y, x))
	}
	page := report.Page{Marker: "<!-- 1 -->", Repository: "https://github.example/acme/churn", Tracking: "https://mlflow.example", Full: "the job summary"}
	x, _ := report.Comment(a, page)
	y, _ := report.Comment(b, page)
	if x != y {
		t.Fatalf("the comment differs after a round trip:\n%s", reporttest.FirstDifference(y, x))
	}
	x, _ = report.Summary(a, page)
	y, _ = report.Summary(b, page)
	if x != y {
		t.Fatalf("the summary differs after a round trip:\n%s", reporttest.FirstDifference(y, x))
	}
}

// validated is result with every text as Encode spells it.
func validated(result repro.Result) repro.Result {
	clean(reflect.ValueOf(&result).Elem())
	return result
}

func sameResult(a, b repro.Result) bool {
	return structDifference("", reflect.ValueOf(a), reflect.ValueOf(b)) == ""
}

// structDifference is reflect.DeepEqual that says where, and for which NaN is
// NaN.
func structDifference(path string, a, b reflect.Value) string {
	switch a.Kind() {
	case reflect.Float64:
		if x, y := a.Float(), b.Float(); x != y && !(math.IsNaN(x) && math.IsNaN(y)) {
			return fmt.Sprintf("%s: %v, %v", path, x, y)
		}
		return ""
	case reflect.Struct:
		if a.Type() == reflect.TypeFor[time.Time]() || a.Type() == reflect.TypeFor[repro.Tolerances]() {
			break
		}
		for i := range a.NumField() {
			if d := structDifference(path+"."+a.Type().Field(i).Name, a.Field(i), b.Field(i)); d != "" {
				return d
			}
		}
		return ""
	case reflect.Slice:
		if a.Len() != b.Len() {
			return fmt.Sprintf("%s: %d and %d items", path, a.Len(), b.Len())
		}
		for i := range a.Len() {
			if d := structDifference(fmt.Sprintf("%s[%d]", path, i), a.Index(i), b.Index(i)); d != "" {
				return d
			}
		}
		return ""
	case reflect.Pointer:
		if a.IsNil() || b.IsNil() {
			if a.IsNil() != b.IsNil() {
				return path + ": nil on one side"
			}
			return ""
		}
		return structDifference(path, a.Elem(), b.Elem())
	}
	if !reflect.DeepEqual(a.Interface(), b.Interface()) {
		return fmt.Sprintf("%s: %q, %q", path, fmt.Sprint(a.Interface()), fmt.Sprint(b.Interface()))
	}
	return ""
}

func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	text, err := Encode(reporttest.DriftedResult())
	if err != nil {
		t.Fatal(err)
	}
	good := string(text)
	identical := repro.Result{Verdict: repro.Reproduced, Reason: repro.Identical, Original: repro.Run{From: "a.json"}, Reproduction: repro.Run{From: "b.json"}, Comparison: repro.Comparison{
		Deltas: []repro.Delta{{Name: "accuracy", Original: 0.9, Reproduced: 0.1, State: repro.StateIdentical}},
	}}
	if text, err = Encode(identical); err != nil {
		t.Fatal(err)
	}
	left, err := Encode(reporttest.LeftResult())
	if err != nil {
		t.Fatal(err)
	}
	early := regexp.MustCompile(`(?s)  "early": \{.*?\},\n`).FindString(string(left))
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", "", "read report"},
		{"a whole training, by what is left out", strings.Replace(string(left), early, "", 1), "give drifted (metrics-outside-tolerance)"},
		{"a whole training that did not finish", strings.NewReplacer(early, "", `"reason": "curve-left"`, `"reason": "metrics-outside-tolerance"`).Replace(string(left)), "so its metrics may not be its last"},
		{"a curve that did not leave", strings.Replace(string(left), `"metric": "train_loss",`, "", 1), "give unverified (equal-so-far)"},
		{"another document", `{"run_id": "x"}`, "no schema_version"},
		{"a later version", strings.Replace(good, `"schema_version": 1`, `"schema_version": 2`, 1), "schema_version 2, and this version of reproduce reads 1"},
		{"a verdict made up", strings.Replace(good, `"verdict": "drifted"`, `"verdict": "splendid"`, 1), `verdict "splendid"`},
		{"a drift called reproduced", strings.NewReplacer(`"verdict": "drifted"`, `"verdict": "reproduced"`, `"reason": "metrics-outside-tolerance"`, `"reason": "within-tolerance"`).Replace(good),
			"its verdict is reproduced (within-tolerance), but its evidence and metrics give drifted"},
		{"a difference called identical", string(text), "is identical, but its two values and its tolerance say otherwise"},
		{"a failed gate", strings.Replace(good, `"state": "passed"`, `"state": "failed"`, 1), "give unverified (not-executed)"},
		{"a member twice", strings.Replace(good, `"verdict": "drifted"`, `"verdict": "drifted", "verdict": "reproduced"`, 1), "duplicate"},
		{"cut short", good[:len(good)/2], "read report"},
		{"something after it", good + "{}", "read report"},
		{"a number where a text is", strings.Replace(good, `"reason": "metrics-outside-tolerance"`, `"reason": 3`, 1), "reason"},
		{"tolerances nobody can read", strings.Replace(good, `"plan": {`, `"plan": {"tolerances": "f1: lots",`, 1), "lots"},
		{"too much", `{"schema_version": 1, "x": "` + strings.Repeat("x", MaxDocument) + `"}`, "too large"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := Decode([]byte(tt.text))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
	if _, err := Decode([]byte(good)); err != nil {
		t.Errorf("the report that the others were made of: %v", err)
	}
}

// TestDecodeWantsEvidence: what is missing in a report is as good as what says otherwise.
func TestDecodeWantsEvidence(t *testing.T) {
	t.Parallel()
	gate := func(r *repro.Result) *repro.Gate { return &r.Evidence[len(r.Evidence)-1] }
	witnesses := func(names ...string) func(*repro.Result) {
		return func(r *repro.Result) { gate(r).Text = evidence.Table[0].Sentence("why", names) }
	}
	noise := func(change func(*repro.Noise)) func(*repro.Result) {
		return func(r *repro.Result) { change(r.Comparison.Deltas[0].Noise) }
	}
	for _, tt := range []struct {
		name   string
		of     func() repro.Result
		change func(*repro.Result)
		want   string // "" is read
	}{
		{"as it is", reporttest.ReproducedResult, func(*repro.Result) {}, ""},
		{"no evidence", reporttest.ReproducedResult, func(r *repro.Result) { r.Evidence = nil }, `no "numbers computed"`},
		{"no proof", reporttest.ReproducedResult, func(r *repro.Result) { r.Evidence = r.Evidence[:len(r.Evidence)-1] }, `no "numbers computed"`},
		{"nothing known", reporttest.ReproducedResult, func(r *repro.Result) {
			for i := range r.Evidence {
				r.Evidence[i].State = repro.GateUnknown
			}
		}, `"numbers computed" is "unknown"`},
		{"no witness", reporttest.ReproducedResult, func(r *repro.Result) { gate(r).Text = "" }, "do not prove"},
		{"witnesses that prove nothing", reporttest.ReproducedResult, witnesses("run", "commit", "steps"), "do not prove"},
		{"witnesses of no set", reporttest.ReproducedResult, witnesses("run", "oath"), "do not prove"},
		{"a file that is not named", reporttest.ReproducedResult, witnesses("params", "new file", "code"), "no metrics file"},
		{"a run that is not named", reporttest.ReproducedResult, func(r *repro.Result) {
			r.Reproduction = repro.Run{From: "metrics.json"}
		}, "no run of the reproduction"},
		{"a metrics file", reporttest.ReproducedResult, func(r *repro.Result) {
			witnesses("new file", "writer", "code")(r)
			r.Reproduction = repro.Run{From: "metrics.json", Metrics: r.Reproduction.Metrics}
		}, ""},
		{"a file that differs without proof", reporttest.DriftedResult, func(r *repro.Result) {
			gate(r).State, r.Reproduction = repro.GateUnknown, repro.Run{From: "metrics.json", Metrics: r.Reproduction.Metrics}
		}, ""},
		{"a run without its metrics", reporttest.ReproducedResult, func(r *repro.Result) { r.Reproduction.Metrics = nil }, "which its run does not have"},
		{"an original without its metrics", reporttest.ReproducedResult, func(r *repro.Result) { r.Original.Metrics = nil }, "which its run does not have"},
		{"a run with another value", reporttest.ReproducedResult, func(r *repro.Result) { r.Reproduction.Metrics[0].Value = 0.5 }, "of the reproduction as"},
		{"an original with another value", reporttest.DriftedResult, func(r *repro.Result) { r.Original.Metrics[0].Value = 0.5 }, "of the original as"},
		{"a metric left out", reporttest.ReproducedResult, func(r *repro.Result) { r.Comparison.Deltas = r.Comparison.Deltas[1:] }, "it says nothing of it"},
		{"a new metric left out", reporttest.ReproducedResult, func(r *repro.Result) {
			r.Reproduction.Metrics = append(r.Reproduction.Metrics, repro.Metric{Name: "recall", Value: 1})
		}, "it says nothing of it"},
		{"a metric twice", reporttest.ReproducedResult, func(r *repro.Result) { r.Comparison.Deltas = append(r.Comparison.Deltas, r.Comparison.Deltas[0]) }, "twice"},
		{"names of a file that are mapped", reporttest.Results["compared"], func(r *repro.Result) {
			r.Plan.Metrics.Map = map[string]string{"accuracy": "acc"}
			r.Reproduction.Metrics[0].Name = "acc"
		}, ""},
		{"another original than the version's", reporttest.ReproducedResult, func(r *repro.Result) { r.Plan.Model.RunID = strings.Repeat("a", 32) }, "the model version was made by run"},
		{"a training that failed", reporttest.ReproducedResult, func(r *repro.Result) { r.Execution.Status = repro.ExecFailed }, "ended as failed"},
		{"one run", reporttest.ReproducedResult, func(r *repro.Result) { r.Reproduction.ID = r.Original.ID }, "always equal to itself"},
		{"one run that drifted", reporttest.DriftedResult, func(r *repro.Result) { r.Reproduction.ID = r.Original.ID }, "always equal to itself"},
		{"no reproduction", reporttest.ReproducedResult, func(r *repro.Result) { r.Reproduction = repro.Run{} }, "neither a run nor a metrics file"},
		{"an original that failed", reporttest.ReproducedResult, func(r *repro.Result) { r.Original.Status = "FAILED" }, "is FAILED"},
		{"a reproduction that failed", reporttest.ReproducedResult, func(r *repro.Result) { r.Reproduction.Status = "FAILED" }, "is FAILED"},
		{"a reproduction that runs", reporttest.ReproducedResult, func(r *repro.Result) { r.Reproduction.Status = "RUNNING" }, "is RUNNING"},
		{"a reproduction of no state", reporttest.ReproducedResult, func(r *repro.Result) { r.Reproduction.Status = "" }, "in no known state"},
		{"two runs compared", reporttest.Results["compared"], func(*repro.Result) {}, ""},
		{"noise", reporttest.NoisyResult, func(*repro.Result) {}, ""},
		{"noise that was not measured", reporttest.NoisyResult, func(r *repro.Result) { r.Comparison.Deltas[0].Noise = nil }, "within noise"},
		{"noise without re-runs", reporttest.NoisyResult, func(r *repro.Result) { r.Repeats = nil }, "within noise"},
		{"noise of 0 re-runs", reporttest.NoisyResult, func(r *repro.Result) {
			r.Repeats = nil
			noise(func(n *repro.Noise) { n.Repeats = 0 })(r)
		}, "within noise"},
		{"noise of one pair", reporttest.NoisyResult, func(r *repro.Result) {
			r.Repeats = nil
			noise(func(n *repro.Noise) { n.Repeats = 1 })(r)
		}, "within noise"},
		{"noise of re-runs without values", reporttest.NoisyResult, func(r *repro.Result) { r.Repeats = make([]repro.Run, 4) }, "within noise"},
		{"a value that no re-run has", reporttest.NoisyResult, func(r *repro.Result) { r.Comparison.Deltas[0].Reproduced = 0.91 }, "within noise"},
		{"a mean of other re-runs", reporttest.NoisyResult, noise(func(n *repro.Noise) { n.Mean = 0.873 }), "within noise"},
		{"a mean outside of the range", reporttest.NoisyResult, noise(func(n *repro.Noise) { n.HalfWidth = 0.001 }), "within noise"},
		{"a shift that matters", reporttest.NoisyResult, noise(func(n *repro.Noise) { n.Material = 0.01 }), "within noise"},
		{"a power of none", reporttest.NoisyResult, noise(func(n *repro.Noise) { n.Power = 0 }), "within noise"},
	} {
		r := tt.of()
		tt.change(&r)
		text, err := Encode(r)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Decode(text)
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s: got %v, want an error with %q", tt.name, err, tt.want)
		}
	}
}

func TestEncodeLeavesItsArgumentAlone(t *testing.T) {
	t.Parallel()
	r := reporttest.UnverifiedResult()
	r.Warnings = []string{"bad \xff byte"}
	r.Plan.Model.Tags = map[string]string{"k\xff": "v"}
	if _, err := Encode(r); err != nil {
		t.Fatal(err)
	}
	if r.Warnings[0] != "bad \xff byte" || r.Plan.Model.Tags["k\xff"] != "v" {
		t.Errorf("Encode changed the result it was given: %q, %q", r.Warnings, r.Plan.Model.Tags)
	}
}
