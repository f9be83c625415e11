package judge

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

func TestFine(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		want  bool
		names string
		value float64
	}{
		{true, "loss val_loss log_loss eval/nll rmse r2 r2_score mean_squared_error mean_absolute_error perplexity", 0.316873},
		{false, "loss val_loss rmse", 0.31416},
		{false, "accuracy test_acc testAccuracy auc f1_score recall error score gmean zero_one_loss zeroOneLoss hamming_loss", 0.31415926535},
		{true, "m objective reward", 0.31415927},
		{false, "m objective reward", 0.3141593},
		{false, "loss m", 28.0 / 30},
		{false, "loss m", 2800.0 / 30}, // in percent
		{false, "loss m", 7931.0 / 8347},
		{false, "loss m", 79.9720168}, // 4001 of 5003 in percent
		{false, "loss", 0.934783},     // 43 of 46
		{false, "loss m n_params", 1234567},
		{false, "loss", inf},
		{true, "loss", -12.345678},
	} {
		for name := range strings.FieldsSeq(tt.names) {
			if got := fine(name, tt.value); got != tt.want {
				t.Errorf("%s = %v: fine is %v", name, tt.value, got)
			}
		}
	}
}

// TestShares: what counts is found out by its value, whatever it is called, and
// real numbers are mistaken for a count as rarely as isShare says.
func TestShares(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(21, 22))
	for range 3000 {
		n := 2 + random.IntN(100_000)
		v := float64(random.IntN(n)) / float64(n)
		if fine("loss", v) || fine("loss", 100*v) {
			t.Fatalf("%v is a whole number of %d-ths", v, n)
		}
	}
	for _, digits := range []int{6, 8, 10, 16} {
		mistaken := 0
		const draws = 4000
		for range draws {
			v := parse(t, fmt.Sprintf("%.*f", digits, 0.1+0.9*random.Float64()))
			decimals, _ := decimal.Precision(v)
			if isShare(v, decimals) {
				mistaken++
			}
		}
		if mistaken > draws*7/100 {
			t.Errorf("%d of %d numbers with %d digits taken for shares", mistaken, draws, digits)
		}
	}
}

func TestFineWitness(t *testing.T) {
	t.Parallel()
	long := cause.PrintCurve(points(t, "1 .9 .8 .7 .6 .5 .4 .3 .2 .1"))
	moved := cause.PrintCurve(points(t, "1 .9 .8 .7 .6 .5 .4 .3 .2 .15"))
	short := cause.PrintCurve(points(t, "1 1 1 1 .9 .8 .7 .6 .5 .4 .3 .2 .1 .05"))
	run := func(loss float64, curve repro.CurvePrint) Sample {
		s := Sample{Metrics: repro.NewMetrics(map[string]float64{"acc": 0.9, "loss": loss})}
		if curve.Values > 0 {
			s.Curves = map[string]repro.CurvePrint{"acc": curve}
		}
		return s
	}
	none := repro.CurvePrint{}
	for _, tt := range []struct {
		name     string
		original Sample
		repeats  []Sample
		spec     string
		want     string
	}{
		{"a loss", run(0.31415926, none), []Sample{run(0.41415926, none), run(0.41415926, none), run(0.41415926, none)}, "", "loss"},
		{"a loss that moves", run(0.31415926, none), []Sample{run(0.41415926, none), run(0.41415926, none), run(0.41415927, none)}, "", ""},
		{"a loss that is the original's", run(0.41415926, none), []Sample{run(0.41415926, none), run(0.41415926, none)}, "", ""},
		{"a loss of few digits", run(0.314, none), []Sample{run(0.414, none), run(0.414, none)}, "", ""},
		{"a loss nobody judges", run(0.31415926, none), []Sample{run(0.41415926, none), run(0.41415926, none)}, "loss: ignore", ""},
		{"a loss that is only shown", run(0.31415926, none), []Sample{run(0.41415926, none), run(0.41415926, none)}, "loss: report", "loss"},
		{"a loss that one lacks", run(0.31415926, none), []Sample{run(0.41415926, none), {Metrics: metrics("acc", 0.9)}}, "", ""},
		{"a curve", run(1, long), []Sample{run(2, moved), run(2, moved)}, "", "the curve of acc"},
		{"a curve that moves", run(1, long), []Sample{run(2, moved), run(2, long)}, "", ""},
		{"a curve that is the original's", run(1, long), []Sample{run(2, long), run(2, long)}, "", ""},
		{"a curve that one lacks", run(1, long), []Sample{run(2, moved), run(2, none)}, "", ""},
		{"a curve unknown of the original", run(1, none), []Sample{run(2, moved), run(2, moved)}, "", ""},
		{"a curve of few values", run(1, long), []Sample{run(2, cause.PrintCurve(points(t, "1 1 1 .9 .8"))), run(2, cause.PrintCurve(points(t, "1 1 1 .9 .8")))}, "", ""},
		{"a curve with ten values", run(1, long), []Sample{run(2, short), run(2, short)}, "", "the curve of acc"},
	} {
		rules, err := readPolicy(repro.MetricPolicy{Tolerances: tolerances(t, tt.spec)})
		if err != nil {
			t.Fatal(err)
		}
		if got := fineWitness(tt.original, tt.repeats, rules); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestEqualRepeats: a coarse metric is called deterministic only beside a fine
// quantity that is equal too.
func TestEqualRepeats(t *testing.T) {
	t.Parallel()
	run := func(acc, loss float64) Sample {
		return Sample{Metrics: repro.NewMetrics(map[string]float64{"accuracy": acc, "loss": loss})}
	}
	for _, tt := range []struct {
		name   string
		losses []float64
		want   repro.State
		note   string
	}{
		{"an equal loss", []float64{0.41415926, 0.41415926, 0.41415926}, repro.StateOutside, "deterministic here: 3 equal re-runs, and loss is equal to the last digit in all of them"},
		{"a loss that varies", []float64{0.41415926, 0.41415926, 0.41415927}, repro.StateUndecided, "with probability up to 0.125"},
		{"a loss of two digits", []float64{0.41, 0.41, 0.41}, repro.StateUndecided, "no metric with more digits is equal"},
	} {
		var repeats []Sample
		for _, loss := range tt.losses {
			repeats = append(repeats, run(0.9, loss))
		}
		c, err := CompareRepeats([]Sample{run(28.0/30, 0.31415926)}, repeats, repro.MetricPolicy{Tolerances: tolerances(t, "loss: report")}, NoisePolicy{})
		if err != nil {
			t.Fatal(err)
		}
		d := c.In(repro.StateOutside, repro.StateUndecided)[0]
		if d.State != tt.want || !strings.Contains(strings.Join(d.Notes, "; "), tt.note) {
			t.Errorf("%s: %s, notes %q; want %s, %q", tt.name, d.State, d.Notes, tt.want, tt.note)
		}
		if got := EqualByChance(c); got != (tt.want == repro.StateUndecided) {
			t.Errorf("%s: something finer is wanted: %v", tt.name, got)
		}
		if verdict, reason, detail := Judge(nil, c); tt.want == repro.StateUndecided && (verdict != repro.Unverified || reason != repro.NoiseTooLarge || !strings.Contains(detail, "Log a loss with all its digits")) {
			t.Errorf("%s: %s, %s, %q", tt.name, verdict, reason, detail)
		}
	}
}

// points is a history of values at steps 0, 1, 2 and so on.
func points(t *testing.T, values string) iter.Seq[repro.Point] {
	t.Helper()
	var list []repro.Point
	for i, literal := range strings.Fields(values) {
		list = append(list, repro.Point{Step: int64(i), At: time.UnixMilli(int64(i)), Value: parse(t, literal)})
	}
	return slices.Values(list)
}

func TestPrintCurve(t *testing.T) {
	t.Parallel()
	at := func(step int64, millis int64, value float64) repro.Point {
		return repro.Point{Step: step, At: time.UnixMilli(millis), Value: value}
	}
	a := cause.PrintCurve(slices.Values([]repro.Point{at(0, 1, .5), at(1, 2, .4)}))
	if b := cause.PrintCurve(slices.Values([]repro.Point{at(1, 8, .4), at(0, 9, .5)})); a != b {
		t.Error("time or order of delivery changes the print")
	}
	for name, other := range map[string][]repro.Point{
		"a value": {at(0, 1, .5), at(1, 2, math.Nextafter(.4, 1))},
		"a step":  {at(0, 1, .5), at(2, 2, .4)},
		"a point": {at(0, 1, .5)},
	} {
		if cause.PrintCurve(slices.Values(other)) == a {
			t.Errorf("%s does not change the print", name)
		}
	}
	if a.Values != 2 || cause.PrintCurve(points(t, "1 1 2 2 1 NaN")).Values != 2 {
		t.Errorf("counts %d different values", a.Values)
	}
}

// TestCoarse_losses: a loss of many digits that lies near a simple fraction is a loss, which
// moves with what is trained; a rounded one, and a share of decisions, may stay. Whether an error
// or a score counts decisions is told by its value.
func TestCoarse_losses(t *testing.T) {
	t.Parallel()
	third, mean := 1.0/3, (0.39+0.41+0.38)/3
	percent := 39.3
	percent /= 100
	for _, tt := range []struct {
		name  string
		value float64
		want  bool
	}{
		{"log_loss", third, false}, {"mae", 27.756, false}, {"mae", 27.75, true}, {"rmse", 127.75, false}, {"rmse", mean, false}, {"val/mae", percent, false}, {"log_loss", 0.25, true}, {"accuracy", third, true}, {"hamming_loss", third, true}, {"loss", 2, true},
		{"loss", math.NaN(), true}, {"loss", inf, true}, {"loss", 0.0312, false}, {"accuracy_loss", 0.41, false}, {"objective", 0.4142, false}, {"objective", 79.9720168, true},
		{"valLoss", third, false}, {"testAccuracy", 0.31415926535, true}, {"zeroOneLoss", third, true},
		{"reconstruction_error", 0.31415926535, false}, {"max_error", 27.181828459, false}, {"test_score", 0.87312345, false}, {"error_rate", 7.0 / 151, true}, {"test_score", 0.8731, true}, {"score", 131.0 / 150, true},
	} {
		if got := Coarse(tt.name, tt.value); got != tt.want {
			t.Errorf("%s = %v: %t", tt.name, tt.value, got)
		}
	}
}
