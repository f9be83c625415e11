package witness

import (
	"fmt"
	"slices"

	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
)

// unmoved is the evidence against numbers that other data did not move: every
// metric is the original's to the last bit, the recorded data are not, and
// nothing but the run's own params says that anything was trained. An evaluation
// of the old model, and a champion that was kept, look so.
func unmoved(plan repro.Plan, training train.Training, c collect.Collected) []repro.Gate {
	if c.Run.ID == "" || training.Ran() || c.Challenged != "" {
		return nil
	}
	other := otherData(plan.Original, c.Run)
	compared, err := collect.Compare(plan, c)
	if other == "" || err != nil {
		return nil
	}
	judged := compared.Judged()
	if len(judged) == 0 || slices.ContainsFunc(judged, func(d repro.Delta) bool { return d.State != repro.StateIdentical }) {
		return nil
	}
	return []repro.Gate{{Name: evidence.NumbersMoved, State: repro.GateFailed, Reason: repro.NotProven, Text: fmt.Sprintf(
		"every metric equals the original's to the last digit, though %s. An evaluation of the old model would look the same; train on the original's data, or in a DVC stage whose log shows that it ran", other)}}
}

// otherData names recorded data that differ between two runs; "" for none.
func otherData(original, run repro.Run) string {
	now := lineage.Recorded(run).Data
	for _, was := range lineage.Recorded(original).Data {
		same := func(is repro.DataVersion) bool { return is.Path == was.Path && is.From == was.From }
		at := slices.IndexFunc(now, same)
		if at >= 0 && !slices.ContainsFunc(now, func(is repro.DataVersion) bool { return same(is) && is.Hash == was.Hash }) {
			return fmt.Sprintf("the data %s are %s and were %s", was.Path, now[at].Hash, was.Hash)
		}
	}
	return ""
}
