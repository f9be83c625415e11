//go:build !nodesk

package report

import (
	"path"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// fewLent is how many files of one lent folder have a row each: a lent folder may have
// thousands, and all of them have one cause.
const fewLent = 3

// foldLent puts one row in the place of the files of a folder that the training was lent, where they
// are more than a few and the report says the same of each. What trainings found something of keeps
// its row. conclusion is what the report says above.
func foldLent(differs []repro.Input, causes []repro.Cause, conclusion string) []repro.Input {
	type alike struct{ folder, since, said string }
	of := func(input repro.Input) (alike, bool) {
		if !isLentFile(input) || tried(input, causes) {
			return alike{}, false
		}
		return alike{path.Dir(input.Name), input.Since, strings.Join(remarks(input, causes, conclusion), "; ")}, true
	}
	names := map[alike][]string{}
	for _, input := range differs {
		if key, ok := of(input); ok {
			names[key] = append(names[key], input.Name)
		}
	}
	var folded []repro.Input
	for _, input := range differs {
		key, ok := of(input)
		files := names[key]
		switch {
		case !ok || len(files) <= fewLent:
			folded = append(folded, input)
		case files[0] == input.Name: // the first stands for all
			count := strconv.Itoa(len(files))
			input.Name, input.Original, input.Now = count+lentFiles+key.folder, count+lentDigests, count+" others"
			input.Evidence = strings.Join(files[:fewLent], ", ") + " and " + wording.Count(len(files)-fewLent, "more", "more")
			input.Note = key.said
			folded = append(folded, input)
		}
	}
	return folded
}

// lentFiles is in the name of that row, and lentDigests in its value, after their number.
const (
	lentFiles   = " files of "
	lentDigests = " digests"
)

// isLentFile says whether an input is a file that git does not have, that a training was lent, and of
// which both sides have a digest.
func isLentFile(input repro.Input) bool {
	return input.Kind == repro.KindData && strings.Contains(input.Evidence, repro.Lent) && isDigest(input.Original) && isDigest(input.Now)
}

// countsLent says whether a row stands for the files of a lent folder.
func countsLent(input repro.Input) bool {
	return input.Kind == repro.KindData && strings.HasSuffix(input.Original, lentDigests)
}
