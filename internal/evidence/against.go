package evidence

import "github.com/reproduce-action/reproduce/internal/repro"

// An Objection is one kind of evidence against a training, by the name of the
// gate that brings it. One that fails outranks every row of the table.
type Objection struct {
	Gate    string
	Reasons []repro.Reason // what the verdict says where it fails
	Shows   string
}

// The gates, by name.
const (
	PipelineEnded     = "pipeline ended"
	OneRun            = "one run"
	StagesRan         = "stages ran"
	AnotherRun        = "another run"
	MetricsNew        = "metrics are new"
	MetricsApart      = "metrics told apart"
	CodeOfCommit      = "code of the commit"
	RunFinished       = "run finished"
	ParamsArrived     = "params arrived"
	ProcessesSeen     = "observed"
	NumbersComputed   = "numbers computed"
	NumbersMoved      = "numbers moved"
	NumbersCopied     = "numbers not copied"
	RunMet            = "no run met again"
	NoFailureTold     = "no failure told"
	ModelsNew         = "models are new"
	KeptTrained       = "kept model trained"
	NothingCarried    = "nothing carried over"
	InputsOlder       = "inputs are older"
	SourcesAgree      = "run and file agree"
	OriginalUnchanged = "original unchanged"
	SoftwareRebuilt   = "software rebuilt"
	InputsThere       = "inputs there"
)

// Against is the closed set, in the order in which the gates speak.
var Against = []Objection{
	{PipelineEnded, []repro.Reason{repro.PipelineFailed, repro.PipelineTimedOut, repro.PipelineCancelled, repro.PipelineNotStarted},
		"The command or the workflow did not succeed."},
	{OneRun, []repro.Reason{repro.AmbiguousRun, repro.MetricsMissing},
		"Several runs match the original equally well and disagree, or none is as asked for."},
	{StagesRan, []repro.Reason{repro.PipelineFailed, repro.NotExecuted, repro.OtherCode},
		"A stage failed or was skipped, or tracked code or data, of git or DVC or by its lock, are not the commit's."},
	{AnotherRun, []repro.Reason{repro.SameRun},
		"The run, or the model left behind, is the original's."},
	{MetricsNew, []repro.Reason{repro.StaleMetrics, repro.MetricsMissing},
		"The numbers were there before the training, or are not there after it."},
	{MetricsApart, []repro.Reason{repro.AmbiguousMetrics},
		"Several values of one metric, and nothing says which is the original's."},
	{CodeOfCommit, []repro.Reason{repro.OtherCode, repro.NotProven},
		"The run's commit, its program or an import is not the commit's, or a Python that may have imported another copy was not observed."},
	{RunFinished, []repro.Reason{repro.PipelineFailed},
		"The training succeeded, and its run did not."},
	{ParamsArrived, []repro.Reason{repro.ParamsNotApplied, repro.ParamsNotWritable},
		"A param is another in the new run or in DVC's lock, or its file was written over; or the metrics differ, and the training makes a number of its commit or branch."},
	{NoFailureTold, []repro.Reason{repro.NotProven},
		"The output shows a failure, and a file is the only evidence."},
	{ModelsNew, []repro.Reason{repro.NotProven},
		"An old model was kept or put back, or the programs only evaluate, and nothing shows that another was made."},
	{KeptTrained, []repro.Reason{repro.NotProven},
		"The training had a model that keep asked for, and neither another model nor a challenge shows that it trained."},
	{NothingCarried, []repro.Reason{repro.NotProven},
		"The training was seen to read what an earlier one may have made: a model, a cache, a state, a file that was lent, a run's numbers."},
	{InputsOlder, []repro.Reason{repro.NotProven},
		"The training read what may be an earlier one's: a file, by its time, name or place, or an artifact of a run. No challenge settled it."},
	{SourcesAgree, []repro.Reason{repro.AmbiguousMetrics},
		"The run of this training, or DVC's lock, has other numbers than the metrics file, or two of its files disagree."},
	{ProcessesSeen, []repro.Reason{repro.OtherCode, repro.PipelineFailed, repro.NotProven},
		"Python ran code from elsewhere, failed though the command exited with 0, or copied the metrics file."},
	{NumbersComputed, []repro.Reason{repro.NotProven},
		"No row of the table proves that the numbers were computed."},
	{NumbersMoved, []repro.Reason{repro.NotProven},
		"Other data or another param left every number as it was, or a challenge did more than this training."},
	{NumbersCopied, []repro.Reason{repro.NotProven},
		"All numbers are in a file that the training did not write."},
	{RunMet, []repro.Reason{repro.NotProven},
		"The training looked up a run of before that has its numbers, and nothing shows that it made a model."},
	{OriginalUnchanged, []repro.Reason{repro.SameRun},
		"The original's run is not what it was before the training."},
	{SoftwareRebuilt, []repro.Reason{repro.EnvironmentUnavailable},
		"The training ran in other software than the environment that was rebuilt for it, or not all of it was seen to run there."},
	{InputsThere, []repro.Reason{repro.InputsMissing},
		"The metrics differ, and the training looked in vain for a file that is taken away before it, or that only your clone has."},
}
