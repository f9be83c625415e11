package report

import (
	"cmp"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A row is one metric as every table shows it. Names and notes are still as
// they came; the numbers are text of our own making.
type row struct {
	name       string
	original   string
	reproduced string
	difference string
	tolerance  string
	times      string // by how many times the tolerance is exceeded; "" otherwise
	word       string // what became of it where the numbers do not say: "missing", "within noise"
	notes      []string
	noise      bool // how much it varies by itself was measured
	state      repro.State
	lacking    bool // the reproduction does not have it
}

func (r row) failed() bool {
	return r.state == repro.StateOutside || r.state == repro.StateMissing || r.state == repro.StateUndecided
}

// tableRows gives the rows of the metrics table: what failed first, the furthest
// outside at the top, then the rest in the comparison's order. Metrics that
// only one side has or that are ignored are not in it.
func tableRows(c repro.Comparison) []row {
	deltas := slices.Clone(append(c.Judged(), c.In(repro.StateReported)...))
	order.Stable(deltas, func(a, b repro.Delta) int {
		if order := cmp.Compare(rank(a.State), rank(b.State)); order != 0 {
			return order
		}
		if a.State == repro.StateOutside {
			return cmp.Compare(excess(b), excess(a))
		}
		return 0
	})
	decimals := sharedDecimals(deltas)
	rows := make([]row, len(deltas))
	for i, delta := range deltas {
		rows[i] = newRow(delta, decimals)
	}
	return rows
}

func rank(state repro.State) int {
	switch state {
	case repro.StateOutside:
		return 0
	case repro.StateMissing:
		return 1
	case repro.StateUndecided:
		return 2
	case repro.StateReported:
		return 4
	default:
		return 3
	}
}

// excess orders by Ratio; a difference without a measure comes first.
func excess(d repro.Delta) float64 {
	if math.IsNaN(d.Ratio) {
		return math.Inf(1)
	}
	return d.Ratio
}

// sharedDecimals is how many decimals the rows of a table should have in
// common, so that its columns read as columns.
func sharedDecimals(deltas []repro.Delta) int {
	shared := 0
	for _, d := range deltas {
		if d.Lacking() {
			continue
		}
		if p := newPair(d.Original, d.Reproduced, 0, 0); p.decimals <= alignDecimals && unitSized(d) {
			shared = max(shared, p.decimals)
		}
	}
	return shared
}

// unitSized says that a metric is about as large as the scores are that most
// tables hold. A count or a price beside them keeps its own decimals.
func unitSized(d repro.Delta) bool {
	return decimal.Finite(d.Original) && decimal.Finite(d.Reproduced) && math.Max(math.Abs(d.Original), math.Abs(d.Reproduced)) < 10
}

func newRow(d repro.Delta, decimals int) row {
	r := row{name: d.Name, notes: d.Notes, noise: d.Noise != nil, state: d.State}
	if own := newPair(d.Original, d.Reproduced, 0, 0).decimals; !unitSized(d) || decimals > own+1 {
		decimals = 0 // more zeros than that are noise
	}
	if d.Lacking() {
		r.original, r.reproduced, r.lacking = alone(d.Original), "missing", true
		r.tolerance = toleranceText(d, 0, decimals)
		if d.Absent {
			r.word = "not judged"
		}
		return r
	}
	switch d.State {
	case repro.StateReported:
		r.word = "not judged"
	case repro.StateRounded:
		if len(d.Notes) == 0 {
			r.word = "equal as logged"
		}
	case repro.StateNoise:
		r.word = "within noise"
	case repro.StateUndecided:
		r.word = "undecided"
	}
	// A difference that is not what is allowed must not look like it.
	var p pair
	for more := range 18 {
		p = newPair(d.Original, d.Reproduced, decimals, more)
		r.tolerance = toleranceText(d, more, max(decimals, p.decimals))
		if distinct(d, p.difference, r.tolerance) {
			break
		}
	}
	r.original, r.reproduced, r.difference = p.original, p.reproduced, p.difference
	if d.State == repro.StateOutside {
		r.times = timesText(d.Ratio)
		if r.times == "" {
			r.word = "outside"
		}
	}
	return r
}

// toleranceText is the largest difference allowed, as ±number, or the rule as
// the user wrote it where it is no plain number or allows one side only.
func toleranceText(d repro.Delta, more, decimals int) string {
	if d.State == repro.StateReported {
		return ""
	}
	allowed, ok := allowance(d)
	if !ok || strings.HasPrefix(d.Tolerance, "+") || strings.HasPrefix(d.Tolerance, "-") {
		return d.Tolerance
	}
	if allowed.Sign() == 0 {
		return "exact"
	}
	if e := exponent(allowed); e < -4 || e >= 15 {
		return "±" + trimMantissa(scientific(allowed, diffDigits-1+more))
	}
	enough := max(diffDigits-1-exponent(allowed)+more, 0)
	if short := trimZeros(allowed.FloatString(enough)); len(short)-strings.Index(short+".", ".")-1 > max(decimals, 0) {
		return "±" + short
	}
	return "±" + allowed.FloatString(max(decimals, 0))
}

func allowance(d repro.Delta) (*big.Rat, bool) {
	if d.Allowed == "" || len(d.Allowed) > 2000 {
		return nil, false
	}
	allowed, ok := new(big.Rat).SetString(d.Allowed)
	return allowed, ok && allowed.Sign() >= 0
}

// distinct says that the printed difference and tolerance are equal only if the
// numbers are.
func distinct(d repro.Delta, difference, tolerance string) bool {
	allowed, ok := allowance(d)
	shown, okDiff := new(big.Rat).SetString(strings.TrimLeft(difference, "+-"))
	limit, okLimit := new(big.Rat).SetString(strings.TrimPrefix(tolerance, "±"))
	if !ok || !okDiff || !okLimit || shown.Cmp(limit) != 0 {
		return true
	}
	exact := new(big.Rat).Sub(decimal.Exact(d.Reproduced), decimal.Exact(d.Original))
	return exact.Abs(exact).Cmp(allowed) == 0
}

// timesText gives a ratio with one decimal, and never as 1 when it is not.
func timesText(ratio float64) string {
	if !decimal.Finite(ratio) || ratio < 0 {
		return ""
	}
	if ratio > 1000 {
		return ">1000" // how far does not matter any more; report.json has it
	}
	digits := 1
	if ratio >= 100 {
		digits = 0
	}
	for digits < 16 && ratio != 1 && strings.TrimRight(strconv.FormatFloat(ratio, 'f', digits, 64), "0") == "1." {
		digits++
	}
	return strconv.FormatFloat(ratio, 'f', digits, 64)
}

func trimZeros(text string) string {
	if strings.Contains(text, ".") {
		return strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}
