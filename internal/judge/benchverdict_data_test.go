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
)

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

// halves cuts each benchmark's records in two by their batch size, so that both
// halves have all kinds of noise and share no record. Which of the two is
// reported on alternates from benchmark to benchmark. A pair across the cut is in
// neither.
func halves(all records) (reported, choosing records) {
	batches := map[string][]float64{}
	for _, g := range all.groups {
		batches[g.benchmark] = append(batches[g.benchmark], g.batch)
	}
	upper := map[string]bool{} // is reported on
	cut := map[string]float64{}
	for i, name := range slices.Sorted(maps.Keys(batches)) {
		slices.Sort(batches[name])
		upper[name], cut[name] = i%2 == 0, batches[name][len(batches[name])/2]
	}
	isReported := func(g group) bool { return (g.batch >= cut[g.benchmark]) == upper[g.benchmark] }
	for _, g := range all.groups {
		half := &choosing
		if isReported(g) {
			half = &reported
		}
		half.groups = append(half.groups, g)
	}
	for _, p := range all.pairs {
		switch here, there := isReported(p[0]), isReported(p[1]); {
		case here && there:
			reported.pairs = append(reported.pairs, p)
		case !here && !there:
			choosing.pairs = append(choosing.pairs, p)
		}
	}
	return reported, choosing
}

// records are the configurations of one half, and its pairs.
type records struct {
	groups []group
	pairs  [][2]group
}

// size says how much there is.
func (r records) size() string {
	runs, names := 0, map[string]bool{}
	for _, g := range r.groups {
		runs += len(g.values)
		names[g.benchmark] = true
	}
	return fmt.Sprintf("%d records of %d benchmarks with %d runs or more (%d runs), %d pairs of neighbouring batch sizes",
		len(r.groups), len(names), minRuns, runs, len(r.pairs))
}

// of gives the rule for originals of a record.
func (c contestant) of(g group) func(x, y []float64) outcomeOfRule {
	if c.informed == nil {
		return c.decide
	}
	_, squares := moments(g.values)
	deviation := math.Sqrt(squares / float64(len(g.values)-1))
	return func(x, y []float64) outcomeOfRule { return c.informed(deviation, x, y) }
}

// measure lets a rule decide honest repeats, and real changes.
func (r records) measure(rule contestant) (same, other tally) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, g := range r.groups {
		for range draws {
			picked := pick(random, g.values, rule.originals+rule.most)
			same.add(rule.of(g)(picked[:rule.originals], picked[rule.originals:]))
		}
	}
	for _, p := range r.pairs {
		for range draws {
			other.add(rule.of(p[0])(pick(random, p[0].values, rule.originals), pick(random, p[1].values, rule.most)))
		}
	}
	return same, other
}
