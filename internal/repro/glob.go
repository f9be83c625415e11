package repro

import "strings"

// MatchGlob says whether name matches pattern, in which * stands for any run of
// characters, slashes and points included, and everything else for itself.
// It takes at most len(pattern)*len(name) steps.
func MatchGlob(pattern, name string) bool {
	p, n := 0, 0
	star, mark := -1, 0
	for n < len(name) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, n
			p++
		case p < len(pattern) && pattern[p] == name[n]:
			p++
			n++
		case star >= 0:
			mark++
			p, n = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// literal counts the characters of a pattern that stand for themselves: the
// more, the more specific it is.
func literal(pattern string) int {
	return len(pattern) - strings.Count(pattern, "*")
}

// nearest gives the candidate that text most likely meant, or "" when none is
// near: at most a third of the characters may differ.
func nearest(text string, candidates []string) string {
	best, limit := "", len(text)/3+1
	for _, candidate := range candidates {
		if candidate == text || len(candidate) > 256 || len(text) > 256 {
			continue
		}
		if d := editDistance(text, candidate); d < limit {
			best, limit = candidate, d
		}
	}
	return best
}

// editDistance is Levenshtein's, with case counted as nothing.
func editDistance(a, b string) int {
	a, b = strings.ToLower(a), strings.ToLower(b)
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
