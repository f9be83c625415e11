package history

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// NewCheck gives what a history keeps of a saved result. report is the text of its
// report.json, by whose digest the whole is found and checked later; sentence
// is the result for people.
func NewCheck(r repro.Result, report []byte, sentence, from string) repro.Check {
	model := r.Model()
	digest := sha256.Sum256(report)
	record := cause.RecordOf(r, from)
	record.Metrics, record.Models = judge.CheckedOf(r), judge.CheckedModels(r.Comparison.Model)
	return repro.Check{
		Record: record, Cut: len(record.Runs) == 0, Tool: r.Tool, Stage: model.Stage, Aliases: model.Aliases,
		Summary: sentence, Detail: r.Detail, Cause: r.Diagnosis,
		Links:   repro.CheckLinks{Model: model.URL, Original: r.Original.URL, Run: r.Reproduction.URL, Workflow: r.Execution.URL},
		Seconds: r.Execution.Duration().Seconds(), Trainings: (r.Execution.Duration() + r.Further.Took).Seconds(), Report: hex.EncodeToString(digest[:]),
	}
}

// NewMissed is the entry of a version that was due at a time and has no result.
func NewMissed(model repro.ModelVersion, at time.Time, tool string) repro.Check {
	return repro.Check{Tool: tool, Record: repro.Record{
		Past: repro.Past{At: at.UTC(), Verdict: repro.Missed}, Model: model.Name, Version: model.Version,
	}}
}

// bands are the values that tolerances allow, by the tolerance and the original: ten
// thousand checks of a model have the same, and working one out reads a text.
type bands map[bandOf][2]float64

type bandOf struct {
	tolerance string
	original  float64
}

// maxBands is how many are kept.
const maxBands = 100_000

func (b bands) of(tolerance string, original float64) (low, high float64) {
	if band, there := b[bandOf{tolerance, original}]; there {
		return band[0], band[1]
	}
	low, high = judge.Band(tolerance, original)
	if b != nil && len(b) < maxBands && !math.IsNaN(original) { // which no map finds again
		b[bandOf{strings.Clone(tolerance), original}] = [2]float64{low, high}
	}
	return low, high
}

// alike says whether a bound that a file has is the one that its tolerance gives, where
// both are known.
func alike(said, given float64) bool {
	return math.IsNaN(said) || math.IsNaN(given) || said == given || math.Abs(said-given) <= 1e-9*max(math.Abs(said), math.Abs(given))
}
