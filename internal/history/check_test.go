package history

import (
	"bytes"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

func saved(t *testing.T, r repro.Result) repro.Check {
	t.Helper()
	return NewCheck(r, []byte(r.CheckedAt.String()), "A sentence.", "report.json")
}

// TestCheckKeepsWhatALaterCheckWants: what went into the training comes back as it
// was, and the numbers exactly.
func TestCheckKeepsWhatALaterCheckWants(t *testing.T) {
	t.Parallel()
	for name, result := range map[string]repro.Result{
		"reproduced": reporttest.ReproducedResult(), "drifted": reporttest.DriftedResult(),
		"unverified": reporttest.UnverifiedResult(), "noisy": reporttest.NoisyResult(),
	} {
		result.Reproduction.Params = repro.Params{{Name: "lr", Value: "0.10"}, {Name: "note", Value: "a\nb"}}
		result.Reproduction.Metrics = append(repro.NewMetrics(map[string]float64{"a": 0.1, "b": math.Inf(1)}), result.Reproduction.Metrics...)
		result.Further = repro.Trainings{Made: 2, Took: 90 * time.Second}
		want := saved(t, result)
		want.JobCommit = strings.Repeat("ab", 20)
		text, err := Encode(want)
		if err != nil {
			t.Fatal(err)
		}
		if len(text) > 6000 || bytes.Count(text, []byte("\n")) != 1 {
			t.Errorf("%s: %d bytes", name, len(text))
		}
		got, err := Decode(text)
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, text)
		}
		again, err := Encode(got)
		if err != nil || !bytes.Equal(again, text) {
			t.Errorf("%s: %v; written again it is\n%s\nnot\n%s", name, err, again, text)
		}
		for i := range want.Inputs { // told by a later check of itself
			want.Inputs[i].Since, want.Inputs[i].Then = "", ""
		}
		want.From = ""
		if !reflect.DeepEqual(got.Inputs, want.Inputs) || !reflect.DeepEqual(got.Params, want.Params) || len(got.Runs) != len(want.Runs) ||
			got.Past != want.Past || got.Original != want.Original || got.Report != want.Report || got.Commit != want.Commit || got.JobCommit != want.JobCommit ||
			got.Seconds != want.Seconds || got.Trainings != want.Trainings || got.Trainings != got.Seconds+90 {
			t.Errorf("%s: read\n%+v\nwant\n%+v", name, got, want)
		}
	}
}

// TestDecodeRefuses what is no check, or says other than its metrics.
func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	good, err := Encode(saved(t, reporttest.DriftedResult()))
	if err != nil {
		t.Fatal(err)
	}
	for what, text := range map[string]string{
		"a drift that is called reproduced": strings.Replace(string(good), `"verdict":"drifted"`, `"verdict":"reproduced"`, 1),
		"a verdict of no set":               strings.Replace(string(good), `"verdict":"drifted"`, `"verdict":"fine"`, 1),
		"another version":                   strings.Replace(string(good), `"check_version":1`, `"check_version":2`, 1),
		"no time":                           `{"check_version":1,"model":{"name":"a","version":"1"},"verdict":"missed"}`,
		"no model":                          `{"check_version":1,"checked_at":"2026-11-23T02:41:07Z","verdict":"missed"}`,
		"no metric":                         `{"check_version":1,"checked_at":"2026-11-23T02:41:07Z","model":{"name":"a","version":"1"},"verdict":"reproduced"}`,
		"a missing metric":                  `{"check_version":1,"checked_at":"2026-11-23T02:41:07Z","model":{"name":"a","version":"1"},"verdict":"reproduced","metrics":[{"name":"a","original":1,"reproduced":1,"state":"identical"},{"name":"b","original":1,"state":"missing"}]}`,
		"two values called identical":       `{"check_version":1,"checked_at":"2026-11-23T02:41:07Z","model":{"name":"a","version":"1"},"verdict":"reproduced","metrics":[{"name":"a","original":1,"reproduced":2,"state":"identical"}]}`,
		"a value outside that is within":    `{"check_version":1,"checked_at":"2026-11-23T02:41:07Z","model":{"name":"a","version":"1"},"verdict":"reproduced","metrics":[{"name":"a","original":0.5,"reproduced":0.7,"low":0.495,"high":0.505,"tolerance":"1%","state":"within"}]}`,
		"other bounds than its tolerance's": `{"check_version":1,"checked_at":"2026-11-23T02:41:07Z","model":{"name":"a","version":"1"},"verdict":"reproduced","metrics":[{"name":"a","original":0.5,"reproduced":0.502,"low":0.495,"high":0.9,"tolerance":"1%","state":"within"}]}`,
		"a value within that is outside":    `{"check_version":1,"checked_at":"2026-11-23T02:41:07Z","model":{"name":"a","version":"1"},"verdict":"drifted","reason":"metrics-outside-tolerance","metrics":[{"name":"a","original":0.5,"reproduced":0.502,"tolerance":"1%","state":"outside"}]}`,
		"a drift without a metric":          `{"check_version":1,"checked_at":"2026-11-23T02:41:07Z","model":{"name":"a","version":"1"},"verdict":"drifted","reason":"unheard-of","metrics":[{"name":"a","original":0.5,"reproduced":0.5,"tolerance":"1%","state":"identical"}]}`,
		"a model that drifted":              `{"check_version":1,"checked_at":"2026-11-23T02:41:07Z","model":{"name":"a","version":"1"},"verdict":"reproduced","predictions":"outside","metrics":[{"name":"a","original":0.5,"reproduced":0.5,"state":"identical"}]}`,
		"a model that was not compared":     `{"check_version":1,"checked_at":"2026-11-23T02:41:07Z","model":{"name":"a","version":"1"},"verdict":"reproduced","predictions":"undecided","metrics":[{"name":"a","original":0.5,"reproduced":0.5,"state":"identical"}]}`,
		"predictions that are fine":         `{"check_version":1,"checked_at":"2026-11-23T02:41:07Z","model":{"name":"a","version":"1"},"verdict":"reproduced","predictions":"fine","metrics":[{"name":"a","original":0.5,"reproduced":0.5,"state":"identical"}]}`,
		"identical without values":          `{"check_version":1,"checked_at":"2026-11-23T02:41:07Z","model":{"name":"a","version":"1"},"verdict":"reproduced","metrics":[{"name":"b","original":1,"reproduced":1,"state":"identical"},{"name":"a","state":"identical"}]}`,
		"identical and all null":            `{"check_version":1,"checked_at":"2026-11-23T02:41:07Z","model":{"name":"a","version":"1"},"verdict":"reproduced","metrics":[{"name":"a","original":null,"reproduced":null,"low":null,"high":null,"tolerance":"1%","state":"identical"}]}`,
		"within without values":             `{"check_version":1,"checked_at":"2026-11-23T02:41:07Z","model":{"name":"a","version":"1"},"verdict":"reproduced","metrics":[{"name":"a","original":null,"reproduced":null,"low":null,"high":null,"tolerance":"1%","state":"within"}]}`,
		"noise without values":              `{"check_version":1,"checked_at":"2026-11-23T02:41:07Z","model":{"name":"a","version":"1"},"verdict":"reproduced","metrics":[{"name":"a","tolerance":"1%","state":"noise"}],"runs":[{"a":1},{"a":2},{"a":3}]}`,
		"noise that was not measured":       `{"check_version":1,"checked_at":"2026-11-23T02:41:07Z","model":{"name":"a","version":"1"},"verdict":"reproduced","metrics":[{"name":"a","original":1,"reproduced":2,"tolerance":"1%","state":"noise"}]}`,
		"noise that re-runs do not have":    `{"check_version":1,"checked_at":"2026-11-23T02:41:07Z","model":{"name":"a","version":"1"},"verdict":"reproduced","metrics":[{"name":"a","original":1,"reproduced":2,"tolerance":"1%","state":"noise"}],"runs":[{"a":2},{"b":1.5},{"a":1.2}]}`,
		"noise of one run and no report":    `{"check_version":1,"checked_at":"2026-11-23T02:41:07Z","model":{"name":"a","version":"1"},"verdict":"reproduced","metrics":[{"name":"a","original":1,"reproduced":2,"tolerance":"1%","state":"noise"}],"runs":[{"a":2}]}`,
		"noise outside of its re-runs":      `{"check_version":1,"checked_at":"2026-11-23T02:41:07Z","model":{"name":"a","version":"1"},"verdict":"reproduced","metrics":[{"name":"a","original":1,"reproduced":2,"tolerance":"1%","state":"noise"}],"runs":[{"a":1.1},{"a":1.5},{"a":1.2}]}`,
		"noise that is cut, and no report":  `{"check_version":1,"checked_at":"2026-11-23T02:41:07Z","model":{"name":"a","version":"1"},"verdict":"reproduced","metrics":[{"name":"a","original":1,"reproduced":2,"tolerance":"1%","state":"noise"}],"cut":true}`,
		"identical, and a re-run differs":   `{"check_version":1,"checked_at":"2026-11-23T02:41:07Z","model":{"name":"a","version":"1"},"verdict":"reproduced","metrics":[{"name":"a","original":1,"reproduced":1,"state":"identical"}],"runs":[{"a":1},{"a":1.5}]}`,
		"within, and re-runs are elsewhere": `{"check_version":1,"checked_at":"2026-11-23T02:41:07Z","model":{"name":"a","version":"1"},"verdict":"reproduced","metrics":[{"name":"a","original":1,"reproduced":1.001,"tolerance":"1%","state":"within"}],"runs":[{"a":2},{"a":3}]}`,
		"only what is no number":            `{"check_version":1,"checked_at":"2026-11-23T02:41:07Z","model":{"name":"a","version":"1"},"verdict":"reproduced","metrics":[{"name":"a","state":"identical"}],"runs":[{"a":"NaN"}]}`,
		"a time of the year 1":              `{"check_version":1,"checked_at":"0001-01-01T00:00:00Z","model":{"name":"a","version":"1"},"verdict":"missed"}`,
		"half of it":                        string(good[:len(good)/2]),
	} {
		if text == string(good) {
			t.Fatalf("%s: nothing was changed", what)
		}
		if got, err := Decode([]byte(text)); err == nil {
			t.Errorf("%s was read: %+v", what, got.Past)
		}
	}
}

// TestDecodeReads what is honest beside what TestDecodeRefuses has.
func TestDecodeReads(t *testing.T) {
	t.Parallel()
	digest := strings.Repeat("ab", 32)
	for what, rest := range map[string]string{
		"noise of three re-runs":          `"metrics":[{"name":"a","original":1,"reproduced":2,"tolerance":"1%","state":"noise"}],"runs":[{"a":2},{"a":0.5},{"a":1.2}]}`,
		"noise of several originals":      `"metrics":[{"name":"a","original":1,"reproduced":2,"tolerance":"1%","state":"noise"}],"runs":[{"a":2}],"report_sha256":"` + digest + `"}`,
		"noise of a check too large":      `"metrics":[{"name":"a","original":1,"reproduced":2,"tolerance":"1%","state":"noise"}],"cut":true,"report_sha256":"` + digest + `"}`,
		"what diverged the same way":      `"metrics":[{"name":"a","state":"identical"},{"name":"b","original":1,"reproduced":1,"state":"identical"}],"runs":[{"a":"NaN","b":1}]}`,
		"a mean of re-runs":               `"metrics":[{"name":"a","original":1,"reproduced":1.001,"tolerance":"1%","state":"within"}],"runs":[{"a":0.98},{"a":1.022}]}`,
		"a metric that is only reported":  `"metrics":[{"name":"a","state":"reported"},{"name":"b","original":1,"reproduced":1,"state":"identical"}]}`,
		"re-runs with names of their own": `"metrics":[{"name":"a","original":1,"reproduced":1,"state":"identical"}],"runs":[{"eval/a":1}]}`,
	} {
		text := `{"check_version":1,"checked_at":"2026-11-23T02:41:07Z","model":{"name":"a","version":"1"},"verdict":"reproduced",` + rest
		if _, err := Decode([]byte(text)); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestEncodeIsRead: what is written is read again, or it is not written.
func TestEncodeIsRead(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 8))
	written := 0
	for range 300 {
		r := reporttest.AnyResult(random)
		r.Verdict = []repro.Verdict{repro.Reproduced, repro.Drifted, repro.Unverified}[random.IntN(3)]
		if text, err := Encode(saved(t, r)); err == nil {
			written++
			if _, err := Decode(text); err != nil {
				t.Errorf("%v\n%.300s", err, text)
			}
		}
	}
	if written < 10 {
		t.Errorf("%d were written", written)
	}
	timeless := saved(t, reporttest.ReproducedResult())
	timeless.At = time.Time{}
	if text, err := Encode(timeless); err == nil {
		t.Errorf("a check of no time is written: %.100s", text)
	}
	dir := t.TempDir()
	if added, err := Append(dir, []repro.Check{timeless}); err == nil || len(added) > 0 {
		t.Errorf("added %d, %v", len(added), err)
	}
}

// TestMappedNoiseIsKept: re-runs whose names are mapped are not kept, and the check is read.
func TestMappedNoiseIsKept(t *testing.T) {
	t.Parallel()
	r := reporttest.NoisyResult()
	r.Reproduction.From, r.Plan.Metrics.Map = "metrics.json", map[string]string{"f1": "F1"}
	text, err := Encode(saved(t, r))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := Decode(text); err != nil || got.Verdict != repro.Reproduced || len(got.Runs) > 0 {
		t.Errorf("read %+v, %v", got, err)
	}
}

// TestNameHasTheDigest: a file that is named for a report is of that report.
func TestNameHasTheDigest(t *testing.T) {
	t.Parallel()
	c := saved(t, reporttest.ReproducedResult())
	text, err := Encode(c)
	if err != nil {
		t.Fatal(err)
	}
	other := c
	other.Report = strings.Repeat("ab", 32)
	for name, want := range map[string]int{Place(c, text): 1, Place(other, text): 0, "checks/churn/7/mine.json": 1} {
		r := &Reader{}
		r.Add(name, text)
		if got, gaps := r.Read(nil); len(got) != want || gaps.Unread != (want == 0) {
			t.Errorf("%s: read %d, %q", name, len(got), gaps.Notes)
		}
	}
}

// TestModelDriftIsKept: a drift of the model's predictions alone is a check like others.
func TestModelDriftIsKept(t *testing.T) {
	t.Parallel()
	r := reporttest.ReproducedResult()
	r.Verdict, r.Reason = repro.Drifted, repro.ModelOutsideTolerance
	r.Comparison.Model = &repro.ModelDelta{State: repro.StateOutside, Tolerance: "exact", Values: 6, Different: 4, Difference: "0.5"}
	text, err := Encode(saved(t, r))
	if err != nil {
		t.Fatal(err)
	}
	got, err := Decode(text)
	if err != nil || got.Verdict != repro.Drifted || got.Models != (repro.CheckedModels{State: repro.StateOutside, Tolerance: "exact", Difference: "0.5"}) {
		t.Errorf("read %+v, %v", got, err)
	}
	r.Comparison.Model.Tolerance = "" // reported alone
	if c := saved(t, r); c.Models.State != "" {
		t.Errorf("what is only reported counts: %q", c.Models.State)
	}
}

// TestEncodeIsSmall: what a run with thousands of params would need is left out, and
// said.
func TestEncodeIsSmall(t *testing.T) {
	t.Parallel()
	c := saved(t, reporttest.ReproducedResult())
	for range 3000 {
		c.Params = append(c.Params, repro.Param{Name: "a.long.name.of.a.param", Value: "some value"})
	}
	text, err := Encode(c)
	if err != nil || len(text) > wholeCheck {
		t.Fatalf("%d bytes, %v", len(text), err)
	}
	got, err := Decode(text)
	if err != nil || !got.Cut || len(got.Params)+len(got.Inputs) > 0 || len(got.Metrics) == 0 {
		t.Errorf("read %+v, %v", got, err)
	}
}

// TestPlace: a model may be called anything, and its checks stay inside the
// history, apart from others'.
func TestPlace(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, name := range []string{"churn", "Churn v2", "..", "../../etc/passwd", ".git", "a/b", "a_b", "con", "NUL.txt", "", strings.Repeat("x", 300), strings.Repeat("x", 301), "модель", "模型", "-rf", "a\nb", "a:b"} {
		c := repro.Check{Record: repro.Record{Model: name, Version: "7", Past: repro.Past{At: time.Unix(0, 0)}}}
		place := Place(c, []byte("x"))
		parts := strings.Split(place, "/")
		if len(parts) != 4 || len(place) > 140 || !filepath.IsLocal(place) || strings.HasPrefix(parts[1], ".") || strings.ContainsFunc(place, func(r rune) bool { return r > 126 || r < '!' || strings.ContainsRune(`\:*?"<>|`, r) }) {
			t.Errorf("%q is at %q", name, place)
		}
		if other, there := seen[strings.ToLower(parts[1])]; there {
			t.Errorf("%q and %q are both in %s", name, other, parts[1])
		}
		seen[strings.ToLower(parts[1])] = name
	}
}

// TestAppend adds each check once, whoever adds it, and never changes one.
func TestAppend(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "history")
	first, second := saved(t, reporttest.ReproducedResult()), saved(t, reporttest.DriftedResult())
	missed := NewMissed(repro.ModelVersion{Name: "upsell", Version: "3"}, reporttest.At("2026-11-24T02:41:00Z"), "reproduce v1.0.0")
	second.At = second.At.Add(24 * time.Hour)
	for i, want := range []int{2, 1, 0} {
		added, err := Append(dir, [][]repro.Check{{first, missed}, {first, second}, {second, first, missed}}[i])
		if err != nil || len(added) != want {
			t.Fatalf("time %d: added %d, %v; want %d", i, len(added), err, want)
		}
	}
	reader := &Reader{Dir: dir}
	checks, gaps := reader.Read([]string{"."})
	var verdicts []string
	for _, c := range checks {
		verdicts = append(verdicts, c.Model+" "+string(c.Verdict))
	}
	if want := []string{"churn-classifier reproduced", "churn-classifier drifted", "upsell missed"}; !slices.Equal(verdicts, want) || gaps.Notes != nil || gaps.Unread {
		t.Errorf("read %q, %q; want %q", verdicts, gaps.Notes, want)
	}
	text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(Place(first, nil))))
	if err != nil || !strings.HasPrefix(string(text), `{"check_version":1,`) {
		t.Errorf("%v\n%s", err, text)
	}
	left, err := filepath.Glob(filepath.Join(dir, "*", "*", "*", ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %q, %v", left, err)
	}
}

// TestReadHidesSecrets in every text, of one check and of those that share it.
func TestReadHidesSecrets(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := saved(t, reporttest.DriftedResult())
	for _, text := range []*string{&c.Summary, &c.Detail, &c.Cause, &c.Stage, &c.Links.Model, &c.Links.Original, &c.Links.Run, &c.Links.Workflow, &c.Links.Job, &c.Tool, &c.ID} {
		*text += "hunter2"
	}
	c.Aliases = []string{"hunter2"}
	c.Params = repro.Params{{Name: "a", Value: "hunter2"}}
	c.Inputs[0].Now, c.Metrics[0].Tolerance = "hunter2", "hunter2"
	d := c
	d.At = c.At.Add(24 * time.Hour)
	if _, err := Append(dir, []repro.Check{c, d}); err != nil {
		t.Fatal(err)
	}
	checks, _ := (&Reader{Dir: dir, Redact: func(text string) string { return strings.ReplaceAll(text, "hunter2", "***") }}).Read([]string{"."})
	if len(checks) != 2 {
		t.Fatalf("read %d checks", len(checks))
	}
	for i, c := range checks {
		if text, err := Encode(c); err != nil || bytes.Contains(text, []byte("hunter2")) || bytes.Count(text, []byte("***")) != 15 {
			t.Errorf("check %d: %v, %d hidden\n%s", i, err, bytes.Count(text, []byte("***")), text)
		}
	}
}
