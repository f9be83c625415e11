package history

import (
	"encoding/hex"
	"fmt"
	"math"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file holds a check against its own numbers. The file is anybody's: what is not there
// is as good as what says otherwise.

// borneOut says what of a check its own numbers do not bear out: a metric's state, the
// values that are said to be allowed, or the verdict. The evidence is in the report, which
// the digest names.
func borneOut(c repro.Check, known bands) error {
	judged, numbers, outside, undecided := 0, 0, 0, 0
	for _, m := range c.Metrics {
		switch m.State {
		case repro.StateIdentical, repro.StateWithin, repro.StateRounded, repro.StateNoise:
			judged++
			if !math.IsNaN(m.Original) && !math.IsInf(m.Original, 0) {
				numbers++
			}
			if err := runsBearOut(c, m); err != nil && c.Verdict == repro.Reproduced {
				return err
			}
		case repro.StateOutside:
			outside++
		case repro.StateMissing, repro.StateUndecided:
			undecided++
		}
		low, high := known.of(m.Tolerance, m.Original)
		inside := m.State == repro.StateWithin && m.Reproduced >= low && m.Reproduced <= high
		if !inside && !judge.BearsOut(m.State, m.Tolerance, m.Original, m.Reproduced) {
			return fmt.Errorf("metric %.80q is not %.40s, by its values and its tolerance %.80q", m.Name, m.State, m.Tolerance)
		}
		if !alike(m.Low, low) || !alike(m.High, high) {
			return fmt.Errorf("metric %.80q has other bounds than its tolerance %.80q gives", m.Name, m.Tolerance)
		}
	}
	switch c.Models.State {
	case repro.StateOutside:
		outside++
	case repro.StateUndecided:
		undecided++
	case "", repro.StateIdentical, repro.StateWithin: // rest on the report; metrics are judged all the same
	default:
		return fmt.Errorf("models' predictions are never %.40q", c.Models.State)
	}
	if err := judge.CheckCompareModel(c.Models.Tolerance); err != nil {
		return err
	}
	ok := false
	switch c.Verdict {
	case repro.Reproduced:
		ok = judged > 0 && numbers > 0 && outside+undecided == 0
	case repro.Drifted:
		ok = outside > 0
	case repro.Unverified, repro.Missed:
		ok = true
	}
	if !ok {
		return fmt.Errorf("its verdict %.40q is not what its metrics give", c.Verdict)
	}
	return nil
}

// runsBearOut holds a metric that counts for a reproduction against the re-runs that the
// check has. Where the last of them failed, it is no reproduction, and they may differ. A check that was too large has none, and names its report.
func runsBearOut(c repro.Check, m repro.CheckedMetric) error {
	var values []float64
	for _, run := range c.Runs {
		if value, found := run.Get(m.Name); found {
			values = append(values, value)
		}
	}
	whole := len(values) > 0 && len(values) == len(c.Runs)
	elsewhere := c.Cut && len(c.Runs) == 0 && isDigest(c.Report)
	if (math.IsNaN(m.Original) || math.IsNaN(m.Reproduced)) && !whole && !elsewhere {
		return fmt.Errorf("metric %.80q is %.40s, and has no values", m.Name, m.State)
	}
	if m.State == repro.StateNoise && !whole && !elsewhere {
		return fmt.Errorf("metric %.80q is within noise, and no re-run has it", m.Name)
	}
	if m.State == repro.StateNoise && len(values) == 1 && !isDigest(c.Report) {
		return fmt.Errorf("metric %.80q is within the noise of other originals, and no report is named that has them", m.Name)
	}
	if len(values) == 0 {
		return nil
	}
	for _, value := range values {
		if m.State == repro.StateIdentical && value != m.Original && !(math.IsNaN(value) && math.IsNaN(m.Original)) {
			return fmt.Errorf("metric %.80q is identical, and a re-run has another value", m.Name)
		}
	}
	if !judge.Spanned(values, m.Reproduced) {
		return fmt.Errorf("metric %.80q has a value that is outside of its re-runs'", m.Name)
	}
	return nil
}

// isDigest says whether a text is a SHA-256 as reports' are written.
func isDigest(text string) bool {
	sum, err := hex.DecodeString(text)
	return err == nil && len(sum) == 32
}
