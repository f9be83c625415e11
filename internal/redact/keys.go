package redact

import (
	"strings"
)

// How the lines of a private key look, with what a log may have put before them.
var (
	keyBegin = newPattern(`-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----[\s"',\\rn]*$|\bPrivate-Lines: \d+\s*$`)
	keyEnd   = newPattern(`-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|\bPrivate-(?:MAC|Hash): `)
	// RFC 1421 and RFC 9580 name what may stand before the data.
	keyHeader = newPattern(`\b(?:Proc-Type|DEK-Info|Content-Domain|Version|Comment|MessageID|Hash|Charset|Key-Derivation|Argon2-\w+): `)
	keyData   = newPattern(`^["']?[A-Za-z0-9+/]+={0,3}(?:\\n|\\r)*["',]*$`)
)

const (
	keyLines = 2000 // more than any private key has
	longData = 20   // characters of data, from which on other words may stand before it
	keyRun   = 5    // lines of data one after the other that are no chance
)

// objectName is that of a commit of git's, of which a bisect has a list.
var objectName = newPattern(`^(?:[0-9a-f]{40}|[0-9a-f]{64})$`)

// isKeyLine says whether a line within a private key may be one of it.
func isKeyLine(line string) bool {
	words := strings.Fields(line)
	if len(words) == 0 || keyHeader.MatchString(line) {
		return true
	}
	last := words[len(words)-1]
	return keyData.MatchString(last) && (len(words) == 1 || len(last) >= longData)
}

// hideHeadless hides the lines of a private key whose beginning is not in a log any more,
// of which the last lines are kept: those before its end, or all of a long run of data that
// the log begins with.
func hideHeadless(log []string) {
	end := 0
	for end < len(log) && isKeyLine(log[end]) {
		end++
	}
	long := 0
	for _, line := range log[:end] {
		words := strings.Fields(line)
		if last := len(words) - 1; last >= 0 && len(words[last]) >= 2*longData && !objectName.MatchString(words[last]) {
			long++
		}
	}
	closed := end < len(log) && keyEnd.MatchString(log[end])
	if end == 0 || !closed && long < keyRun {
		return
	}
	for i := range end {
		log[i] = "***"
	}
}
