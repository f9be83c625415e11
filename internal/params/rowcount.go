package params

import (
	"math"
	"regexp"
	"strconv"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// rowName finds names that people give to a count of rows.
var rowName = regexp.MustCompile(`(?i)(?:^|[_./-])(?:(?:n|num|nb|len|number_of|total|count)_?(?:rows?|samples?|examples?|records?|observations?|instances?|points?|train|test|val(?:id(?:ation)?)?|total|data)|rows?|(?:train|test|val(?:id(?:ation)?)?|data(?:set)?|sample)_(?:size|len(?:gth)?|rows|samples|examples|count))(?:$|[_./-])`)

// CountsRows says by its name whether a param or a metric counts rows.
func CountsRows(name string) bool { return rowName.MatchString(name) }

// fewestRows is a count that no setting is by chance.
const fewestRows = 10

// countOfRows says whether the new run's value is a count of the data that its training was
// seen to read: all rows, or the part of them that a logged share or another count leaves.
func countOfRows(name, original, reproduced string, known Known) bool {
	_, errOriginal := strconv.Atoi(original)
	value, err := strconv.Atoi(reproduced)
	if err != nil || errOriginal != nil || value < fewestRows || !CountsRows(name) || known.Rows == nil {
		return false
	}
	for _, rows := range known.Rows(name) {
		if value == rows {
			return true
		}
		for _, other := range known.Run.Params {
			if other.Name != name && leaves(other, rows, value) {
				return true
			}
		}
	}
	return false
}

// leaves says whether a param is the rest of rows beside a count, or a share that gives it.
func leaves(other repro.Param, rows, value int) bool {
	if rest, err := strconv.Atoi(other.Value); err == nil {
		return rest >= fewestRows && CountsRows(other.Name) && rest+value == rows
	}
	share, err := strconv.ParseFloat(other.Value, 64)
	part := func(share float64) bool { return math.Abs(share*float64(rows)-float64(value)) <= 1 }
	return err == nil && share > 0 && share < 1 && shareName.MatchString(other.Name) && (part(share) || part(1-share))
}

// shareName finds names of the share of rows that is trained or tested with.
var shareName = regexp.MustCompile(`(?i)(?:size|split|frac(?:tion)?|ratio|share|holdout)$`)
