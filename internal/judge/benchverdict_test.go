package judge

import (
	"fmt"
	"math"
	"os"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestBenchVerdict measures how often rules call an honest re-run different,
// how often they see a real change, how often they cannot tell, and how many
// trainings that takes. It reads MLPerf's reference convergence points from the
// folder in RCP (https://github.com/mlcommons/logging, in
// mlperf_logging/rcp_checker): runs of one record differ in their seed alone,
// records of one benchmark with another batch size are a real change. Half of
// them are for choosing the shares of noise_looks.go and where to stop, and none of
// those is in the table. The same rules then meet simulated metrics,
// one and several. Run it with
//
//	make bench-verdict RCP=folder
func TestBenchVerdict(t *testing.T) {
	dir := os.Getenv("RCP")
	if dir == "" {
		t.Skip("RCP names no folder of reference convergence points")
	}
	var all records
	all.groups, all.pairs = readConvergence(t, dir)
	reported, choosing := halves(all)
	fmt.Printf("Reported on: %s; %d draws each, fixed seed.\n", reported.size(), draws)
	fmt.Println("new: of those whose first re-run differs. Trainings: mean, and mean of those that end undecided.")
	fmt.Printf("\n%-36s | %-53s | %-38s\n", "", "one configuration", "another batch size")
	fmt.Printf("%-36s | %6s %10s %5s %10s %8s %9s | %8s %10s %9s %9s\n", "rule (originals, new runs)",
		"alarm", "reproduced", "new", "unverified", "trained", "undecided", "detected", "unverified", "trained", "undecided")
	for _, rule := range append(contestants(), informed()...) {
		same, other := reported.measure(rule)
		fmt.Printf("%-36s | %6.3f %10.3f %5.2f %10.3f %8.2f %9.2f | %8.3f %10.3f %9.2f %9.2f\n", rule.name,
			same.share(repro.Drifted), same.share(repro.Reproduced), same.new(), same.share(repro.Unverified), same.runs(), same.undecided(),
			other.share(repro.Drifted), other.share(repro.Unverified), other.runs(), other.undecided())
	}
	frontier(reported, choosing)
	simulate()
	checks()
}

const (
	minRuns = 13 // five originals and eight repeats without drawing a run twice
	draws   = 200
)

// A contestant decides from originals and from as many new runs as it asks for.
type contestant struct {
	name      string
	originals int
	most      int
	decide    func(originals, fresh []float64) outcomeOfRule
	informed  func(deviation float64, originals, fresh []float64) outcomeOfRule // instead: it knows the record's noise
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
