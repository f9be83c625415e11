package settings

import (
	"strconv"

	"github.com/reproduce-action/reproduce/internal/wording"
)

// An Entry is one of models: in a configuration file: which models it is for, and where
// it stands, as FILE:LINE:COLUMN.
type Entry struct {
	Glob, At string
	Repeats  string // that it says, and nobody else does with more authority; "" for none
}

// Entries are those of a configuration file, in its order. said is what counts more than the
// file. A file that cannot be read has none: OverConfig says what is wrong.
func Entries(file string, data []byte, said Values) []Entry {
	config, err := ParseConfig(file, data)
	if err != nil {
		return nil
	}
	var entries []Entry
	for _, entry := range config.models {
		e := Entry{Glob: entry.glob, At: entry.at}
		if said["repeats"] == "" {
			e.Repeats = entry.values["repeats"]
		}
		entries = append(entries, e)
	}
	return entries
}

// usualRepeats is how many trainings most checks make that choose themselves:
// judge.AutoRepeats.
const usualRepeats = 3

// TrainingsOf is how many trainings a check of a model is taken to make.
func (s Selecting) TrainingsOf(model string) int {
	text, best := s.SaidRepeats, -1
	for _, entry := range s.Entries {
		if wording.MatchGlob(entry.Glob, model) && rank(entry.Glob, model) > best {
			best, text = rank(entry.Glob, model), s.SaidRepeats
			if entry.Repeats != "" {
				text = entry.Repeats
			}
		}
	}
	number, err := strconv.Atoi(text)
	switch {
	case text == "auto":
		return usualRepeats
	case err != nil:
		return 1
	}
	return max(number, 1)
}
