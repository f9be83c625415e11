package witness

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/decimal"
	"github.com/reproduce-action/reproduce/internal/evidence"
	"github.com/reproduce-action/reproduce/internal/flow/collect"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// copied is the evidence against numbers that stand, all of them, in files that
// the training left alone. A training that logs more than those files hold, one
// of a DVC stage, and one that writes the file itself are not meant. Where it was seen
// to read such a file outside of the checkout, neither a stage nor a challenge answers.
// metadata is the file that the original's metrics were read from, "" for none: the numbers
// stand there whatever the training did.
func copied(training train.Training, c collect.Collected, metadata string) []repro.Gate {
	if training.UntouchedNumbers == nil || training.Upload != nil && c.Run.ID != "" {
		return nil // on GitHub nobody sees what a run's program read
	}
	var values []float64
	for _, metric := range c.Run.Metrics {
		if !math.IsNaN(metric.Value) && !math.IsInf(metric.Value, 0) && !strings.HasPrefix(metric.Name, "system/") {
			values = append(values, metric.Value)
		}
	}
	if !slices.ContainsFunc(values, decimal.IsTelling) {
		return nil
	}
	files := training.UntouchedNumbers(values)
	if read := slices.DeleteFunc(slices.Clone(files), func(file string) bool { return !slices.Contains(training.ReadElsewhere, file) }); len(read) > 0 {
		return []repro.Gate{{Name: evidence.NothingCarried, State: repro.GateFailed, Reason: repro.NotProven, Text: fmt.Sprintf(
			"all metrics are in %s, outside of the checkout and there before the training, which read it. Remove it and run again, or keep an input with --keep %s", wording.List(read), wording.Quote(read[0]))}}
	}
	if training.Ran() || c.Challenged != "" {
		return nil
	}
	if training.Observed != nil { // what nothing read was not copied
		f := training.Observed(c.Files, c.Run.ID)
		files = slices.DeleteFunc(files, func(file string) bool {
			read, known := f.WasRead(file)
			return !filepath.IsAbs(file) && (f.Unread(file) || file == metadata && known && !read)
		})
	}
	if len(files) == 0 {
		return nil
	}
	way := "Let the training write that file, remove it from git, or log something that only a training has, such as its loss"
	switch {
	case slices.Equal(files, []string{metadata}):
		way = "It is the file that --metadata names. So let --challenge PARAM change a number in the params file, or log something that only a training has, such as its loss"
	case filepath.IsAbs(files[0]):
		way = "Take it away and run again, or log something that only a training has, such as its loss"
	}
	return []repro.Gate{{Name: evidence.NumbersCopied, State: repro.GateFailed, Reason: repro.NotProven, Text: fmt.Sprintf(
		"nothing shows that this training computed the metrics: all of them are in %s, which was there before and was not written by this training. %s", wording.List(files), way)}}
}
