//go:build long

package due

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// A simulated year of 200 models. Durations have a heavy tail. Models break where
// code, data or environment change, with a chance for each change, and now and then
// for no reason that is seen. A found break is mended after some days, which is a
// change of code. All orders have the same budget of minutes, the same interval, and
// fill what is left of a night with what fits.
const (
	yearModels = 200
	yearNights = 365
	yearBudget = 4 * time.Hour
	dayLength  = 24 * time.Hour
)

// What a change breaks, and how often it comes and is seen. None of it is in the rule.
const (
	codeEvery, codeBreaks               = 60.0, 0.10 // of one model, in days
	dataEvery, dataBreaks               = 45.0, 0.15
	dataSeen                            = 0.7        // by another check
	environmentEvery, environmentBreaks = 45.0, 0.04 // of twenty models together
	unseenEvery                         = 700.0      // breaks with no change that is seen
	mendedAfter                         = 10.0
	falseAlarm                          = 0.01
)

type yearModel struct {
	took   time.Duration
	broken float64   // since this day; negative: not
	found  bool      // the break is known
	mended float64   // on this day
	view   Candidate // what the order sees
}

type yearResult struct {
	delays  []float64 // days from each break to the check that finds it
	minutes float64
	longest float64 // between two checks of one model
}

func (r yearResult) mean() float64 {
	sum := 0.0
	for _, d := range r.delays {
		sum += d
	}
	return sum / float64(len(r.delays))
}

// An orderer picks a night's checks.
type orderer func(due, others []Candidate, l Limits, now time.Time, chance *rand.Rand) []Candidate

func budgeted(due, others []Candidate, l Limits, now time.Time, _ *rand.Rand) (chosen []Candidate) {
	for _, item := range Of(due, others, l, now).Tonight {
		chosen = append(chosen, item.Candidate)
	}
	return chosen
}

func roundRobin(due, _ []Candidate, l Limits, _ time.Time, _ *rand.Rand) []Candidate {
	due = slices.Clone(due)
	slices.SortStableFunc(due, func(a, b Candidate) int { return a.Tried.Compare(b.Tried) })
	return night(due, l)
}

func atRandom(due, _ []Candidate, l Limits, _ time.Time, chance *rand.Rand) []Candidate {
	due = slices.Clone(due)
	chance.Shuffle(len(due), func(i, j int) { due[i], due[j] = due[j], due[i] })
	return night(due, l)
}

// simulate lives through a year, and on until every break of it is found. What
// happens to the models does not depend on the order, but for what was found.
func simulate(seed uint64, order orderer) (r yearResult) {
	world, chance := rand.New(rand.NewPCG(seed, 1)), rand.New(rand.NewPCG(seed, 2))
	start := time.Date(2026, 1, 1, 2, 0, 0, 0, time.UTC)
	models := make([]*yearModel, yearModels)
	for i := range models {
		took := time.Duration(min(10*math.Exp(1.5*world.NormFloat64()), yearBudget.Minutes()) * float64(time.Minute))
		at := start.Add(-time.Duration(world.IntN(20*24)) * time.Hour) // all were checked lately
		models[i] = &yearModel{took: took, broken: -1, view: Candidate{Name: fmt.Sprintf("model-%03d", i), Version: "1", Checked: at, Tried: at, Price: Price{took, FromChecks}}}
	}
	l := Limits{Budget: yearBudget, Interval: 7 * dayLength}
	// draws are the same in each order: one set for a day and a model, used or not.
	for night := range 2 * yearNights {
		day := float64(night)
		for i, m := range models {
			var draws [8]float64
			for k := range draws {
				draws[k] = world.Float64()
			}
			happened := func(draw, every float64) bool { return draw < 1/every }
			breaks := false
			if happened(draws[0], codeEvery) {
				m.event(CodeChanged)
				breaks = breaks || draws[1] < codeBreaks
			}
			if happened(draws[2], dataEvery) {
				if draws[3] < dataSeen {
					m.event(DataChanged)
				}
				breaks = breaks || draws[4] < dataBreaks
			}
			breaks = breaks || happened(draws[5], unseenEvery)
			if i%20 == 0 && happened(draws[6], environmentEvery) {
				for k := range 20 {
					models[i+k].event(EnvironmentChanged)
					if world.Float64() < environmentBreaks && night < yearNights {
						models[i+k].breakAt(day)
					}
				}
			}
			if breaks && night < yearNights {
				m.breakAt(day + draws[7])
			}
			if m.found && day >= m.mended {
				m.found, m.broken = false, -1
				m.event(CodeChanged)
			}
		}
		now := start.Add(time.Duration(night) * dayLength)
		var due, others []Candidate
		byName := map[string]*yearModel{}
		for _, m := range models {
			byName[m.view.Name] = m
			if Due(m.view, l.Interval, now) {
				due = append(due, m.view)
			} else {
				others = append(others, m.view)
			}
		}
		for _, v := range order(due, others, l, now, chance) {
			m := byName[v.Name]
			if night < yearNights {
				r.minutes += m.took.Minutes()
				r.longest = max(r.longest, now.Sub(m.view.Tried).Hours()/24)
			}
			m.view = m.view.after(now)
			switch {
			case m.broken >= 0:
				if !m.found {
					r.delays = append(r.delays, max(day+0.1-m.broken, 0))
					m.found, m.mended = true, day+1+math.Floor(mendedAfter*-math.Log(1-chance.Float64()))
				}
				m.event(IsDrifted)
				m.view.Open = true
			case chance.Float64() < falseAlarm:
				m.event(IsFlaky)
				m.view.Open = true
			}
		}
		if night >= yearNights && !slices.ContainsFunc(models, func(m *yearModel) bool { return m.broken >= 0 && !m.found }) {
			break
		}
	}
	for _, m := range models {
		if m.broken >= 0 && !m.found {
			r.delays = append(r.delays, 2*yearNights-m.broken) // not found to the end
		}
	}
	return r
}

func (m *yearModel) event(e Event) {
	if !slices.Contains(m.view.Events, e) {
		m.view.Events = append(m.view.Events, e)
	}
	if e == DataChanged || e == EnvironmentChanged {
		m.view.Changed = true
	}
}

func (m *yearModel) breakAt(day float64) {
	if m.broken < 0 {
		m.broken = day
	}
}

// unseeing is the budgeted order where nobody sees a change: no history, and no
// commits.
func unseeing(due, others []Candidate, l Limits, now time.Time, chance *rand.Rand) []Candidate {
	var plain []Candidate
	for _, v := range due {
		if now.Sub(v.Checked) >= l.Interval {
			v.Events, v.Changed = nil, false
			plain = append(plain, v)
		}
	}
	return budgeted(plain, others, l, now, chance)
}

// cheapest takes the shortest first: what is gained where nothing else counts.
func cheapest(due, _ []Candidate, l Limits, _ time.Time, _ *rand.Rand) []Candidate {
	due = slices.Clone(due)
	slices.SortStableFunc(due, func(a, b Candidate) int { return cmp.Compare(a.Price.Took, b.Price.Took) })
	return night(due, l)
}

var orderers = []struct {
	name  string
	order orderer
}{{"budgeted", budgeted}, {"budgeted, no change seen", unseeing}, {"cheapest first", cheapest}, {"round-robin", roundRobin}, {"random", atRandom}}

// The days of changes in sooner were chosen on other seeds: 1 to 4. The formula and
// overdueRounds were not searched for.
var reportedOn = []uint64{101, 102, 103}

// TestYear is the table of docs/history.md: `make bench-due` prints it. At the same minutes, the budgeted order
// finds breaks in less than half the days of both others.
func TestYear(t *testing.T) {
	t.Parallel()
	page := documented(t)
	var table strings.Builder
	fmt.Fprintf(&table, "%-24s %7s %11s %10s %14s %12s\n", "order", "breaks", "mean delay", "90% below", "minutes/night", "longest gap")
	mean, minutes := map[string]float64{}, map[string]float64{}
	for _, o := range orderers {
		var all yearResult
		for _, seed := range reportedOn {
			r := simulate(seed, o.order)
			all.delays = append(all.delays, r.delays...)
			all.minutes += r.minutes
			all.longest = max(all.longest, r.longest)
		}
		slices.Sort(all.delays)
		mean[o.name], minutes[o.name] = all.mean(), all.minutes/float64(len(reportedOn))/yearNights
		row := fmt.Sprintf("| %s | %.1f days | %.1f days | %.0f days |\n", o.name, all.mean(), all.delays[len(all.delays)*9/10], all.longest)
		if runtime.GOARCH == "amd64" && !strings.Contains(page, row) { // others round their products otherwise
			t.Errorf("docs/history.md has not the row %s", row)
		}
		fmt.Fprintf(&table, "%-24s %7d %6.1f days %5.1f days %14.0f %7.0f days\n", o.name, len(all.delays), all.mean(), all.delays[len(all.delays)*9/10], minutes[o.name], all.longest)
	}
	t.Log("\n" + table.String())
	for _, other := range []string{"round-robin", "random"} {
		if mean["budgeted"] > mean[other]/2 {
			t.Errorf("budgeted finds a break after %.1f days, %s after %.1f; want half", mean["budgeted"], other, mean[other])
		}
		if minutes["budgeted"] > 1.01*minutes[other] {
			t.Errorf("budgeted takes %.0f minutes a night, %s %.0f; want no more", minutes["budgeted"], other, minutes[other])
		}
	}
	if mean["budgeted, no change seen"] > 0.8*mean["round-robin"] {
		t.Errorf("without a change seen, a break is found after %.1f days, round-robin %.1f: the price alone should tell", mean["budgeted, no change seen"], mean["round-robin"])
	}
}
