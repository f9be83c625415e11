package explain

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/experiment"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Sentence says what an experiment found. It says "caused by" of what is established alone.
func Sentence(e repro.Experiment) string {
	names := namesOf(e)
	several := len(e.Cause) > 1
	switch {
	case e.Conclusion == repro.CauseEstablished && several:
		return "Caused by " + names + ofSeveral(e) + since(e, several)
	case e.Conclusion == repro.CauseEstablished:
		return "Caused by " + names + ": restoring it alone brings the metrics back, breaking it alone loses them." + since(e, several)
	case e.Conclusion == repro.CauseIsolated:
		return "Isolated, and not established: restoring " + names + " alone brings the metrics back. " + notShown(e)
	}
	return unknown(e)
}

// ofSeveral says what is known of several factors of an established cause. With the others of them
// restored each makes the metrics drift; whether it does so with all else restored is another question.
func ofSeveral(e repro.Experiment) string {
	const restored = "restoring all of them, and nothing else, brings the metrics back, and with any one of them as today they drift."
	enough, not := experiment.Alone(len(e.Factors), experiment.SetOf(e.Cause...), trialsOf(e.Trials))
	switch {
	case enough:
		return ", each enough by itself: " + restored
	case not != 0:
		return ": " + restored + " With all restored but one (" + namesOf(repro.Experiment{Factors: e.Factors, Cause: not.Factors()}) + ") they come back, so something else that differs takes part."
	}
	return ": " + restored
}

// since says by which commit an established cause came, as far as that was found. Of several
// factors each may have come with a commit of its own, and one is found.
func since(e repro.Experiment, several bool) string {
	b := e.Bisect
	if b != nil && b.Apart && len(b.Steps) == 0 {
		return apart(b, e.Original)
	}
	if b == nil || len(b.Steps) == 0 {
		return ""
	}
	back, lost := slices.Index(b.Steps, b.Back), slices.Index(b.Steps, b.Lost)
	first, last := gitformat.Short(b.Back), gitformat.Short(b.Lost)
	switch {
	case lost-back == 1:
		text := fmt.Sprintf(" It came with commit %s: as in %s the metrics come back, as in %s they drift.", last, first, last)
		if begun(b) {
			text = fmt.Sprintf(" By its first points it came with commit %s: as in %s the curve begins as the original's, as in %s it leaves it.", last, first, last)
		}
		if several && lost+1 < len(b.Steps) || open(b, lost) {
			text += " A later one may do the same: not all were trained."
		}
		return text
	case b.Varies:
		return fmt.Sprintf(" It came after commit %s, up to %s: a commit in between came out both ways.", first, last)
	case b.Spent:
		return fmt.Sprintf(" It came after commit %s, up to %s: the budget was spent before the commit was found.", first, last)
	}
	return fmt.Sprintf(" It came after commit %s, up to %s: those in between give no proven numbers.", first, last)
}

// apart says why no commit was looked for where today's history does not go through the
// original's commit.
func apart(b *repro.Bisect, original string) string {
	const not = " Its commit was not looked for: "
	base := gitformat.Short(b.Back)
	outcome := repro.TrialOutcome("")
	for _, trial := range b.Trials {
		if trial.Step == b.Back {
			outcome = trial.Outcome
		}
	}
	switch {
	case b.Back == "":
		return not + "the histories of today's commit and of the original's have nothing in common."
	case b.Spent:
		return not + fmt.Sprintf("the original's commit is on another line since %s, and the budget was spent.", base)
	case outcome == repro.TrialUnresolved:
		return not + fmt.Sprintf("the original's commit is on another line since %s, and as in that one the training gives no proven numbers.", base)
	}
	return not + fmt.Sprintf("the original's commit is on another line since %s, and as in that one the metrics drift. See what today's line never had: git log %s..%s", base, base, gitformat.Short(original))
}

// open says whether there are commits after the one that loses the metrics of which nobody knows:
// one may have mended it, and another lost them again.
func open(b *repro.Bisect, lost int) bool {
	for _, step := range b.Steps[lost+1:] {
		known := step == b.Steps[len(b.Steps)-1] || slices.ContainsFunc(b.Trials, func(trial repro.CommitTrial) bool {
			return trial.Step == step && trial.Outcome == repro.TrialLost
		})
		if !known {
			return true
		}
	}
	return false
}

// begun says whether a trial of one of the neighbours was ended early.
func begun(b *repro.Bisect) bool {
	return slices.ContainsFunc(b.Trials, func(trial repro.CommitTrial) bool {
		return trial.Points > 0 && (trial.Step == b.Back || trial.Step == b.Lost)
	})
}

// notShown says why what is isolated is no more.
func notShown(e repro.Experiment) string {
	switch e.Why {
	case repro.WhyNotLost:
		return "They come back as well with everything else restored: another factor can do the same, or the training varies from run to run."
	case repro.WhyBreakFailed:
		return "With everything else restored the training gives no proven numbers" + because(e) + "."
	case repro.WhyInseparable:
		return "Without a part of it the training gives no proven numbers, so its parts are not told apart."
	case repro.WhyGrouped:
		return "It is more files than one search can tell apart."
	case repro.WhyRepeatFailed:
		return "A repeat of its proof gave no proven numbers" + because(e) + "."
	case repro.WhyOutside:
		return "From state to state the trainings read other files outside of the checkout, which are younger than the original, as a cache has them. So what an earlier training left there may be why. Take such files away, or keep an input with --keep PATH, and explain again."
	case repro.WhyMixed:
		lost := gitformat.Short(e.Bisect.Lost)
		return fmt.Sprintf("As in commit %s they drift among the original's files, and come back among that commit's own: another file that differs takes part, as where a value was moved into it and changed later. Reproduce it with --code-ref %s, then check today's code against that run with --run-id, and explain that drift.", lost, lost)
	}
	return "The budget was spent before its proof was complete, and so few trainings can be chance."
}

// unknown says why no cause was found.
func unknown(e repro.Experiment) string {
	switch e.Why {
	case repro.WhyNoFactors:
		return "No cause was looked for: nothing that differs from the original can be restored here."
	case repro.WhyTodayBack:
		return "No cause was looked for: today's state was trained again, and the metrics came back."
	case repro.WhyTodayFailed:
		return "No cause was looked for: today's state was trained again, and gave no proven numbers" + because(e) + "."
	case repro.WhyNotRestored:
		return fmt.Sprintf("No cause was found: with %s restored the metrics still differ. What takes part was not restored, or the training varies from run to run.", all(e))
	case repro.WhyRestoredFailed:
		return fmt.Sprintf("No cause was found: with %s restored the training gives no proven numbers%s.", all(e), because(e))
	case repro.WhyRepeatFailed:
		return "No cause was found: what began as the original did gave no proven numbers at its end" + because(e) + "."
	case repro.WhyVaries:
		return "No cause is established: the same state came back in one training and drifted in another. This training varies from run to run."
	}
	return "No cause was found: the budget was spent first."
}

func because(e repro.Experiment) string {
	if e.Detail == "" {
		return ""
	}
	return ": " + e.Detail
}

func all(e repro.Experiment) string {
	if len(e.Factors) == 1 {
		return wording.OfKind(e.Factors[0].Kind, e.Factors[0].Name)
	}
	return fmt.Sprintf("all %d factors", len(e.Factors))
}

// namesOf are the factors of a cause.
func namesOf(e repro.Experiment) string {
	var names []string
	for _, i := range e.Cause {
		if i >= 0 && i < len(e.Factors) {
			names = append(names, wording.OfKind(e.Factors[i].Kind, e.Factors[i].Name))
		}
	}
	return wording.ListUpTo(names, 4)
}

// PlanText says what a search would restore and may cost, before anything is trained.
func PlanText(e repro.Experiment, saved repro.Result, repeats int) string {
	var b strings.Builder
	if len(e.Factors) == 0 {
		b.WriteString("Nothing that differs from the original can be restored here, so nothing is trained.\n")
	} else {
		b.WriteString("Factors that are restored, the likeliest first:\n")
	}
	for i, factor := range e.Factors {
		fmt.Fprintf(&b, "  %d %s %s\n", i+1, factor.Kind, printable.Middle(factor.Name, maxName))
	}
	for _, text := range e.Left {
		b.WriteString("Not restored: " + printable.Middle(text, maxText) + "\n")
	}
	if len(e.Factors) == 0 {
		return b.String()
	}
	fmt.Fprintf(&b, "At most %s in %s", wording.Count(e.MaxTrainings, "training", "trainings"), timeText(e.MaxTime))
	if took := saved.Execution.Duration(); took >= time.Second {
		fmt.Fprintf(&b, "; one takes about %s", timeText(took.Round(time.Second)))
	}
	fmt.Fprintf(&b, ". A proof takes at least %d trainings to their end, and more where numbers vary. Those that find the cause and its commit come on top.\n", experiment.Least(len(e.Factors))*max(repeats, 1))
	return b.String()
}

const maxName, maxText = 100, 300

// oneLine is what a trial said, for a line of progress.
func oneLine(text string) string { return printable.OneLine(text, maxText) }

// timeText is a time as people write it: 1h, not 1h0m0s.
func timeText(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
