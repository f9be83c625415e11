package judge

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// simulate draws metrics from known distributions around 0.9; the shifts and
// the noise are in standard deviations, of 0.01.
func simulate() {
	shifts := []float64{0, 2, 4, 6}
	for _, kind := range noiseKinds {
		fmt.Printf("\n%s: called drifted (reproduced; trainings)\n%-36s |", kind.name, "")
		for _, shift := range shifts {
			fmt.Printf(" %18s |", fmt.Sprintf("shift %v", shift))
		}
		fmt.Println()
		for _, rule := range contestants() {
			fmt.Printf("%-36s |", rule.name)
			for _, shift := range shifts {
				random := rand.New(rand.NewPCG(3, 4))
				var all tally
				trials := 1000
				if shift == 0 { // rare events take more
					trials = 5000
				}
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

// checks shows how often a check of several metrics, none of which depends on
// another, calls an honest original drifted.
func checks() {
	const trials = 4000
	counts := []int{1, 2, 3, 5, 10, 20}
	fmt.Printf("\nHonest checks called drifted, by the number of metrics judged; %d each, material shift 1 deviation\n%-36s |", trials, "noise (originals, new runs)")
	for _, metrics := range counts {
		fmt.Printf(" %5d", metrics)
	}
	fmt.Println()
	for _, size := range [][2]int{{1, 3}, {1, 5}, {1, 8}, {3, 1}, {4, 1}, {10, 1}, {2, 5}, {3, 5}, {3, 8}, {5, 5}, {5, 8}} {
		for _, kind := range noiseKinds[:3] {
			fmt.Printf("%-36s |", fmt.Sprintf("%s (%d, %d)", kind.name, size[0], size[1]))
			for _, metrics := range counts {
				random := rand.New(rand.NewPCG(5, 6))
				alarms := 0
				for range trials {
					x, y := drawn(random, kind, metrics, size[0]), drawn(random, kind, metrics, size[1])
					if c, _ := walkAll(x, y, size[1], 1, choice{}); hasState(c, repro.StateOutside) {
						alarms++
					}
				}
				fmt.Printf(" %5.3f", float64(alarms)/trials)
			}
			fmt.Println()
		}
	}
}

// frontier shows what one original, and five, could see at another price: the
// share of alpha that a single draw may spend, and the chance of a decision below
// which no further training is made. The alarms of both kinds of noise are of
// simulated originals, at a material shift of one deviation.
func frontier(reported, choosing records) {
	fmt.Printf("\nThe frontier: alarms, detections and trainings of other choices, material 15 %%. * is chosen.\nChosen on: %s.\n", choosing.size())
	fmt.Printf("%-44s | %-15s | %-33s | %-33s\n%-44s |", "", "simulated alarm", "half for choosing", "half reported on", "originals, re-runs: alpha spent, futile below")
	fmt.Printf(" %6s %8s |", "normal", "lognorm.")
	for range 2 {
		fmt.Printf(" %6s %8s %7s %9s |", "alarm", "detected", "trained", "undecided")
	}
	fmt.Println()
	for _, size := range [][2]int{{1, 5}, {1, 8}, {5, 5}, {5, 8}} {
		kept := forSkewed(0.05, size[0], size[1])
		for _, part := range slices.Compact([]float64{kept, max(kept, 0.5), 1}) {
			for _, stop := range []float64{-1, 0.05, 0.1, futile, 0.2} {
				if part != kept && stop != futile {
					continue
				}
				other := choice{alpha: 0.05 * part / kept, futile: stop}
				mark := " "
				if part == kept && stop == futile {
					mark = "*"
				}
				rule := contestant{originals: size[0], most: size[1], decide: func(x, y []float64) outcomeOfRule { return ours(x, y, size[1], 0.15, other) }}
				fmt.Printf("%s%-43s |", mark, fmt.Sprintf("(%d, %d): %.2f of it, %v", size[0], size[1], part, math.Max(0, stop)))
				fmt.Printf(" %6.3f %8.3f |", alarmsOf(noiseKinds[0], size, other), alarmsOf(noiseKinds[2], size, other))
				for _, r := range []records{choosing, reported} {
					same, changed := r.measure(rule)
					fmt.Printf(" %6.3f %8.3f %7.2f %9.2f |", same.share(repro.Drifted), changed.share(repro.Drifted), changed.runs(), same.undecided())
				}
				fmt.Println()
			}
		}
	}
	fmt.Println("Why: with one original no choice reaches an alarm of 0.05 and the detection of a t-test for both noises, so the alarm is kept, and detection is what it leaves.")
	fmt.Printf("Futile below %v: of those that end undecided after 3.3 trainings at most, with the repeats that auto chooses, on the half for choosing, it detects most.\n", futile)
}

func alarmsOf(kind noiseKind, size [2]int, choice choice) float64 {
	const trials = 10_000
	random := rand.New(rand.NewPCG(7, 8))
	alarms := 0
	for range trials {
		c, _ := walkAll(drawn(random, kind, 1, size[0]), drawn(random, kind, 1, size[1]), size[1], 1, choice)
		if hasState(c, repro.StateOutside) {
			alarms++
		}
	}
	return float64(alarms) / trials
}
