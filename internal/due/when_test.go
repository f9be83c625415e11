package due

import (
	"math/rand/v2"
	"testing"
	"time"
)

// TestWhen: a version is due from the time that is told on, and not a moment before.
func TestWhen(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 2, 17, 0, 0, time.UTC)
	random := rand.New(rand.NewPCG(7, 7))
	ago := func() time.Time { return now.Add(-time.Duration(random.IntN(60*24*14)) * time.Minute) }
	for range 5000 {
		v := Candidate{Name: "churn", Checked: ago(), Changed: random.IntN(2) == 0, Open: random.IntN(2) == 0}
		v.Tried = v.Checked.Add(time.Duration(random.IntN(600)) * time.Minute)
		interval := time.Duration(random.IntN(10*24)) * time.Hour
		at := When(v, interval)
		if !Due(v, interval, at) || Due(v, interval, at.Add(-time.Nanosecond)) {
			t.Fatalf("%+v with %v: due at %v", v, interval, at)
		}
		if p := Of(nil, []Candidate{v}, Limits{Interval: interval}, at.Add(-time.Hour)); p.Next.Name != "churn" || !p.Next.About.Equal(at) {
			t.Fatalf("%+v with %v: the plan's next is %+v, want %v", v, interval, p.Next, at)
		}
	}
	for _, v := range []Candidate{{}, {Checked: now, Lost: true}} {
		if at := When(v, time.Hour); !at.IsZero() {
			t.Errorf("%+v: due at %v", v, at)
		}
	}
}
