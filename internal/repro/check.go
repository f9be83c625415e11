package repro

// A Check is what a history keeps of one check: the Record that a later check
// wants, and what a page for people shows. A check that was due and left no
// result has the verdict Missed.
type Check struct {
	Record
	Tool       string
	Repository string // the page of the project's repository; "" where that is not known
	Stage      string
	Aliases    []string
	Summary    string // the result in one or two sentences
	Detail     string // for Unverified: what stopped it
	Cause      string // the conclusion of the diagnosis
	Links      CheckLinks
	Seconds    float64 // how long the training took
	Trainings  float64 // how long all trainings of the check took, re-runs and challenges too
	Report     string  // SHA-256 of the report.json that it was taken from; "" where there was none
	JobCommit  string  // the repository's commit that the night ran for; "" where none is known
	Lost       bool    // its file cannot be read: all that is known is when it was, by the file's name
	Cut        bool    // re-runs are not kept: with params and inputs they were too large, or they have other names
}

// Missed is the verdict of a check that was due and left no result. It is no
// verdict of a Result.
const Missed Verdict = "missed"

// A CheckedMetric is one metric of a check, with the values that its tolerance
// allows.
type CheckedMetric struct {
	Name       string
	Original   float64 // NaN where the original has none
	Reproduced float64 // NaN where the reproduction has none
	Low, High  float64 // infinite where nothing bounds it; NaN where it was not judged
	Tolerance  string
	Material   string  // of what is outside or within noise: how large a shift did not matter; "" where that is not known
	Shift      float64 // within noise: the true shift is smaller; 0 where that is not known
	State      State
}

// CheckedModels are the models' predictions of a check, where a tolerance was given for them;
// else the zero value.
type CheckedModels struct {
	State      State
	Tolerance  string // "" where an older version of reproduce did not keep it
	Difference string // the largest between two numbers, an exact decimal; "" where none is known
}

// UnknownSpread is what the summary of a drift says after the numbers where nothing is known of
// a model's noise. It came first in summaries of before.
const UnknownSpread = "How much this model varies from run to run is unknown; more runs would tell."

// CheckLinks are pages for people; each "" where there is none.
type CheckLinks struct {
	Model    string // the model version
	Original string // its run
	Run      string // the reproduction's
	Workflow string // the training's workflow run
	Job      string // the workflow run of the check
}

// HistoryGaps are what could not be read of past checks.
type HistoryGaps struct {
	Notes  []string // a sentence each
	Unread bool     // more than the oldest checks of each version: nobody knows what they say
	Lost   bool     // a result that was to be added could not be: nobody knows what it says
}

// And gives both.
func (g HistoryGaps) And(other HistoryGaps) HistoryGaps {
	return HistoryGaps{append(append([]string(nil), g.Notes...), other.Notes...), g.Unread || other.Unread, g.Lost || other.Lost}
}

// Any says that something is missing which may say otherwise than what is known.
func (g HistoryGaps) Any() bool { return g.Unread || g.Lost }
