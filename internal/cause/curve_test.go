package cause

import (
	"encoding/json"
	"iter"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// history makes points at steps 0, 1, … a second apart.
func history(values ...float64) []repro.Point {
	var points []repro.Point
	for i, v := range values {
		points = append(points, repro.Point{Step: int64(i), At: time.Unix(int64(i), 0), Value: v})
	}
	return points
}

func compareCurves(t *testing.T, original, reproduced []repro.Point) repro.Curve {
	t.Helper()
	return CompareCurves("val_loss", slices.Values(original), slices.Values(reproduced), byDefault(t))
}

// byDefault is the question that the default tolerance answers.
func byDefault(t testing.TB) func(original, reproduced float64) bool {
	t.Helper()
	within, err := judge.Within(repro.MetricPolicy{}, "m")
	if err != nil {
		t.Fatal(err)
	}
	return within
}

func TestCurves(t *testing.T) {
	t.Parallel()
	falling := history(1, .8, .6, .5, .4)
	unordered := []repro.Point{falling[3], falling[0], falling[4], falling[1], falling[2]}
	long := history(1, .8, .6, .5, .4, .3, .2)
	withoutSteps := func(values ...float64) []repro.Point {
		points := history(values...)
		for i := range points {
			points[i].Step = 0
		}
		return points
	}
	late := withoutSteps(1, .8, .6)
	slices.Reverse(late) // delivered in another order, with the right times
	resumed := slices.Concat(history(1, .8, .6), history(1, .8, .6, .5)[2:])
	for _, tt := range []struct {
		name                 string
		original, reproduced []repro.Point
		pattern              repro.Pattern
		line                 string
	}{
		{"C1 equal", falling, falling, repro.PatternEqual, "equal through step 4"},
		{"C2 first apart by a rounding error", falling, history(1, .8, .6000001, .51, .4), repro.PatternArithmetic,
			"equal through step 1; first difference at 2 (1e-7); outside tolerance from 3; largest 0.01 at 3; equal again at the end"},
		{"C3 delivered out of step order", falling, unordered, repro.PatternEqual, "equal through step 4"},
		{"C4 one is longer", falling, long, repro.PatternLength, "equal through step 4; 2 extra steps in the reproduction only"},
		{"C4 the other is longer", long, falling, repro.PatternLength, "equal through step 4; 2 extra steps in the original only"},
		{"C5 no steps logged", withoutSteps(1, .8, .6), late, repro.PatternEqual, "equal through point 3; no steps were logged, so points are paired in order"},
		{"C5 no steps logged, one apart", withoutSteps(1, .8, .6), withoutSteps(1, .8, .7), repro.PatternJump, "equal through point 2; first difference at point 3 (0.1); outside tolerance from point 3; largest 0.1 at point 3; no steps were logged, so points are paired in order"},
		{"apart from the start", falling, history(1.3, .7, .61, .52, .41), repro.PatternStart, "first difference at step 0 (0.3); outside tolerance from 0; largest 0.3 at 0"},
		{"equal at the first point only", falling, history(1, .7, .61, .52, .41), repro.PatternSecond, "equal through step 0; first difference at 1 (0.1); outside tolerance from 1; largest 0.1 at 1"},
		{"a jump", falling, history(1, .8, .6, .9, .8), repro.PatternJump, "equal through step 2; first difference at 3 (0.4); outside tolerance from 3; largest 0.4 at 3"},
		{"a constant offset", falling, history(1.5, 1.3, 1.1, 1, .9), repro.PatternOffset, "first difference at step 0 (0.5); outside tolerance from 0; largest 0.5 at 0"},
		{"a constant factor", falling, history(100, 80, 60, 50, 40), repro.PatternFactor, "first difference at step 0 (99); outside tolerance from 0; largest 99 at 0"},
		{"a constant offset of what stands still says nothing", history(.9, .9, .9, .9), history(.8, .8, .8, .8), repro.PatternStart, "first difference at step 0 (0.1); outside tolerance from 0; largest 0.1 at 0"},
		{"never outside", falling, history(1, .8, .6000001, .5, .4), repro.PatternArithmetic, "equal through step 1; first difference at 2 (1e-7); never outside tolerance; largest 1e-7 at 2; equal again at the end"},
		{"one diverged", falling, history(1, .8, math.NaN(), math.NaN(), math.NaN()), repro.PatternJump, "equal through step 1; first difference at 2 (NaN against 0.6); outside tolerance from 2; largest NaN against 0.6 at 2"},
		{"both diverged", history(1, math.NaN()), history(1, math.NaN()), repro.PatternEqual, "equal through step 1"},
		{"a resumed run repeats a step", resumed, falling, repro.PatternLength, "equal through step 3; 1 extra step in the original only; 1 extra step in the reproduction only"},
		{"nothing shared", falling, nil, repro.PatternNothing, "no shared steps; 5 extra steps in the original only"},
		{"nothing at all", nil, nil, repro.PatternNothing, "no shared steps"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := compareCurves(t, tt.original, tt.reproduced)
			if c.Pattern != tt.pattern {
				t.Errorf("pattern %q, want %q", c.Pattern, tt.pattern)
			}
			if want := "val_loss: " + tt.line; CurveSentence(c) != want {
				t.Errorf("got  %s\nwant %s", CurveSentence(c), want)
			}
		})
	}
}

func TestC6AmbiguousLatest(t *testing.T) {
	t.Parallel()
	at := func(ms int64, step int64, value float64) repro.Point {
		return repro.Point{Step: step, At: time.UnixMilli(ms), Value: value}
	}
	before := []repro.Point{at(1, 0, .1), at(2, 1, .2), at(3, 2, .3)}
	together := slices.Concat(before, []repro.Point{at(10, 3, .5), at(10, 3, .7)})
	apart := slices.Concat(before, []repro.Point{at(10, 3, .7), at(11, 3, .5)})
	seen := func(points []repro.Point) *Latest {
		l := &Latest{}
		if read := slices.Collect(l.Seen(slices.Values(points))); !slices.Equal(read, points) {
			t.Errorf("it gives %v of %v", read, points)
		}
		return l
	}
	if got := latest(seen(together).last); got != .7 {
		t.Errorf("two values in one millisecond: latest %v, want the larger", got)
	}
	if got := latest(seen(apart).last); got != .5 {
		t.Errorf("two values a millisecond apart: latest %v, want the later", got)
	}
	for _, tt := range []struct {
		name string
		a, b []repro.Point
		want bool
	}{
		{"the same two values, a millisecond apart in one run", together, apart, true},
		{"the other way round", apart, together, true},
		{"the same histories", together, together, false},
		{"another value", together, slices.Concat(before, []repro.Point{at(10, 3, .7), at(11, 3, .4)}), false},
		{"one value each", before, slices.Concat(before[:2], []repro.Point{at(3, 2, .4)}), false},
		{"more values", together, slices.Concat(apart, []repro.Point{at(12, 3, .5)}), false},
		{"nothing", nil, nil, false},
	} {
		if got := AmbiguousLatest(seen(tt.a), seen(tt.b)); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
	verdict, reason, detail := judge.Judge(nil, repro.Comparison{Deltas: []repro.Delta{judge.MarkAmbiguous(repro.Delta{Name: "m", State: repro.StateOutside})}})
	if verdict != repro.Unverified || reason != repro.Unstable || !strings.Contains(detail, "m: both runs logged the same values") {
		t.Errorf("%s, %s, %q; want unverified", verdict, reason, detail)
	}
}

func TestCurveHint(t *testing.T) {
	t.Parallel()
	point := &repro.CurvePoint{}
	equal, apart := repro.Curve{Name: "train_loss", Pattern: repro.PatternEqual}, repro.Curve{Name: "val_loss", Pattern: repro.PatternStart, FirstOutside: point}
	for _, tt := range []struct {
		name   string
		curves []repro.Curve
		want   string // its beginning
	}{
		{"training equal, evaluation not", []repro.Curve{equal, apart}, "val_loss: the training curves are equal"},
		{"training differs as well", []repro.Curve{{Name: "train/acc", Pattern: repro.PatternStart}, equal, apart}, "train/acc: different from the first step on"},
		{"no evaluation", []repro.Curve{equal}, ""},
		{"no training", []repro.Curve{apart}, "val_loss: different from the first step on"},
		{"inside the tolerance", []repro.Curve{equal, {Name: "val_loss", Pattern: repro.PatternArithmetic}}, "val_loss: first apart by a rounding error"},
		{"none", nil, ""},
	} {
		if got := CurveHint(tt.curves, nil); !strings.HasPrefix(got, tt.want) || tt.want == "" && got != "" {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestStartsApart: what is known to be the same is not named, and code where it differs.
func TestStartsApart(t *testing.T) {
	t.Parallel()
	curves := []repro.Curve{{Name: "loss", Pattern: repro.PatternStart}}
	cause := func(factor, now string, strength repro.Strength) repro.Cause {
		return repro.Cause{Factor: factor, Name: "x", Now: now, Strength: strength}
	}
	code := cause(repro.KindCode, "", repro.DiffersUntested)
	for _, tt := range []struct {
		causes []repro.Cause
		want   string
	}{
		{nil, "another seed, other initial weights, data, data order or params"},
		{[]repro.Cause{code}, "another seed, other initial weights, data, data order, params or code"},
		{[]repro.Cause{cause(repro.KindOverride, "0.05", repro.DiffersUntested), cause(repro.KindParams, "2", repro.Same)}, "another seed, other initial weights, data, data order or code"},
		{[]repro.Cause{code, cause(repro.KindSeed, "1", repro.Same), cause(repro.KindParams, "2", repro.Same), cause(repro.KindData, "md5 1", repro.Same)}, "other initial weights, data order or code"},
		{[]repro.Cause{cause(repro.KindSeed, "1", repro.Same), cause(repro.KindSeed, "2", repro.NotRecorded), cause(repro.KindData, "mlflow 1", repro.Same)}, "another seed, other initial weights, data, data order or params"},
		{[]repro.Cause{{Factor: repro.KindFile, Name: "README.md", Bearing: repro.BearingSeldom, Strength: repro.DiffersUntested}}, "another seed, other initial weights, data, data order or params"},
	} {
		if got, want := CurveHint(curves, tt.causes), "loss: "+fromTheStart+tt.want; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// TestNoDriftIsExplained: metrics that are missing are no drift, and equal re-runs
// do not vary.
func TestNoDriftIsExplained(t *testing.T) {
	t.Parallel()
	differ := []repro.Cause{{Factor: repro.KindParams, Name: "lr", Strength: repro.DiffersUntested}}
	missing := repro.Comparison{Deltas: []repro.Delta{{Name: "f1", State: repro.StateMissing}}}
	if got := Conclude(missing, differ); got != "" {
		t.Errorf("of missing metrics: %s", got)
	}
	for deviation, varies := range map[float64]bool{0: false, 0.1: true} {
		c := repro.Comparison{Deltas: []repro.Delta{{Name: "f1", State: repro.StateOutside, Noise: &repro.Noise{Repeats: 3, Deviation: deviation}}}}
		ledger := NewLedger([]repro.Record{checked(26, repro.Reproduced, input("data", "a.csv", "md5 1", "md5 1"))}, today())
		now := ledger.Mark([]repro.Input{input("data", "a.csv", "md5 1", "md5 1")}, Comparer{})
		for _, got := range []string{Conclude(c, nil), ledger.Conclude(c, nil, now)} {
			if strings.Contains(got, "vary from run to run") != varies || got == "" {
				t.Errorf("deviation %g: %s", deviation, got)
			}
		}
	}
}

// TestCurvesInAnyOrder delivers two histories shuffled, as far as the window
// goes: what is said about them may not change.
func TestCurvesInAnyOrder(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		var a, b []float64
		for i := range 1 + random.IntN(50) {
			a = append(a, random.Float64())
			b = append(b, a[i])
			if random.IntN(5) == 0 {
				b[i] += math.Pow(10, -10*random.Float64())
			}
		}
		want := compareCurves(t, history(a...), history(b...))
		x, y := history(a...), history(b...)
		random.Shuffle(len(x), func(i, j int) { x[i], x[j] = x[j], x[i] })
		random.Shuffle(len(y), func(i, j int) { y[i], y[j] = y[j], y[i] })
		if got := compareCurves(t, x, y); !reflect.DeepEqual(got, want) {
			t.Fatalf("got  %+v\nwant %+v", got, want)
		}
	}
}

// TestCurveWindow: a point that comes later than the window is long is left
// out and counted, never compared with another's partner.
func TestCurveWindow(t *testing.T) {
	t.Parallel()
	points := func(yield func(repro.Point) bool) {
		for step := int64(1); step <= orderWindow+10; step++ {
			if !yield(repro.Point{Step: step, Value: 1}) {
				return
			}
		}
		yield(repro.Point{Step: 0, Value: 1})
	}
	c := CompareCurves("m", points, points, byDefault(t))
	if c.Shared != orderWindow+10 || c.OutOfOrder != 2 || !strings.Contains(CurveSentence(c), "2 points left out") {
		t.Errorf("%d shared, %d out of order: %s", c.Shared, c.OutOfOrder, CurveSentence(c))
	}
}

func TestSparkline(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name      string
		distances []float64
		want      string
	}{
		{"nothing", nil, ""},
		{"equal", []float64{0, 0, 0}, "···"},
		{"growing", []float64{0, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1}, "·▁▂▃▄▅▆▇█"},
		{"one size", []float64{0, 2, 2}, "·██"},
		{"one size but for a rounding error", []float64{0, 0.001, 0.0010000000000000009, 0.0009999999999999992}, "·███"},
		{"neighbours", []float64{0.1, math.Nextafter(0.1, 1)}, "██"},
		{"diverged", []float64{0, 1, math.Inf(1)}, "·█×"},
	} {
		var s sparkline
		for _, d := range tt.distances {
			s.add(repro.CurvePoint{Reproduced: d})
		}
		if got := s.String(); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	var s sparkline
	for i := range 1000 {
		s.add(repro.CurvePoint{Step: int64(i), Reproduced: float64(i / 500)})
	}
	got := []rune(s.String())
	if len(got) > sparkColumns || len(got) < sparkColumns/2 || got[0] != '·' || got[len(got)-1] != '█' || slices.Index(got, '█') != 500/s.width {
		t.Errorf("%q of 1000 points, half of them different", string(got))
	}
	for i, p := range s.largest {
		if stretch := int(p.Step) / s.width; stretch != i {
			t.Errorf("point %d of the chart is of stretch %d", i, stretch)
		}
	}
}

// million gives a history of a million points without holding it.
func million(change float64) iter.Seq[repro.Point] {
	return func(yield func(repro.Point) bool) {
		for step := range int64(1_000_000) {
			value := 1 / float64(step+1)
			if step > 600_000 {
				value += change
			}
			if !yield(repro.Point{Step: step, At: time.UnixMilli(step), Value: value}) {
				return
			}
		}
	}
}

// TestCurvesInBoundedMemory compares a million points a side in 64 MB.
func TestCurvesInBoundedMemory(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(100)) // the program's, whatever GOGC the tests run with
	var peak uint64
	watch := func(points iter.Seq[repro.Point]) iter.Seq[repro.Point] {
		return func(yield func(repro.Point) bool) {
			n := 0
			for p := range points {
				if n++; n%100_000 == 0 {
					var m runtime.MemStats
					runtime.ReadMemStats(&m)
					peak = max(peak, m.HeapInuse)
				}
				if !yield(p) {
					return
				}
			}
		}
	}
	c := CompareCurves("m", watch(million(0)), watch(million(1e-3)), byDefault(t))
	if c.Shared != 1_000_000 || c.FirstDifferent == nil || c.FirstDifferent.Step != 600_001 {
		t.Errorf("%s", CurveSentence(c))
	}
	if peak > 64<<20 {
		t.Errorf("%d MB in use, want at most 64", peak>>20)
	}
	t.Logf("%d MB in use at most; %s %s", peak>>20, CurveSentence(c), c.Spark)
}

func BenchmarkCurvesMillion(b *testing.B) {
	within := byDefault(b)
	for b.Loop() {
		CompareCurves("m", million(0), million(1e-3), within)
	}
}

// BenchmarkDecodeMillion is what merely decoding two such histories costs.
func BenchmarkDecodeMillion(b *testing.B) {
	type point struct {
		Key       string  `json:"key"`
		Value     float64 `json:"value"`
		Timestamp int64   `json:"timestamp"`
		Step      int64   `json:"step"`
	}
	var points []point
	for p := range million(1e-3) {
		points = append(points, point{"m", p.Value, p.At.UnixMilli(), p.Step})
	}
	text, err := json.Marshal(points)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		for range 2 {
			points = points[:0]
			if err := json.Unmarshal(text, &points); err != nil {
				b.Fatal(err)
			}
		}
	}
}
