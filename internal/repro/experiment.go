package repro

import (
	"slices"
	"time"
)

// An Experiment is the search for the cause of a drift by trainings: which factors there
// are, what each trial restored and what came of it, and what all of them show.
type Experiment struct {
	Conclusion Conclusion
	Why        ExperimentWhy
	Detail     string // what one trial said, where that is the reason
	Cause      []int  // numbers of the factors that are established or isolated

	Factors []Factor
	Left    []string // what differs and cannot be restored, each with why
	Trials  []Trial
	Recipe  []string // lines to paste that restore the cause
	Bisect  *Bisect  // by which commit the cause came; nil where that was not looked for

	Today, Original string // commits: with no factor restored, and with all
	Basis           string // digest of all that the trials have in common: others are another search's

	MaxTrainings int
	MaxTime      time.Duration
	Took         Trainings // in all, with re-runs and challenges
}

// A Factor is one thing that a trial can restore.
type Factor struct {
	Kind    string // as of an Input
	Name    string
	Finding FactorFinding
}

// FactorFinding is what an experiment says of one factor: a closed set.
type FactorFinding string

const (
	FactorCause    FactorFinding = "cause"      // it is established, or belongs to what is
	FactorIsolated FactorFinding = "isolated"   // it is, or belongs to, what is isolated
	FactorRuledOut FactorFinding = "ruled out"  // the metrics come back while it is as it is today
	FactorNoHelp   FactorFinding = "no help"    // restored with all others, it does not bring them back
	FactorOpen     FactorFinding = "not tested" // no trial tells
)

// A Trial is one training of an experiment, with what it restored.
type Trial struct {
	Restored []int // numbers of factors
	Outcome  TrialOutcome
	Print    string // digest of its metrics, and of curves by which trials are ended; "" where equal ones may be chance
	Why      string // why it is unresolved
	Points   int    // of its curve, after which it was ended, as they told the outcome; 0 where it came to its end
	Of       int    // points that the original's curve has

	Run, Branch, Commit string
	Software            string // as of an Execution
	Outside             string // digest of the files outside of its place, younger than the original, that it read; "" for none
	Took                Trainings
}

// A Bisect is the search for the commit by which an established cause came: trials with all
// else as in the original, and the cause as some commit has it.
type Bisect struct {
	All    int      // commits between the original's and today's, that among them
	Steps  []string // those by which the files of the cause change, the oldest first
	Back   string   // with the files of this one the metrics come back: the original's, or a step
	Apart  bool     // the line does not begin at the original's commit: Back is first the one at which they part, "" for none, or that has the cause's files as they trained
	Lost   string   // with the files of this one they drift: the next step, unless those between do not train
	Varies bool     // one step came out both ways
	Spent  bool     // the budget ended before neighbours were found
	Trials []CommitTrial
	Whole  []Trial // with every file that is a factor as in Lost; none where that is as with the cause's alone
}

// Mixed says whether the metrics came back with every file as in Lost: those of the cause
// drift only among files that no commit has beside them.
func (b Bisect) Mixed() bool {
	return len(b.Whole) > 0 && !slices.ContainsFunc(b.Whole, func(trial Trial) bool { return trial.Outcome != TrialBack })
}

// A CommitTrial is a trial with the files of the cause as in a commit.
type CommitTrial struct {
	Step  string
	Trial // Restored is all factors but the cause
}

// TrialOutcome is what one trial came to: a closed set.
type TrialOutcome string

const (
	TrialBack       TrialOutcome = "back"       // the original's metrics came back
	TrialLost       TrialOutcome = "lost"       // they drifted
	TrialUnresolved TrialOutcome = "unresolved" // the training failed, or nothing proves its numbers
)

// CauseKnown says whether trainings have shown what made the difference.
func (r Result) CauseKnown() bool {
	return r.Experiment != nil && r.Experiment.Conclusion == CauseEstablished
}

// Conclusion is how strong what an experiment found is: a closed set.
type Conclusion string

const (
	CauseEstablished Conclusion = "established" // both directions were seen, and often enough
	CauseIsolated    Conclusion = "isolated"    // restoring came back; the rest could not be shown
	CauseUnknown     Conclusion = "unknown"
)

// ExperimentWhy says why an experiment found no more: a closed set.
type ExperimentWhy string

const (
	WhyBoth           ExperimentWhy = "both directions"      // of what is established
	WhyNoFactors      ExperimentWhy = "no factors"           // nothing that differs can be restored
	WhyTodayBack      ExperimentWhy = "no drift"             // today's state comes back
	WhyTodayFailed    ExperimentWhy = "drift unresolved"     // today's state does not train
	WhyNotRestored    ExperimentWhy = "restoration lost"     // all restored, it drifts
	WhyRestoredFailed ExperimentWhy = "restoration failed"   // all restored, it does not train
	WhyVaries         ExperimentWhy = "varies"               // one state came out both ways
	WhyNotLost        ExperimentWhy = "breaking is not lost" // another factor can do the same
	WhyBreakFailed    ExperimentWhy = "breaking failed"
	WhyInseparable    ExperimentWhy = "inseparable" // without a part of it, it does not train
	WhyGrouped        ExperimentWhy = "grouped"     // a factor in it is several files, which were not told apart
	WhyRepeatFailed   ExperimentWhy = "repeat failed"
	WhyOutside        ExperimentWhy = "outside" // the states read other files outside of the checkout, which an earlier training may have left
	WhyMixed          ExperimentWhy = "mixed"   // a commit that has the cause as today comes back with all its files
	WhySpent          ExperimentWhy = "budget"
)
