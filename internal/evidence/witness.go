package evidence

// A Witness is one kind of thing that can speak for a training.
type Witness string

// The witnesses. What each proves and what it cannot see is in Witnesses.
const (
	Run        Witness = "run"
	Params     Witness = "params"
	Commit     Witness = "commit"
	Code       Witness = "code"
	Program    Witness = "program"
	Stage      Witness = "stage"
	Lock       Witness = "lock"
	Steps      Witness = "steps"
	Model      Witness = "model"
	NewFile    Witness = "new file"
	SameFile   Witness = "same file"
	Unaided    Witness = "unaided"
	Writer     Witness = "writer"
	Observed   Witness = "observed"
	Challenged Witness = "challenged"
)

// A Kind is what is fixed about a witness, in sentences for people.
type Kind struct {
	Witness Witness
	Is      string
	Proves  string
	Cannot  string // see
	Hosted  bool   // a training dispatched on GitHub can have it without anything installed in its workflow
}

// Witnesses is the closed set.
var Witnesses = []Kind{
	{Run, "A tracking run that carries this reproduction's id holds the numbers, or one that is tied to the training otherwise.",
		"A process of this training logged them.",
		"Whether that process computed them or read them somewhere.", true},
	{Params, "A run with this id logged the original's params, and no other program logged it than the original's, as far as both say.",
		"A process of this training knew the original's params.",
		"Whether a model was trained with them.", true},
	{Commit, "The run recorded the reproduction's commit, or one on top of it.",
		"Its program lay in the checkout of that commit.",
		"Modules that were imported from elsewhere.", true},
	{Code, "Code of the commit was seen to run, was read by what runs it, or recorded the commit in the run; or the jobs of the dispatched workflow succeeded, and its branch still holds the commit.",
		"The commit's code had a part in the training.",
		"Code beside it that a program loads from elsewhere, where that is no copy of the commit's.", true},
	{Program, "The program that logged the original logged the new run, by its name.",
		"It was no evaluation that the original did not run as well.",
		"What the program did.", true},
	{Stage, "DVC said that it ran a stage that trains.",
		"The stage's command ran and exited with 0.",
		"What the command did; it is the log's word.", true},
	{Lock, "DVC's lock, as this training left, committed or uploaded it, has the metrics file as the stage left it.",
		"Nothing put another file in its place afterwards.",
		"How the stage made it.", true},
	{Steps, "The jobs and steps of a dispatched run succeeded, each of them.",
		"The workflow ran on the reproduction's branch to its end.",
		"What the steps did.", true},
	{Model, "The training logged a model, or wrote a model file that holds none of the commit's. A scaler or an encoder is none.",
		"A model was made, or copied from a place that was not checked.",
		"Whether the numbers are this model's.", true},
	{NewFile, "A metrics file that was not there, or had other numbers, was written by this training.",
		"The numbers were neither in the commit nor in DVC's cache.",
		"Numbers that were brought from elsewhere.", true},
	{SameFile, "A metrics file was written by this training, with the numbers that were there before.",
		"Something wrote the file.",
		"Whether that was a training or a tool that puts files back.", true},
	{Unaided, "The old files were absent, and neither the command nor the commit's programs name a tool that puts files back.",
		"No tool that is known by name put them back.",
		"Copies that a program makes by its own means.", false},
	{Writer, "A process that ran the commit's code was seen to write the metrics file, and not as a copy of a file that was there.",
		"The commit's code put the numbers there.",
		"Whether it computed them.", false},
	{Observed, "The training was seen to read the params file and write the numbers, with the checkout's code; it read no output before it was written.",
		"The commit's code made the numbers after it had the params.",
		"Files that a library opens natively, and what other machines do.", false},
	{Challenged, "The same pipeline gave other numbers when one input was changed, by the same stages and processes.",
		"The numbers are computed, and follow that input.",
		"The other inputs, and by whose code a service or a daemon computed the numbers.", false},
}
