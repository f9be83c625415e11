package flow

import (
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// cached is how programs say that they take a result that is there and compute none.
var cached = regexp.MustCompile(`(?i)\bcache[ -]?hit\b|\b(?:from|in|using|found in)(?: the| a| its)? cache\b|\b(?:using|loading|loaded|reusing|found) cached\b|\bre-?us(?:e|es|ing) (?:the |an? )?(?:existing|stored|saved|earlier|previous)|\balready (?:trained|fitted|fit|computed|exists)\b|\bskip(?:s|ping)? (?:the )?(?:training|fit|fitting)\b|\b(?:loading|loaded|restored|restoring) (?:the |an? )?(?:existing|stored|saved|fitted|trained|pretrained) (?:model|weights|fit|features|predictions|result)`)

// saysCached gives a line in which the judged training said that it took a result that was
// there, where a challenge did not say so; "" where there is none. What both say is of an input.
func saysCached(judged, challenged repro.Execution) string {
	for _, line := range judged.Log {
		said := cached.FindString(line)
		if said == "" {
			continue
		}
		also := slices.ContainsFunc(challenged.Log, func(other string) bool { return strings.EqualFold(cached.FindString(other), said) })
		if !also {
			return line
		}
	}
	return ""
}
