package evidence

import "slices"

// A Row is a combination of witnesses and what follows from it.
type Row struct {
	Name   string    // stable, for tests
	With   []Witness // all of them spoke
	Any    []Witness // one of them at least; nil asks for none
	Proven bool      // the numbers were computed, so the comparison decides
	Why    string    // one sentence
	Unseen string    // what none of the row's witnesses sees, where they prove
	WayOut string    // the way out where nothing is proven
}

// numbers are the witnesses that hold the numbers themselves.
var numbers = []Witness{Run, NewFile, SameFile}

// Table has a verdict for every combination of witnesses: the first row that
// fits decides. Nothing in it outranks what speaks against a training.
var Table = []Row{
	{Name: "challenged", With: []Witness{Challenged, Code}, Any: numbers, Proven: true,
		Why:    "the pipeline gave other numbers when one input was changed",
		Unseen: "whether each of the other inputs matters, and whether a service computed the numbers"},
	{Name: "observed", With: []Witness{Observed, Code}, Any: numbers, Proven: true,
		Why:    "the training was seen to read the params and to write the numbers",
		Unseen: "what libraries open natively, and what other machines did"},
	{Name: "run with params", With: []Witness{Run, Params, Code}, Proven: true,
		Why:    "a run of this training logged the numbers and the original's params",
		Unseen: "whether the program computed the numbers or read them somewhere"},
	{Name: "run and stage", With: []Witness{Run, Stage, Code}, Proven: true,
		Why:    "a run of this training logged the numbers, and DVC ran the stage that trains",
		Unseen: "what the stage's command did"},
	{Name: "run of the same program", With: []Witness{Run, Program, Code}, Proven: true,
		Why:    "the program that logged the original logged the numbers in a run of this training",
		Unseen: "what the program did, and with which params"},
	{Name: "run with a model", With: []Witness{Run, Model, Code}, Proven: true,
		Why:    "a run of this training logged the numbers, and a model was made",
		Unseen: "whether the numbers are this model's"},
	{Name: "file and a run's params", With: []Witness{Params, Code}, Any: []Witness{NewFile, SameFile}, Proven: true,
		Why:    "this training wrote the metrics file, and a run of it logged the original's params",
		Unseen: "whether the file's numbers are that run's"},
	{Name: "new file of a program", With: []Witness{NewFile, Writer, Code}, Proven: true,
		Why:    "the commit's code was seen to write numbers that were not there before",
		Unseen: "whether it read them in a place that was not checked"},
	{Name: "new file of a workflow", With: []Witness{NewFile, Steps, Code}, Proven: true,
		Why:    "the workflow ran to its end and wrote numbers that were not there before",
		Unseen: "whether a step fetched them from elsewhere, or a self-hosted runner had them"},
	{Name: "same file of a stage", With: []Witness{SameFile, Stage, Lock, Code}, Any: []Witness{Writer, Steps}, Proven: true,
		Why:    "DVC ran the stage that trains, and its lock has the metrics file as the stage left it",
		Unseen: "what the stage's command did"},
	{Name: "same file and a model", With: []Witness{SameFile, Model, Unaided, Writer, Code}, Proven: true,
		Why:    "the metrics file was absent and was written with a new model, and the command names no tool that puts files back",
		Unseen: "copies that a program makes by its own means"},
	{Name: "run alone", With: []Witness{Run, Code},
		Why:    "a run carries this reproduction's id, and neither params, model, stage nor the original's program show that it trained",
		WayOut: "train with the program that logged the original, or log the params or the model in the run"},
	{Name: "new file alone", With: []Witness{NewFile, Code},
		Why:    "the metrics file is new, and no program of the commit was seen to write it, so the numbers may be copied from elsewhere",
		WayOut: "log the run with mlflow.start_run, or let --challenge PARAM change a number in the params file"},
	{Name: "same file alone", With: []Witness{SameFile, Code},
		Why:    "the metrics equal those in the file before the training, so they may be the old ones",
		WayOut: "log the run with mlflow.start_run, or make the file an output of a DVC stage, and on GitHub upload dvc.lock beside it; otherwise write the trained model below the project's directory, or remove the file from git"},
	{Name: "no code of the commit", Any: numbers,
		Why:    "no code of the commit was seen to run, so the numbers may be those of other code",
		WayOut: "start a program of the commit by its path from the checkout, and build or install it there in the command (make, pip install .)"},
	{Name: "nothing",
		Why:    "neither a tracking run nor a metrics file of this training has the metrics",
		WayOut: "log the run with mlflow.start_run"},
}

// Weigh gives the row that the witnesses come to. What each row asks for, more
// witnesses still give: no further witness takes a proof away.
func Weigh(spoke []Witness) Row {
	for _, row := range Table {
		if row.fits(spoke) {
			return row
		}
	}
	return Row{}
}

func (r Row) fits(spoke []Witness) bool {
	has := func(w Witness) bool { return slices.Contains(spoke, w) }
	return !slices.ContainsFunc(r.With, func(w Witness) bool { return !has(w) }) && (len(r.Any) == 0 || slices.ContainsFunc(r.Any, has))
}
