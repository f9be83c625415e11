package judge

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestBenchVerdict measures how often rules call an honest re-run different,
// how often they see a real change, how often they cannot tell, and how many
// trainings that takes. It reads MLPerf's reference convergence points from the
// folder in RCP (https://github.com/mlcommons/logging, in
// mlperf_logging/rcp_checker): runs of one record differ in their seed alone,
// records of one benchmark with another batch size are a real change. Every
// second record is for choosing the budgets of noise_looks.go, and none of the
// table's: HALF=choose shows those. The same rules then meet simulated metrics.
// Run it with
//
//	make bench-verdict RCP=folder
func TestBenchVerdict(t *testing.T) {
	dir := os.Getenv("RCP")
	if dir == "" {
		t.Skip("RCP names no folder of reference convergence points")
	}
	groups, pairs := readConvergence(t, dir)
	choose := os.Getenv("HALF") == "choose"
	groups, pairs = half(groups, choose), half(pairs, choose)
	runs := 0
	for _, g := range groups {
		runs += len(g.values)
	}
	fmt.Printf("%d records with %d runs or more (%d runs), %d pairs of neighbouring batch sizes; %d draws each, fixed seed.\n",
		len(groups), minRuns, runs, len(pairs), draws)
	fmt.Println("new: of those whose first re-run differs. Trainings: mean, and mean of those that end undecided.")
	fmt.Printf("\n%-36s | %-53s | %-38s\n", "", "one configuration", "another batch size")
	fmt.Printf("%-36s | %6s %10s %5s %10s %8s %9s | %8s %10s %9s %9s\n", "rule (originals, new runs)",
		"alarm", "reproduced", "new", "unverified", "trained", "undecided", "detected", "unverified", "trained", "undecided")
	for _, rule := range contestants() {
		random := rand.New(rand.NewPCG(1, 2))
		var same, other tally
		for _, g := range groups {
			for range draws {
				picked := pick(random, g.values, rule.originals+rule.most)
				same.add(rule.decide(picked[:rule.originals], picked[rule.originals:]))
			}
		}
		for _, p := range pairs {
			for range draws {
				other.add(rule.decide(pick(random, p[0].values, rule.originals), pick(random, p[1].values, rule.most)))
			}
		}
		fmt.Printf("%-36s | %6.3f %10.3f %5.2f %10.3f %8.2f %9.2f | %8.3f %10.3f %9.2f %9.2f\n", rule.name,
			same.share(repro.Drifted), same.share(repro.Reproduced), same.new(), same.share(repro.Unverified), same.runs(), same.undecided(),
			other.share(repro.Drifted), other.share(repro.Unverified), other.runs(), other.undecided())
	}
	simulate()
}

const (
	minRuns = 13 // five originals and eight repeats without drawing a run twice
	draws   = 200
)

// half leaves every second one.
func half[T any](all []T, even bool) []T {
	var kept []T
	for i, one := range all {
		if (i%2 == 0) == even {
			kept = append(kept, one)
		}
	}
	return kept
}

// A contestant decides from originals and from as many new runs as it asks for.
type contestant struct {
	name      string
	originals int
	most      int
	decide    func(originals, fresh []float64) outcomeOfRule
}

type outcomeOfRule struct {
	verdict repro.Verdict
	runs    int
	first   bool // the first new run was the original's equal
}

type tally struct {
	n, firsts int
	verdicts  map[repro.Verdict]int
	spent     map[repro.Verdict]int
}

func (t *tally) add(o outcomeOfRule) {
	if t.verdicts == nil {
		t.verdicts, t.spent = map[repro.Verdict]int{}, map[repro.Verdict]int{}
	}
	t.n++
	t.verdicts[o.verdict]++
	t.spent[o.verdict] += o.runs
	if o.first {
		t.firsts++
	}
}

func (t tally) share(v repro.Verdict) float64 { return float64(t.verdicts[v]) / float64(t.n) }

// new is the share reproduced of those whose first new run differed.
func (t tally) new() float64 {
	return float64(t.verdicts[repro.Reproduced]-t.firsts) / math.Max(1, float64(t.n-t.firsts))
}

func (t tally) runs() float64 {
	return float64(t.spent[repro.Reproduced]+t.spent[repro.Drifted]+t.spent[repro.Unverified]) / float64(t.n)
}

func (t tally) undecided() float64 {
	return float64(t.spent[repro.Unverified]) / math.Max(1, float64(t.verdicts[repro.Unverified]))
}

func contestants() []contestant {
	var rules []contestant
	for _, size := range [][2]int{{3, 3}, {5, 5}, {1, 3}, {1, 5}, {1, 8}} {
		rules = append(rules, contestant{fmt.Sprintf("two-sample t (%d, %d)", size[0], size[1]), size[0], size[1], func(x, y []float64) outcomeOfRule {
			mx, sx := moments(x)
			my, sy := moments(y)
			nu := float64(len(x) + len(y) - 2)
			limit := studentUpper(0.025, nu) * math.Sqrt((sx+sy)/nu*(1/float64(len(x))+1/float64(len(y))))
			if math.Abs(mx-my) > limit {
				return outcomeOfRule{repro.Drifted, size[1], false}
			}
			return outcomeOfRule{repro.Reproduced, size[1], false}
		}})
	}
	for _, m := range []int{1, 3, 5} {
		rules = append(rules, contestant{fmt.Sprintf("before: noise up to 5 %% (%d, 8)", m), m, 8, before})
	}
	for _, m := range []int{1, 3, 5} {
		for _, last := range []int{3, 5, 8, 0} {
			for _, material := range []float64{5, 10, 15} {
				name, repeats := fmt.Sprintf("ours (%d, %d), material %v %%", m, last, material), last
				if last == 0 {
					repeats = AutoRepeats(m)
					name = fmt.Sprintf("ours (%d, auto %d), material %v %%", m, repeats, material)
				}
				rules = append(rules, contestant{name, m, repeats, func(x, y []float64) outcomeOfRule { return ours(x, y, repeats, material/100, 0) }})
			}
		}
	}
	// The frontier of one original: what a band that lets lognormal noise out
	// more often would see. The last ones spend all of alpha, as if noise were
	// normal.
	for _, last := range []int{5, 8} {
		single := budgets[len(looks(last))-1].single
		for _, share := range []float64{0.5, 1} {
			name := fmt.Sprintf("frontier (1, %d), %.2f of alpha, 15 %%", last, share)
			rules = append(rules, contestant{name, 1, last, func(x, y []float64) outcomeOfRule { return ours(x, y, last, 0.15, 0.05*share/single) }})
		}
	}
	return rules
}

// ours goes the way a check by repeats goes: one run, then the looks.
func ours(x, y []float64, last int, material, alpha float64) outcomeOfRule {
	state, made := walk(x, y, last, material*math.Abs(x[0]), alpha)
	o := outcomeOfRule{repro.Reproduced, made, y[0] == x[0]}
	switch state {
	case repro.StateOutside:
		o.verdict = repro.Drifted
	case repro.StateUndecided:
		o.verdict = repro.Unverified
	}
	return o
}

// before is the procedure that this one replaced: looks after 3, 5 and 8 with
// 0.2, 0.2 and 0.6 of alpha, reproduced where the band is at most 5 % wide, and
// equal re-runs of anything are deterministic.
func before(x, y []float64) outcomeOfRule {
	if y[0] == x[0] {
		return outcomeOfRule{repro.Reproduced, 1, true}
	}
	shares := map[int]float64{3: 0.2, 5: 0.2, 8: 0.6}
	for _, k := range []int{3, 5, 8} {
		mx, sx := moments(x)
		my, sy := moments(y[:k])
		nu, scale := float64(len(x)+k-2), math.Sqrt(1/float64(len(x))+1/float64(k))
		se, d := math.Sqrt((sx+sy)/nu)*scale, math.Abs(mx-my)
		if se == 0 {
			p := float64(k) / float64(len(x)+k)
			if k == 8 || math.Pow(p, float64(k))*math.Pow(1-p, float64(len(x))) <= 0.05 {
				return outcomeOfRule{repro.Drifted, k, false}
			}
			continue
		}
		h := studentUpper(0.05*shares[k]/2, nu) * se
		switch {
		case d > h:
			return outcomeOfRule{repro.Drifted, k, false}
		case h <= 0.05*math.Abs(mx) && (k == 8 || d <= studentUpper(0.15, nu)*se):
			return outcomeOfRule{repro.Reproduced, k, false}
		}
	}
	return outcomeOfRule{repro.Unverified, 8, false}
}

// simulate draws metrics from known distributions around 0.9; the shifts and
// the noise are in standard deviations, of 0.01.
func simulate() {
	const trials = 1000
	shifts := []float64{0, 2, 4, 6}
	for _, kind := range noiseKinds {
		fmt.Printf("\n%s: called drifted (reproduced; trainings)\n%-36s |", kind.name, "")
		for _, shift := range shifts {
			fmt.Printf(" %18s |", fmt.Sprintf("shift %v", shift))
		}
		fmt.Println()
		for _, rule := range contestants() {
			if strings.Contains(rule.name, "10 %") {
				continue
			}
			fmt.Printf("%-36s |", rule.name)
			for _, shift := range shifts {
				random := rand.New(rand.NewPCG(3, 4))
				var all tally
				for range trials {
					var x, y []float64
					for range rule.originals {
						x = append(x, 0.9+0.01*kind.draw(random))
					}
					for range rule.most {
						y = append(y, 0.9+0.01*(kind.draw(random)-shift))
					}
					all.add(rule.decide(x, y))
				}
				fmt.Printf(" %5.3f (%5.3f; %4.2f) |", all.share(repro.Drifted), all.share(repro.Reproduced), all.runs())
			}
			fmt.Println()
		}
	}
}

// A group is the runs of one configuration.
type group struct {
	benchmark string
	batch     float64
	values    []float64
}

// readConvergence gives the distinct records with enough runs, and the pairs of
// neighbouring batch sizes within one file, each distinct pair once.
func readConvergence(t *testing.T, dir string) (groups []group, pairs [][2]group) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no JSON files in %s (%v)", dir, err)
	}
	seen := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var records map[string]struct {
			Benchmark string
			BS        any
			Epochs    []float64 `json:"Epochs to converge"`
			Samples   []float64 `json:"samples to converge"`
		}
		if err := json.Unmarshal(text, &records); err != nil {
			t.Logf("%s: %v: left out", file, err)
			continue
		}
		var here []group
		for _, name := range slices.Sorted(maps.Keys(records)) {
			r := records[name]
			batch, _ := r.BS.(float64)
			g := group{strings.ToLower(r.Benchmark), batch, append(r.Epochs, r.Samples...)}
			if len(g.values) >= minRuns {
				here = append(here, g)
			}
		}
		slices.SortFunc(here, func(a, b group) int { return int(a.batch - b.batch) })
		for i, g := range here {
			if key := fmt.Sprint(g); !seen[key] {
				seen[key] = true
				groups = append(groups, g)
			}
			if i > 0 && here[i-1].benchmark == g.benchmark && here[i-1].batch != g.batch {
				if key := fmt.Sprint(here[i-1], g); !seen[key] {
					seen[key] = true
					pairs = append(pairs, [2]group{here[i-1], g})
				}
			}
		}
	}
	return groups, pairs
}

// pick draws n values without drawing one twice.
func pick(random *rand.Rand, values []float64, n int) []float64 {
	shuffled := slices.Clone(values)
	random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	return shuffled[:n]
}
