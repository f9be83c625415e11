package cause

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// byLedger lets the earlier checks speak. What has changed since the version
// last reproduced is consistent with a drift by its timing, unless a stage
// rules it out or a curve speaks against it; what was so then is there and yet
// was not enough. Where nothing has changed, chance is left.
func byLedger(causes []repro.Cause, inputs []repro.Input, ledger Ledger, against []bool) {
	if ledger.good == nil {
		return
	}
	thens := map[[4]string]string{}
	for _, input := range inputs {
		thens[[4]string{input.Kind, input.Name, input.Original, input.Now}] = input.Then
	}
	unchanged := ledger.unchanged(inputs)
	suspect := slices.ContainsFunc(causes, func(c repro.Cause) bool {
		return c.Since == SinceChanged && c.Strength != repro.Same && c.Bearing != repro.BearingSeldom
	})
	others := slices.ContainsFunc(causes, func(c repro.Cause) bool {
		return c.Since == SinceChanged && c.Strength != repro.Same && c.Bearing != repro.BearingSeldom && c.Bearing != repro.BearingTracked
	})
	for i := range causes {
		cause := &causes[i]
		if cause.Factor == repro.FactorChance && unchanged && cause.Strength == repro.NotRecorded {
			cause.Strength = repro.ConsistentWith
			cause.Evidence = packaging.JoinNotes(cause.Evidence, "nothing that was recorded has changed "+ledger.since())
		}
		if cause.Bearing == repro.BearingSeldom || cause.Strength == repro.Same || cause.Strength == repro.Established || cause.Strength == repro.Isolated {
			continue
		}
		then := thens[[4]string{cause.Factor, cause.Name, cause.Original, cause.Now}]
		switch cause.Since {
		case SinceChanged:
			// A file that nothing is seen to read comes behind what else has changed.
			behind := cause.Bearing == repro.BearingTracked && others
			if behind {
				cause.Evidence = ""
			}
			ledger.changed(cause, then, behind || i < len(against) && against[i])
		case SinceLater: // it drifted without it, so that what came before leads, if anything did
			if !suspect {
				ledger.changed(cause, then, i < len(against) && against[i])
				continue
			}
			if cause.Strength == repro.ConsistentWith {
				cause.Strength = repro.DiffersUntested
			}
			cause.Evidence = packaging.JoinNotes(cause.Evidence, "changed only after "+ledger.who+" first drifted on "+ledger.day(ledger.bad.At))
		case SinceAlready:
			if cause.Strength == repro.ConsistentWith {
				cause.Strength = repro.DiffersUntested
			}
			cause.Evidence = packaging.JoinNotes(cause.Evidence, "already "+causeBrief(*cause)+" "+ledger.when())
		default:
			if then != "" && then == cause.Now && cause.Strength != repro.NotRecorded { // of an MLflow digest
				cause.Evidence = packaging.JoinNotes(cause.Evidence, "its first rows already had this digest "+ledger.when())
			}
		}
	}
}

// changed raises a cause by its timing. What the original did not record is a
// cause all the same when it has changed since then.
func (l Ledger) changed(cause *repro.Cause, then string, against bool) {
	text := "changed " + l.since()
	if then != cause.Original && causeBrief((repro.Cause{Factor: cause.Factor, Now: then})) == then {
		text += " (" + then + " then)"
	}
	switch {
	case cause.Strength == repro.ConsistentWith:
		text = packaging.JoinNotes(text, cause.Evidence)
	case against:
		cause.Evidence = packaging.JoinNotes(text, cause.Evidence)
		return
	}
	if cause.Strength == repro.NotRecorded {
		cause.Next = nextFor(repro.Input{Kind: cause.Factor, Name: cause.Name, Original: then})
	}
	cause.Strength, cause.Evidence = repro.ConsistentWith, text
}

// causeBrief is what a factor is now, where that is short enough to stand in a
// sentence, else "so".
func causeBrief(c repro.Cause) string {
	value := slices.Contains([]string{repro.KindEnvironment, repro.KindParams, repro.KindSeed, repro.KindHardware}, c.Factor)
	if !value || c.Now == "" || len(c.Now) > 24 || strings.ContainsAny(c.Now, " \t\r\n") {
		return "so"
	}
	return c.Now
}

// Conclude is Conclude where earlier checks are known.
func (l Ledger) Conclude(c repro.Comparison, causes []repro.Cause, inputs []repro.Input) string {
	if l.good == nil || !drifts(c) { // a missing metric is no drift
		return Conclude(c, causes)
	}
	var changed, differ []repro.Cause
	for _, cause := range causes {
		switch {
		case cause.Strength == repro.Established || cause.Strength == repro.Isolated:
			return Conclude(c, causes)
		case cause.Factor == repro.FactorChance || cause.Factor == repro.FactorEvaluation || cause.Bearing == repro.BearingSeldom:
		case (cause.Since == SinceChanged || cause.Since == SinceLater) && cause.Strength == repro.ConsistentWith:
			changed = append(changed, cause)
		case cause.Strength == repro.ConsistentWith || cause.Strength == repro.DiffersUntested:
			differ = append(differ, cause)
		}
	}
	switch {
	case len(changed) > 0 && causes[0].Since == changed[0].Since:
		return notApplied(causes) + l.newSince(changed, differ)
	case len(changed) == 0 && l.unchanged(inputs):
		return notApplied(causes) + l.nothingNew(differ, causes, equalRuns(c))
	}
	return Conclude(c, causes)
}

// newSince is the sentence where something has changed since the version last
// reproduced.
func (l Ledger) newSince(changed, differ []repro.Cause) string {
	text := wording.Capital(l.since()) + ", " + labels(changed) + " has changed, which makes it the likelier cause"
	if len(changed) > 1 {
		text = wording.Capital(l.since()) + ", " + labels(changed) + " have changed, which makes them the likelier causes"
	}
	if _, more, found := strings.Cut(changed[0].Evidence, "; "); found && len(changed) == 1 {
		text += ": " + strings.TrimSuffix(more, ".")
	}
	text += "."
	by := map[string][]repro.Cause{}
	for _, cause := range differ {
		by[cause.Since] = append(by[cause.Since], cause)
	}
	text += differentThen(by[SinceAlready])
	if later := by[SinceLater]; len(later) > 0 {
		text += " Changed only after it first drifted: " + labels(later) + "."
	}
	if against := by[SinceChanged]; len(against) > 0 {
		text += " Changed as well: " + labels(against) + "."
	}
	unknown := by[SinceUnknown]
	if len(unknown) > 0 {
		text += " Also different now, and not known for that earlier check: " + labels(unknown) + "."
	}
	return text + " This was not tested."
}

// differentThen names what differed from the original when the version
// reproduced.
func differentThen(already []repro.Cause) string {
	if len(already) == 0 {
		return ""
	}
	return " Already different then: " + labels(already) + "."
}

// nothingNew is the sentence where everything recorded is as it was then.
func (l Ledger) nothingNew(differ, causes []repro.Cause, equal bool) string {
	text := "Nothing that was recorded has changed " + l.since() + "." + differentThen(differ) + besides(causes)
	var unknown []repro.Cause
	for _, cause := range causes {
		if cause.Strength == repro.NotRecorded && cause.Factor != repro.FactorChance && cause.Since != SinceAlready {
			unknown = append(unknown, cause)
		}
	}
	if len(unknown) > 0 {
		return text + fmt.Sprintf(" Something that was not recorded may have changed (%s, or something else)", labels(unknown)) + orVaries(equal)
	}
	return text + " Something that was not recorded may have changed" + orVaries(equal)
}
