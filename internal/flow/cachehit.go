package flow

import (
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

var (
	// cached is how programs say that they take a result that is there and compute none.
	cached = regexp.MustCompile(`(?i)\bcache[ -]?hit\b|(?-i:\bHIT\b)|\bcached\b["']?\s*[:=]\s*(?:true|yes|1)\b|\b(?:from|in|using|found in)(?: the| a| its)? cache\b|\b(?:using|loading|loaded|reusing|found) cached\b|\bre-?used\b|\bre-?us(?:e|es|ing) (?:the |an? )?(?:existing|stored|saved|earlier|previous)|\balready (?:trained|fitted|fit|computed|exists)\b|\b(?:task|stage|target|model|results?)\b.{0,40}\b(?:is|are) (?:already )?up[- ]to[- ]date\b|\bskip(?:s|ping)? (?:the )?(?:training|fit|fitting)\b|\brestored from\b|\b(?:loading|loaded|restored|restoring) (?:the |an? )?(?:existing |stored |saved |fitted |trained |pretrained )*(?:(?:model|weights|fit|features|predictions?|results?|scores?|metrics) from\b|(?:existing|stored|saved|fitted|trained|pretrained) (?:model|weights|fit|features|predictions|result))`)
	// missed is how they say that they compute one instead.
	missed = regexp.MustCompile(`(?i)\bcache[ -]?miss\b|(?-i:\bMISS\b)|\bno cached\b|\bnot (?:yet )?(?:cached|in (?:the |a |its )?cache)\b`)
	// ofPackages is what such words are said of as well, and ofBest are those of who goes back to the
	// best of this training's own weights, which lie in no cache.
	ofPackages = regexp.MustCompile(`(?i)\.whl\b|\.tar\.gz\b|\brequirement\b`)
	ofBest     = regexp.MustCompile(`(?i)\bbest (?:model|weights|epoch|iteration)\b|\bfrom (?:the )?(?:end of the )?best\b`)
	inCache    = regexp.MustCompile(`(?i)cache`)
	// aRound begins what is said in each round of a loop. The few steps of a program are none.
	aRound = regexp.MustCompile(`(?i)\b(?:(epoch|batch|iter|round)(?:ation)?s?\b[ :=#\[(]*\d|(step)s?\b[ :=#\[(]*\d{2})`)
)

// saysCached gives a line in which the judged training said that it took a result that was
// there, where a challenge did not say so, or said that it missed one; "" where there is none.
// What both say is of an input.
func saysCached(judged, challenged repro.Execution) string {
	own, others := hits(judged.Log), hits(challenged.Log)
	misses := func(log []string) int { return len(linesWith(log, missed)) }
	more := misses(challenged.Log) > misses(judged.Log)
	for _, hit := range own {
		if said := times(others, hit.words); said == 0 || more && said < times(own, hit.words) {
			return hit.line
		}
	}
	return ""
}

// A hit is one line that says that a result was there, and the words that do, in small letters.
type hit struct{ line, words string }

// hits are the lines of a log that say so. Those of the rounds of a loop are of its input,
// where other rounds of it do not say it: a result is there before the first of them.
func hits(log []string) (found []hit) {
	ofInput := map[string]bool{}
	for _, line := range log {
		if round := roundOf(line); round != "" && !cached.MatchString(line) {
			ofInput[round] = true
		}
	}
	for _, line := range linesWith(log, cached) {
		best := ofBest.MatchString(line) && !inCache.MatchString(line)
		if !best && !ofPackages.MatchString(line) && !ofInput[roundOf(line)] {
			found = append(found, hit{line, strings.ToLower(cached.FindString(line))})
		}
	}
	return found
}

// roundOf is what a line calls the round of a loop that it tells of: epoch, step; "" for none.
func roundOf(line string) string {
	found := aRound.FindStringSubmatch(line)
	if found == nil {
		return ""
	}
	return strings.ToLower(found[1] + found[2])
}

// times counts the hits with certain words.
func times(all []hit, words string) (n int) {
	for _, hit := range all {
		if hit.words == words {
			n++
		}
	}
	return n
}

func linesWith(log []string, words *regexp.Regexp) (lines []string) {
	for _, line := range log {
		if words.MatchString(line) {
			lines = append(lines, line)
		}
	}
	return lines
}
