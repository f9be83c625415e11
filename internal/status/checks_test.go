package status

import (
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestSettled: a drift ends with its own metric inside the tolerance, and no check from
// the future says anything.
func TestSettled(t *testing.T) {
	t.Parallel()
	check := func(day int, verdict repro.Verdict, metrics ...repro.CheckedMetric) repro.Check {
		return repro.Check{Record: repro.Record{Past: repro.Past{At: night(day), Verdict: verdict}, Metrics: metrics}}
	}
	model := func(day int, verdict repro.Verdict, state repro.State) repro.Check {
		c := check(day, verdict, repro.CheckedMetric{Name: "f1", State: repro.StateIdentical})
		c.Models.State, c.Models.Tolerance = state, "1%"
		return c
	}
	in := func(name string) repro.CheckedMetric {
		return repro.CheckedMetric{Name: name, State: repro.StateWithin}
	}
	out := func(name string) repro.CheckedMetric {
		return repro.CheckedMetric{Name: name, State: repro.StateOutside}
	}
	ahead := func(by time.Duration) repro.Check {
		c := check(7, repro.Reproduced, in("f1"))
		c.At = night(7).Add(time.Hour + by)
		return c
	}
	of := func(c repro.Check, run string, original, reproduced float64) repro.Check {
		c.Original = run
		c.Metrics[0].Original, c.Metrics[0].Reproduced, c.Metrics[0].Tolerance = original, reproduced, "0.1 abs"
		c.Metrics[0].Low, c.Metrics[0].High = original-0.1, original+0.1
		return c
	}
	for name, test := range map[string]struct {
		checks []repro.Check
		state  State
		last   repro.Verdict
	}{
		"its values were logged to the original": {[]repro.Check{of(check(1, repro.Drifted, out("f1")), "r", 1, 2), of(check(2, repro.Reproduced, in("f1")), "r", 2, 2)}, Drifted, repro.Drifted},
		"and again":                              {[]repro.Check{of(check(1, repro.Drifted, out("f1")), "r", 1, 2), of(check(2, repro.Reproduced, in("f1")), "r", 2, 2), of(check(3, repro.Reproduced, in("f1")), "r", 2, 2)}, Drifted, repro.Drifted},
		"after a reproduction":                   {[]repro.Check{of(check(1, repro.Reproduced, in("f1")), "r", 1, 1), of(check(2, repro.Reproduced, in("f1")), "r", 2, 2)}, Unverified, repro.Reproduced},
		"the original is as it was":              {[]repro.Check{of(check(1, repro.Drifted, out("f1")), "r", 1, 2), of(check(2, repro.Unverified, in("f1")), "r", 2, 2), of(check(3, repro.Reproduced, in("f1")), "r", 1, 1)}, Recovered, repro.Reproduced},
		"the original was rounded":               {[]repro.Check{of(check(1, repro.Drifted, out("f1")), "r", 1, 2), of(check(2, repro.Reproduced, in("f1")), "r", 1.05, 1.02)}, Recovered, repro.Reproduced},
		"the original is another run":            {[]repro.Check{of(check(1, repro.Drifted, out("f1")), "r", 1, 2), of(check(2, repro.Reproduced, in("f1")), "s", 2, 2)}, Recovered, repro.Reproduced},
		"it is inside again":                     {[]repro.Check{check(1, repro.Drifted, out("f1"), in("loss")), check(2, repro.Reproduced, in("f1"), in("loss"))}, Recovered, repro.Reproduced},
		"it is left out":                         {[]repro.Check{check(1, repro.Drifted, out("f1"), in("loss")), check(2, repro.Reproduced, in("loss"))}, Drifted, repro.Drifted},
		"for many nights":                        {[]repro.Check{check(1, repro.Drifted, out("f1")), check(2, repro.Reproduced, in("loss")), check(3, repro.Reproduced, in("loss")), check(4, repro.Reproduced, in("loss")), check(5, repro.Reproduced, in("loss")), check(6, repro.Reproduced, in("loss"))}, Drifted, repro.Drifted},
		"then it is back":                        {[]repro.Check{check(1, repro.Drifted, out("f1")), check(2, repro.Reproduced, in("loss")), check(3, repro.Reproduced, in("f1"))}, Recovered, repro.Reproduced},
		"another one drifts":                     {[]repro.Check{check(1, repro.Drifted, out("f1")), check(2, repro.Drifted, out("loss"), in("f1")), check(3, repro.Reproduced, in("loss"))}, Drifted, repro.Drifted},
		"only reported":                          {[]repro.Check{check(1, repro.Drifted, out("f1")), check(2, repro.Reproduced, in("loss"), repro.CheckedMetric{Name: "f1", State: repro.StateReported})}, Drifted, repro.Drifted},
		"the model's predictions":                {[]repro.Check{model(1, repro.Drifted, repro.StateOutside), check(2, repro.Reproduced, in("f1"))}, Drifted, repro.Drifted},
		"the model is back":                      {[]repro.Check{model(1, repro.Drifted, repro.StateOutside), check(2, repro.Reproduced, in("f1")), model(3, repro.Reproduced, repro.StateWithin)}, Recovered, repro.Reproduced},
		"without metrics":                        {[]repro.Check{check(1, repro.Drifted), check(2, repro.Reproduced)}, Recovered, repro.Reproduced},
		"a clock a year ahead":                   {[]repro.Check{check(1, repro.Drifted, out("f1")), check(366, repro.Reproduced, in("f1"))}, Drifted, repro.Drifted},
		"nothing but the future":                 {[]repro.Check{check(366, repro.Reproduced, in("f1"))}, New, ""},
		"two of one instant":                     {[]repro.Check{check(1, repro.Drifted, out("f1")), check(1, repro.Reproduced, in("f1"))}, Drifted, repro.Drifted},
		"two in the other order":                 {[]repro.Check{check(1, repro.Reproduced, in("f1")), check(1, repro.Drifted, out("f1"))}, Drifted, repro.Drifted},
		"one that could not tell":                {[]repro.Check{check(1, repro.Unverified), check(1, repro.Reproduced, in("f1"))}, Unverified, repro.Reproduced},
		"a clock a day ahead":                    {[]repro.Check{check(7, repro.Drifted, out("f1")), check(8, repro.Reproduced, in("f1"))}, Drifted, repro.Drifted},
		"a clock an hour ahead":                  {[]repro.Check{check(7, repro.Drifted, out("f1")), ahead(time.Hour)}, Drifted, repro.Drifted},
		"a clock minutes ahead":                  {[]repro.Check{check(7, repro.Drifted, out("f1")), ahead(4 * time.Minute)}, Recovered, repro.Reproduced},
	} {
		now := night(7).Add(time.Hour)
		if got := Of(Settled(test.checks, now), now, 30*24*time.Hour); got.State != test.state || got.Verdict != test.last {
			t.Errorf("%s: %s, last %q; want %s, last %q", name, got.State, got.Verdict, test.state, test.last)
		}
	}
}
