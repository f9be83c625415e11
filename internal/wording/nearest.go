package wording

import (
	"strings"
)

// mostNameBytes bounds what is compared: EditDistance takes the product of both lengths.
const mostNameBytes = 256

// Nearest gives the known word that was probably meant, the first of those
// equally near, or "" where none is: at most a third of its bytes may be wrong,
// and case is no difference. The word itself does not count, nor does what is
// longer than 256 bytes.
func Nearest(word string, known []string) string {
	best, limit := "", len(word)/3+1
	for _, candidate := range known {
		if candidate == word || len(candidate) > mostNameBytes || len(word) > mostNameBytes {
			continue
		}
		if d := EditDistance(strings.ToLower(word), strings.ToLower(candidate)); d < limit {
			best, limit = candidate, d
		}
	}
	return best
}

// EditDistance counts the bytes to add, drop or change to make one word of the
// other, as Levenshtein does. The caller bounds their lengths.
// https://en.wikipedia.org/wiki/Levenshtein_distance#Iterative_with_two_matrix_rows
func EditDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal, row[j+1] = row[j+1], min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
