package judge

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

func TestParseTolerances(t *testing.T) {
	t.Parallel()
	const text = "# what we allow\r\n" +
		"default: 1e-6 rel or 1e-12 abs\n" +
		"  test_accuracy :  0.5%  \n" +
		"\n" +
		"val:loss: -1e-6 ABS OR +2 %\n" +
		"train_loss: Float32\n" +
		"n_test: exact\n" +
		"cv: 1 of 30\n" +
		"auc:4decimals\n" +
		"bits: 2 ulp\n" +
		"zero: 0\n" +
		"none: 0% or 0 abs\n" +
		"*_time: ignore\n" +
		"*_ms: report"
	parsed := tolerances(t, text)
	want := []struct {
		pattern, spec string
		line          int
		action        action
		terms         string
	}{
		{"default", "1e-6 rel or 1e-12 abs", 2, actTerms, repro.DefaultTolerance},
		{"test_accuracy", "0.5%", 3, actTerms, "0.005 rel"},
		{"val:loss", "-1e-6 ABS OR +2 %", 5, actTerms, "-0.000001abs or +0.02rel"},
		{"train_loss", "Float32", 6, actTerms, "1e-5 rel or 1e-7 abs"},
		{"n_test", "exact", 7, actExact, ""},
		{"cv", "1 of 30", 8, actTerms, "1of30"},
		{"auc", "4decimals", 9, actTerms, "4 decimal"},
		{"bits", "2 ulp", 10, actTerms, "2 ulps"},
		{"zero", "0", 11, actExact, ""},
		{"none", "0% or 0 abs", 12, actExact, ""},
		{"*_time", "ignore", 13, actIgnore, ""},
		{"*_ms", "report", 14, actReport, ""},
	}
	read := readAll(t, parsed)
	if len(read) != len(want) {
		t.Fatalf("%d rules, want %d", len(read), len(want))
	}
	for i, w := range want {
		got := read[i]
		if got.pattern != w.pattern || got.spec != w.spec || got.line != w.line || got.action != w.action {
			t.Errorf("rule %d: %+v, want %+v", i, got, w)
		}
		var terms []term
		if w.terms != "" {
			terms = mustTerms(w.terms)
		}
		if !reflect.DeepEqual(got.terms, terms) {
			t.Errorf("%s: %+v, want %+v", w.pattern, got.terms, terms)
		}
	}
	again := tolerances(t, parsed.String())
	if again.String() != parsed.String() || again.String() == "" {
		t.Errorf("written and read again:\n%s\nwant\n%s", again, parsed)
	}
}

// readAll gives the rules of tolerances that are known to be good.
func readAll(t *testing.T, tolerances repro.Tolerances) rules {
	t.Helper()
	read, err := readRules(tolerances)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// specOf gives the rule that holds for a metric, as it was written.
func specOf(t *testing.T, tolerances repro.Tolerances, name string) (string, error) {
	t.Helper()
	r, err := readAll(t, tolerances).lookup(name)
	return r.spec, err
}

func TestTermMeaning(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		spec string
		unit unit
		side side
		size string // as an exact rational
	}{
		{"0.5%", unitRelative, sideBoth, "1/200"},
		{"0.5 rel", unitRelative, sideBoth, "1/2"},
		{"0.5pp", unitPoints, sideBoth, "1/200"},
		{".5abs", unitAbsolute, sideBoth, "1/2"},
		{"5. abs", unitAbsolute, sideBoth, "5/1"},
		{"-1e-3%", unitRelative, sideBelow, "1/100000"},
		{"+ 1E+2 abs", unitAbsolute, sideAbove, "100/1"},
		{"1e308 abs", unitAbsolute, sideBoth, decimal.TenTo(308).String()},
	} {
		terms := mustTerms(tt.spec)
		if len(terms) != 1 || terms[0].unit != tt.unit || terms[0].side != tt.side || terms[0].amount.String() != tt.size {
			t.Errorf("%q: %+v", tt.spec, terms)
		}
	}
}

func TestToleranceLookup(t *testing.T) {
	t.Parallel()
	parsed := tolerances(t, "default: 1%\n*_loss: 2%\nval_*: 3%\nval_loss_*: 4%\nval_loss: 5%\ntest/*: 6%\nfit_time: 7%\n*_count: 8%\n*x1*: 9%\n*y1*: 10%")
	for name, want := range map[string]string{
		"auc":              "1%",
		"train_loss":       "2%",
		"val_auc":          "3%",
		"val_loss_l2":      "4%", // more literal characters than val_*
		"val_loss":         "5%", // a name beats every glob
		"test/a.b/c":       "6%", // a star goes past slashes and points
		"fit_time":         "7%", // a line beats the built-in list
		"word_count":       "8%",
		"train_runtime":    "ignore",
		"system/cpu":       "ignore",
		"n_test":           "exact",
		"time_to_event":    "1%",
		"a_throughput_max": "ignore",
	} {
		if got, err := specOf(t, parsed, name); err != nil || got != want {
			t.Errorf("%s: %q (%v), want %q", name, got, err, want)
		}
	}
	_, err := specOf(t, parsed, "x1y1")
	var fault *ToleranceError
	if !errors.As(err, &fault) || fault.Line != 10 || fault.Metric != "x1y1" ||
		!strings.Contains(err.Error(), `tolerances:10: metric "x1y1": "*y1*" and "*x1*" (line 9) fit equally well`) {
		t.Errorf("two globs of equal rank: %v", err)
	}
	if got, err := specOf(t, nil, "auc"); err != nil || got != repro.DefaultTolerance {
		t.Errorf("no lines: %q (%v)", got, err)
	}
	// A more specific glob settles what two others could not.
	if got, err := specOf(t, tolerances(t, "*x1*: 9%\n*y1*: 10%\nx1y*: 11%"), "x1y1"); err != nil || got != "11%" {
		t.Errorf("the most specific of three: %q (%v)", got, err)
	}
}

func TestBuiltinRules(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		want  string
		names string
	}{
		{"ignore", "train_runtime eval_samples_per_second train_steps_per_second eval_compilation_time fit_time val/step_time " +
			"fit.time epoch-time fit_time_s x_time_ms x_time_sec x_time_secs x_time_seconds x_time_minutes epoch_duration epoch_duration_s " +
			"p99_latency p99_latency_ms throughput train_throughput throughput_tokens gpu_memory gpu_memory_mb peak_mem_mb timestamp " +
			"fps eval_fps mem_peak memory_mb gpu_utilization train_cpu_percent energy_kwh carbon_kg start_ts " +
			"train_seconds train_secs fit_sec epoch_minutes total_mins training_hours gpu_hrs infer_ms train_elapsed elapsed elapsed_s wall_time wallclock walltime " +
			"runtime seconds seconds_per_epoch time_per_step epoch_time_mean epoch_time_p95 trainSeconds fitTime wallTime fit_s step_us samples_per_sec tokens_per_s " +
			"end_timestamp system/cpu_utilization_percentage TRAIN_RUNTIME system/gpu_0_accuracy"},
		{"exact", "n_test num_classes word_count support tp fp tn fn TP n.test"},
		{repro.DefaultTolerance, "accuracy time_to_event_mae survival_time_rmse trip_duration_rmse latency_mae runtime_error time time_ratio " +
			"mae_hours rmse_minutes mean_error_seconds val/loss_ms waitMAE_minutes bias_seconds residual_ms medae_minutes predicted_hours maeSeconds " +
			"minutes hours ms items params forms seconds_x s fits class_s rms mean_ms_x " +
			"duration memory mem mem_x x_mem overtime_x runtimes_x x_timer discount account nn support_vectors tp_rate n count epoch system systems/x memory_score"},
	} {
		for name := range strings.FieldsSeq(tt.names) {
			if got, err := specOf(t, nil, name); err != nil || got != tt.want {
				t.Errorf("%s: %q (%v), want %q", name, got, err, tt.want)
			}
		}
	}
}

func FuzzParseTolerances(f *testing.F) {
	for _, seed := range []string{"", "a: 1%", "*: 1e-6 rel or -1 abs\n# c\n*_t: ignore", "a: 1 of 30\nb: 4 decimals", "a: 1e9999%", "a:b: +1pp", "\xff: 1%", "a: ±1%", "ä: İ%", "x: .", "a: 1%or1e-3abs"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := ParseTolerances(text)
		if err != nil {
			joined, ok := err.(interface{ Unwrap() []error })
			faults := []error{err}
			if ok {
				faults = joined.Unwrap()
			}
			for _, one := range faults {
				var fault *ToleranceError
				if !errors.As(one, &fault) || fault.Fault == "" || fault.Line > strings.Count(text, "\n")+1 {
					t.Errorf("%q: error %#v", text, one)
				} else if fault.Line > 0 {
					line := strings.Split(text, "\n")[fault.Line-1]
					if fault.Column > utf8.RuneCountInString(line)+1 {
						t.Errorf("%q: column %d of %q", text, fault.Column, line)
					}
				}
			}
			if len(parsed) > 0 {
				t.Errorf("%q: rules beside errors", text)
			}
			return
		}
		again, err := ParseTolerances(parsed.String())
		if err != nil || again.String() != parsed.String() {
			t.Errorf("%q: written as %q, read as %q (%v)", text, parsed, again, err)
		}
		reread := readAll(t, again)
		for i, r := range readAll(t, parsed) {
			// What was accepted must be usable, whatever the numbers are.
			if !reflect.DeepEqual(reread[i].terms, r.terms) {
				t.Errorf("%q: %+v read again as %+v", text, r.terms, reread[i].terms)
			}
			if got := r.compare(1, 1).state; got != repro.StateIdentical && r.action <= actExact {
				t.Errorf("%q: 1 against 1 is %s", r, got)
			}
			if got := r.compare(0.5, inf).state; got != repro.StateOutside {
				t.Errorf("%q: 0.5 against infinity is %s", r, got)
			}
		}
	})
}
