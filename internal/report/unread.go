package report

import (
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// fewUnread is how many files that a training was not seen to read have a row each: they are no
// likely cause, and many of them hide what is.
const fewUnread = 3

// foldUnread puts one row in the place of those files, where they are more than a few. What
// trainings found something of keeps its row.
func foldUnread(differs []repro.Input, causes []repro.Cause) []repro.Input {
	unread := func(input repro.Input) bool { return isUnread(input) && !tried(input, causes) }
	first, count := -1, 0
	var names []string
	for i, input := range differs {
		if !unread(input) {
			continue
		}
		if first < 0 {
			first = i
		}
		if repro.IsMoreFiles(input) {
			number, _, _ := strings.Cut(input.Name, " ")
			more, _ := strconv.Atoi(number)
			count += more
			continue
		}
		count, names = count+1, append(names, input.Name)
	}
	if count <= fewUnread || len(names) == 0 {
		return differs
	}
	row := differs[first]
	if at := slices.IndexFunc(differs, func(input repro.Input) bool { return unread(input) && input.Original != repro.NotThere }); at >= 0 { // not all were added
		row = differs[at]
	}
	row.Kind, row.Name, row.Since = repro.KindFile, strconv.Itoa(count)+unreadFiles, ""
	shown := names[:min(len(names), fewUnread)]
	row.Note = strings.Join(shown, ", ") + " and " + wording.Count(count-len(shown), "more", "more")
	folded := append(slices.Clone(differs[:first]), row)
	return append(folded, slices.DeleteFunc(slices.Clone(differs[first+1:]), unread)...)
}

// unreadFiles ends the name of that row.
const unreadFiles = " files that the training was not seen to read"

// countsFiles says whether a row stands for files that it does not name.
func countsFiles(input repro.Input) bool {
	return repro.IsMoreFiles(input) || input.Kind == repro.KindFile && strings.HasSuffix(input.Name, unreadFiles) || countsLent(input)
}

// isUnread says whether an input is a file that a training was not seen to read, or several.
func isUnread(input repro.Input) bool {
	return (input.Kind == repro.KindFile || input.Kind == repro.KindCode) && input.Bearing == repro.BearingSeldom && strings.HasSuffix(input.Note, repro.NotSeenRead) && inTrees(input)
}

// tried says whether trainings found anything of an input.
func tried(input repro.Input, causes []repro.Cause) bool {
	cause, ok := explained(input, causes)
	return ok && cause.Strength.Tried()
}
