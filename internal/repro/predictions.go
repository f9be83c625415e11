package repro

// Predictions are what one model predicts for an input, as the Python that trained tells.
// It ran the model's own code, so all of it is untrusted text.
type Predictions struct {
	Parts  []PredictedPart
	Files  map[string]string // SHA-256 of the model's files in stable formats, by name
	Varies bool              // a second call gave other values
}

// A PredictedPart is what one method gave: predict, and predict_proba where there is one.
type PredictedPart struct {
	Name   string
	Shape  string
	Values []PredictedValue
}

// A PredictedValue is a number that a float64 holds exactly, or else a text, as a label is,
// and a larger integer.
type PredictedValue struct {
	Number  float64
	Text    string
	Numeric bool
	Nothing bool // None, or a missing value that is no number
}

// A ModelDelta is what the models of an original and its reproduction predict for the
// original's input example. It is no metric, and counts where a tolerance was given.
type ModelDelta struct {
	Original   string // URIs of the models
	Reproduced string
	State      State  // identical, within, outside or reported; undecided: they were not compared
	Values     int    // that were compared
	Different  int    // of these, that are not equal
	Difference string // the largest between two numbers, an exact decimal; "" where none differ
	Tolerance  string // as the user wrote it; "" where the row is only reported
	Notes      []string
}
