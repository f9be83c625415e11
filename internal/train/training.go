package train

import (
	"context"
	"io/fs"
	"slices"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/lend"
)

// An EarlierContent is what a file held before the training, and where.
type EarlierContent struct {
	Where string // "commit 1234567", "main", "DVC's cache"
	Data  []byte
}

// A LentFile is one file that a training was lent.
type LentFile = lend.Digest

// A Training is one execution and the files it left.
type Training struct {
	Execution     repro.Execution
	Stages        []string               // stages of a DVC pipeline that train; nil where the project has none
	Alike         [][]string             // metrics files that the items of one foreach or matrix make
	Files         fs.FS                  // after the training; nil where nobody can look
	Wrote         func(path string) bool // whether this training wrote the file, whatever it wrote
	Rewrote       []string               // params files of the plan that it left with other content than it found
	Rewritten     []string               // params files of the plan that were written meanwhile and hold the same again, or more keys
	Modified      []string               // tracked code and data that were not the commit's when the training was over, or meanwhile
	Lost          string                 // why other code may have trained where no run recorded a commit, in words; "" where it may not
	Restored      []string               // metrics files of stages that the pipeline skipped and did not run: it took them from its cache
	UpToDate      []string               // models and trainings that make took as made already
	LoggedFailure string                 // what its output tells of a failure, though it ended well; "" for none
	Handled       bool                   // that failure is a traceback of a program that was seen to go on and end well
	Failed        []string               // stages that the pipeline said failed, though it ended well
	Environ       []string               // the training's; nil where nobody knows
	Cache         fs.FS                  // of DVC, on this machine; nil where there is none
	Store         string                 // tracking URI of a store the training made for itself; "" for none
	Scratch       string                 // URI of the throw-away registry that it was given; "" for none
	Missing       []string               // what the user's clone has and the place of the training had not: no file of git's
	MissingCode   []string               // code that only the user's clone has, and that is not lent: files that a generator or an installer makes
	MissingLinks  []string               // how it comes to have links of the clone that are not lent: "begin the run command with: …"
	MissingData   []string               // the .dvc files of data that only the user's clone had, where the command does not get it
	Warnings      []string               // about the place it ran in, for the report

	// Lacked are files and folders that only the user's clone has, from the project, and that it was
	// seen to look for, or its command asks for. LackedCode are such programs, and LackedLinks say how
	// it comes to have such links: neither is lent.
	Lacked      []string
	LackedCode  []string
	LackedLinks []string

	// LackedAbove are files, by full paths, that lie beside the user's clone or above it, and that it
	// looked for so beside its place or above.
	LackedAbove []string

	ClonePaths []string // code of the user's clone that the command and the programs name by its full path

	Evaluated string // the call of a program that only evaluates, where none was seen to train; "" for none
	Fetches   bool   // a program or the command names what brings models from elsewhere

	Kept []string // models of the commit that somebody asked to keep
	// ModelsAgain are model files that hold what the commit's do, and that nothing which is
	// named can have put back: an exact training writes them so. They prove no training.
	ModelsAgain []string

	ModelsMade []string                  // model files that it left and that hold none of the commit's
	ModelsBack []string                  // model files that hold what they held, with something named that can have put them back
	Unaided    func(files []string) bool // whether files were taken away, and nothing is named that can have put them back; nil is no

	// Carried are files outside of its place, by full paths, that it read, that were
	// there before it, and that may hold what an earlier training made.
	Carried []string

	// Between are such files that were written after the first of several trainings began,
	// each of which is to have nothing from another.
	Between []string

	// Doubtful are such files that may be inputs as well: data by their names that were
	// written while the original ran, and others that are no older than the day before it.
	// Files of the commit are among them, and lent ones, that may be an earlier fit.
	// WroteBeside is what it wrote in their directories.
	Doubtful    []string
	WroteBeside []string

	// Printed are files of other commits, as git names them (fits:model.pkl), that it had git print:
	// they may be an earlier fit, too.
	Printed []string

	// FewNumbers are small files of the commit, or lent, that it read, whose names say nothing:
	// arrays, and texts whose numbers have as many digits as a fit's. They are inputs where a
	// challenge can be made.
	FewNumbers []string

	// FitNumbers are the texts among them that no name calls data, and programs of the commit
	// that it ran with such numbers: a scorer that was exported, a table of results.
	FitNumbers []string

	// Later are data outside of its place, by their names and full paths, that it read and that
	// were written after the original had ended, which had others or none.
	Later []string

	// Younger are files that it read before it had written them and that the original may have been
	// without: from the project, lent ones that are younger than the day before it, and ones that
	// its commit has otherwise or not at all; by full paths, such ones outside of its place. They are
	// data that were fetched since, or what an earlier training left: a challenge trains without them. LentLater are those of them that
	// were lent, and written after the original had begun.
	Younger   []string
	LentLater []string

	// Markers are small files in the folders of Younger or above them, as young, that it was not seen
	// to read: a stamp of make, a _SUCCESS, by which a step is taken for done.
	Markers []string

	// Lent is what the user's clone lent it; LentResults are files of that which it read,
	// and which may hold what an earlier training made.
	Lent        []LentFile
	LentResults []string

	// ReadElsewhere are all files outside of its place that it was seen to read, by the
	// full paths that they really have, what somebody asked to keep left out.
	ReadElsewhere []string

	// LeftElsewhere are files outside of its place that it was seen to write and that are
	// there after it, by their full paths. What belongs to the tracking store, to tools and to
	// caches is left out.
	LeftElsewhere []string

	// Sends is a call in the command, its scripts or the commit's programs that may leave files
	// with others, unseen: a copy by a shell, an upload; "" where there is none.
	Sends string

	// Programs are those of its place that Python was seen to run; nil where nobody
	// looked.
	Programs []string

	// Software are the Pythons that were seen to run the commit's code, with what they
	// imported; none where nobody looked.
	Software []repro.Software

	// Altered are packages of the environment that was rebuilt for it, of which it left a file
	// that is not what was installed.
	Altered []string

	// GitNumber is the line by which it makes a number of its commit or its branch, as a seed; "" for
	// none. The original had others.
	GitNumber string

	// PackagesElsewhere are installed packages that it imported from outside of the environment that was
	// rebuilt for it, by the paths of their modules.
	PackagesElsewhere []string

	// Hides is the part of the command, or of what it calls, by which a Python is not seen.
	Hides string

	// OtherData is data that .dvc files name, where it is not what they say.
	OtherData []string

	// Trace is what it was seen to read, write and import; nil where nobody looked.
	Trace *observe.Trace

	// MetRuns are ids like those of tracking runs, in what it printed and in the paths
	// of the metrics that Python read. TakenFrom are those of runs whose metrics or
	// artifacts it read before it had logged its own, and Fetched those whose artifacts it
	// did, from a store of files or a server, or ids of logged models ("m-…").
	MetRuns   []string
	TakenFrom []string
	Fetched   []string

	// CloneReads are tracked files that Python read in the user's clone, where they
	// are not what the commit has.
	CloneReads []string

	// Unhooked is the part of the command, or of what it calls, by which a Python may not have
	// reported; "" where there is none.
	Unhooked string

	// Unobserved is a module of the commit, where Python may have imported it from
	// another copy without being seen; "" where it was observed, or not to be.
	Unobserved string

	// Imports are directories outside of the place with other content of the commit's
	// packages, which Python may have imported.
	Imports []string

	// Earlier gives what a file held before the training, wherever it could be put
	// back from; nil where nobody can look.
	Earlier func(file string) []EarlierContent

	// Copies gives the files of the commit that hold these very bytes, whatever their names;
	// nil where nobody need look.
	Copies func(data []byte) []EarlierContent

	// PutBack gives what a file held in the commit, where the branch leaves it out and the
	// workflow may have put it back; nil where it cannot have.
	PutBack func(file string) []byte

	// UntouchedNumbers names the files that the training found and did not write, those
	// outside of its place that it read or that are named by their full paths,
	// and that hold all of the values; nil where nobody can look.
	UntouchedNumbers func(values []float64) []string

	// OtherCode says how a run, and the commit that it recorded, show that other
	// code made it than the change's; "" where they do not. nil is unknown.
	OtherCode func(run repro.Run, commit string) string

	// Instead are files of code outside of the place that the command names, or that a loader
	// would find, where they stand for code of the commit and hold something else.
	Instead []string

	// CodeRan says whether code of the commit is known to have had a part in numbers: those of
	// metrics files, or of a tracking run; nil where nobody looked.
	CodeRan func(files []string, run string) bool

	// CodeBeside are modules of its place, by paths from its top, that it ran and that the commit
	// has not, but in an archive: installed there, unpacked or generated.
	CodeBeside []string

	// OutsideCode names what ran, or was named to be run, of code that is neither the
	// place's nor an environment's or the system's; nil where nobody looked.
	OutsideCode func(files []string, run string) []string

	// Holds says whether the program that a run names may lie in the place; nil where nobody
	// can look.
	Holds func(run repro.Run) bool

	// Observed tells what was seen of how numbers came to be: those of metrics files,
	// or of a tracking run; nil where nothing was observed.
	Observed func(files []string, run string) observe.Finding

	// Predict has the models of the original and the reproduction, by their URIs, predict
	// for the original's input example; nil where a training is not on this machine. The
	// place of the training has to stand.
	Predict func(ctx context.Context, models [2]string) ([2]repro.Predictions, error)

	// Callers names the stages of the pipeline that run a program; nil where
	// there is no pipeline.
	Callers func(program string) []string

	// Upload gives a file that the training uploaded instead of leaving it; nil
	// where trainings do not upload.
	Upload func(ctx context.Context, path string) ([]byte, error)

	// Uploads says whether the workflow names a step that uploads, or is not all in one file: looking
	// for files beside other evidence costs requests.
	Uploads bool
}

// Ran says whether the pipeline said that a stage ran which trains.
func (t Training) Ran() bool {
	return slices.ContainsFunc(t.Stages, dvc.Log{Executed: t.Execution.Executed}.Ran)
}
