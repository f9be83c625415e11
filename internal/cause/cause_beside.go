package cause

import "github.com/reproduce-action/reproduce/internal/repro"

// This file has the words of changes that no comparison of what is run shows: of text alone, and
// of what is in no commit.

// trainedWith begins a sentence of recorded changes that are in no commit, by whose they were: of
// two runs that were both recorded either may have had them.
func trainedWith(dirt repro.Cause) string {
	switch had := func(side string) bool { return side != "none" && side != "clean" }; {
	case had(dirt.Original) && had(dirt.Now):
		return "Both runs were trained with changes that are not in their commits: " + dirt.Original + " in the first, " + dirt.Now + " in the second"
	case had(dirt.Now):
		return "The second run was trained with changes that are not in its commit: " + dirt.Now
	}
	return "The original was trained with changes that are not in its commit: " + dirt.Evidence
}

// besides is a sentence of the files of which the text alone differs: a training that reads a
// program's source, a comment of a settings file, or a notebook's outputs, takes it all the same.
func besides(causes []repro.Cause) string {
	files := textAlone(causes)
	if len(files) == 0 {
		return ""
	}
	return " " + labels(files) + " " + differ(files) + " as well, " + inText + "."
}

// differ is the verb of a list.
func differ(causes []repro.Cause) string {
	if len(causes) == 1 {
		return "differs"
	}
	return "differ"
}

// inText is how a file differs of which the text alone does.
const inText = "in no more than comments, layout or outputs; whether the training reads those is not known"

// textAlone are the files of which the text alone differs, and of which it is not known that
// nobody read it.
func textAlone(causes []repro.Cause) (files []repro.Cause) {
	for _, cause := range causes {
		if (cause.Factor == repro.KindCode || cause.Factor == repro.KindFile) && repro.TextAlone(cause.Evidence) {
			files = append(files, cause)
		}
	}
	return files
}
