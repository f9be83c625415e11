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
// and how often they see a real change. It reads MLPerf's reference convergence
// points from the folder in RCP (https://github.com/mlcommons/logging, in
// mlperf_logging/rcp_checker): runs of one record differ in their seed alone,
// records of one benchmark with another batch size are a real change. The same
// rules then meet simulated metrics. Run it with
//
//	RCP=folder go test ./internal/repro -run BenchVerdict -v
func TestBenchVerdict(t *testing.T) {
	dir := os.Getenv("RCP")
	if dir == "" {
		t.Skip("RCP names no folder of reference convergence points")
	}
	groups, pairs := readConvergence(t, dir)
	runs := 0
	for _, g := range groups {
		runs += len(g.values)
	}
	fmt.Printf("%d records with %d runs or more (%d runs), %d pairs of neighbouring batch sizes; %d draws each, fixed seed\n\n",
		len(groups), minRuns, runs, len(pairs), draws)
	fmt.Printf("%-44s | %-31s | %-31s | %-31s\n", "", "one configuration", "another batch size", "")
	fmt.Printf("%-44s | %7s %10s %12s | %8s %10s %11s\n", "rule (originals, new runs)", "alarms", "unverified", "runs", "detected", "unverified", "runs")
	for _, rule := range contestants(0.05) {
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
		fmt.Printf("%-44s | %7.3f %10.3f %12.2f | %8.3f %10.3f %11.2f\n", rule.name, same.drifted(), same.unverified(), same.runs(), other.drifted(), other.unverified(), other.runs())
	}
	simulate()
}

const (
	minRuns = 13 // five originals and eight repeats without drawing a run twice
	draws   = 60
)

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
}

type tally struct{ n, bad, unknown, spent int }

func (t *tally) add(o outcomeOfRule) {
	t.n++
	t.spent += o.runs
	switch o.verdict {
	case repro.Drifted:
		t.bad++
	case repro.Unverified:
		t.unknown++
	}
}

func (t tally) drifted() float64 { return float64(t.bad) / float64(t.n) }

func (t tally) unverified() float64 { return float64(t.unknown) / float64(t.n) }

func (t tally) runs() float64 { return float64(t.spent) / float64(t.n) }

func contestants(alpha float64) []contestant {
	var rules []contestant
	for _, percent := range []float64{1, 5, 10} {
		rules = append(rules, contestant{fmt.Sprintf("fixed %v %% (1, 1)", percent), 1, 1, func(x, y []float64) outcomeOfRule {
			return differs(math.Abs(y[0]-x[0]) > percent/100*math.Abs(x[0]), 1)
		}})
	}
	for _, n := range []int{3, 5} {
		rules = append(rules, contestant{fmt.Sprintf("CORE-Bench prediction interval (%d, 1)", n), n, 1, func(x, y []float64) outcomeOfRule {
			m, ss := moments(x)
			s := math.Sqrt(ss / float64(n-1))
			h := studentUpper(alpha/2, float64(n-1)) * s * math.Sqrt(1+1/float64(n))
			return differs(y[0] < m-h || y[0] > m+h, 1)
		}})
	}
	for _, size := range [][2]int{{3, 3}, {5, 3}, {5, 5}} {
		rules = append(rules, contestant{fmt.Sprintf("two-sample t (%d, %d)", size[0], size[1]), size[0], size[1], func(x, y []float64) outcomeOfRule {
			b := measure(x, y)
			limit := studentUpper(alpha/2, float64(b.Freedom)) * b.Deviation * b.scale
			return differs(math.Abs(b.Mean-b.Centre) > limit, size[1])
		}})
	}
	for _, m := range []int{1, 3, 5} {
		for _, material := range []string{"5%", "10%", "15%"} {
			name := fmt.Sprintf("ours (%d, up to 8), material %s", m, material)
			rules = append(rules, contestant{name, m, 8, func(x, y []float64) outcomeOfRule { return ours(x, y, NoisePolicy{Alpha: alpha, Last: 8}, material) }})
		}
	}
	return rules
}

func differs(is bool, runs int) outcomeOfRule {
	if is {
		return outcomeOfRule{repro.Drifted, runs}
	}
	return outcomeOfRule{repro.Reproduced, runs}
}

// ours goes the way a check by repeats goes: one run, then the looks.
func ours(x, y []float64, policy NoisePolicy, material string) outcomeOfRule {
	matters, err := ParseMaterial(material)
	if err != nil {
		panic(err)
	}
	sample := func(values []float64) []Sample {
		var runs []Sample
		for _, v := range values {
			runs = append(runs, Sample{Metrics: metrics("m", v)})
		}
		return runs
	}
	originals, repeats := sample(x), sample(y)
	for made := 1; ; {
		c, err := CompareRepeats(originals, repeats[:made], repro.MetricPolicy{Material: matters}, policy)
		if err != nil {
			panic(err)
		}
		next := NextLook(c, made, policy.Last)
		if next == 0 {
			verdict, _, _ := Judge(nil, c)
			return outcomeOfRule{verdict, made}
		}
		made = next
	}
}

// simulate draws metrics from known distributions; shifts are in their own
// standard deviations.
func simulate() {
	const trials = 600
	for _, source := range []struct {
		name   string
		shifts []float64
		draw   func(r *rand.Rand, shift float64) float64
	}{
		{"Gaussian, deviation 0.01 around 0.9", []float64{0, 2, 4, 6}, func(r *rand.Rand, shift float64) float64 { return 0.9 + 0.01*(r.NormFloat64()-shift) }},
		{"t with 3 degrees of freedom", []float64{0, 2, 4, 6}, func(r *rand.Rand, shift float64) float64 {
			chi := 0.0
			for range 3 {
				z := r.NormFloat64()
				chi += z * z
			}
			return 0.9 + 0.01*(r.NormFloat64()/math.Sqrt(chi/3)/math.Sqrt(3)-shift)
		}},
		{"lognormal (skewed)", []float64{0, 2, 4, 6}, func(r *rand.Rand, shift float64) float64 {
			mean, deviation := math.Exp(0.5), math.Sqrt((math.E-1)*math.E)
			return 0.9 + 0.01*((math.Exp(r.NormFloat64())-mean)/deviation-shift)
		}},
		{"accuracy, 1 unstable of 30 examples", []float64{0, 2, 4, 6}, func(r *rand.Rand, shift float64) float64 {
			return (27 - math.Round(shift/2) + float64(r.IntN(2))) / 30
		}},
		{"accuracy, 20 unstable of 1000 examples", []float64{0, 2, 4, 6}, func(r *rand.Rand, shift float64) float64 {
			right := 900 - math.Round(shift*math.Sqrt(5))
			for range 20 {
				right += float64(r.IntN(2))
			}
			return right / 1000
		}},
	} {
		fmt.Printf("\n%s: called drifted (unverified; mean new runs)\n%-44s |", source.name, "")
		for _, shift := range source.shifts {
			fmt.Printf(" %18s |", fmt.Sprintf("shift %v", shift))
		}
		fmt.Println()
		for _, rule := range contestants(0.05) {
			if strings.HasSuffix(rule.name, "100 %") {
				continue // next to no difference here, where noise is about 1 %
			}
			fmt.Printf("%-44s |", rule.name)
			for _, shift := range source.shifts {
				random := rand.New(rand.NewPCG(3, 4))
				var all tally
				for range trials {
					var x, y []float64
					for range rule.originals {
						x = append(x, source.draw(random, 0))
					}
					for range rule.most {
						y = append(y, source.draw(random, shift))
					}
					all.add(rule.decide(x, y))
				}
				fmt.Printf(" %5.3f (%5.3f; %4.2f) |", all.drifted(), all.unverified(), all.runs())
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
