package repro

// A RecordedSoftware is what a run recorded of the software that it trained with.
type RecordedSoftware struct {
	Python    Fact
	MLflow    Fact
	Installed []Package         // all that was, as reproduce record saw it; no version of what has an origin
	Imported  []Package         // some of it, as MLflow saw it
	Lists     []RequirementList // what MLflow or the user wrote down
	Conda     []Package         // what conda installed
	Notes     []string          // what of it was not read, or is said in two ways
}

// A RequirementList is the text of a requirements file that a run recorded.
type RequirementList struct {
	From        string // the witness: "requirements.txt of model churn v7"
	Text        string
	Constraints string // of the file beside it
}
