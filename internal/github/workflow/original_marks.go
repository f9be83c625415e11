package workflow

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// trailerOriginal is what the original had logged when the training was asked for: whoever takes
// the training up, or finishes it, compares with that and nothing else.
const trailerOriginal = "Reproduce-Original"

// maxMarks bounds the metrics that a commit's message has marks of.
const maxMarks = 100

// markOf is a metric's value under its name, in eight digits.
func markOf(m repro.Metric) string {
	sum := sha256.Sum256([]byte(m.Name + "=" + strconv.FormatFloat(m.Value, 'g', -1, 64)))
	return hex.EncodeToString(sum[:4])
}

// originalMarks is the trailer of the original's metrics; "" where it has none.
func originalMarks(metrics repro.Metrics) string {
	var marks []string
	for _, m := range metrics {
		if len(marks) < maxMarks && !strings.HasPrefix(m.Name, "system/") {
			marks = append(marks, markOf(m))
		}
	}
	if len(marks) == 0 {
		return ""
	}
	slices.Sort(marks)
	return trailerOriginal + ": " + strings.Join(marks, " ") + "\n"
}

// checkOriginal says that the original has lost a value that it had logged when the training on
// a branch was asked for. What it logged since then is no matter.
func checkOriginal(message string, plan repro.Plan) error {
	now := map[string]bool{}
	for _, m := range plan.Original.Metrics {
		now[markOf(m)] = true
	}
	gone := 0
	for mark := range strings.FieldsSeq(trailer(message, trailerOriginal)) {
		if !now[mark] {
			gone++
		}
	}
	if gone == 0 {
		return nil
	}
	return repro.Doubtf(repro.OriginalChanged, "the original's run has other values of %s than when the training on branch %s was asked for. Restore them; or delete the branch, and start again",
		wording.Count(gone, "metric", "metrics"), plan.Branch)
}
