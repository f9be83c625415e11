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

// EditDistance counts the bytes to add, drop or change, and the neighbours to swap, to make
// one word of the other: two fingers in the wrong order are one mistake. The caller bounds
// their lengths.
// https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance#Optimal_string_alignment_distance
func EditDistance(a, b string) int {
	older, old, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		older, old, row = old, row, older
		row[0] = i + 1
		for j := range len(b) {
			row[j+1] = min(old[j], row[j], old[j+1]) + 1
			if a[i] == b[j] {
				row[j+1] = min(row[j+1], old[j])
			}
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], older[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
