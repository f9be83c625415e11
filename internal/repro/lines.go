package repro

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Lines are a text that others can digest by hand: a name and a value a line, all of
// it printable.
type Lines []string

// Add adds a line for each value. What would not stay one line, would not stay as it is
// in JSON, or is not seen, as a sign that turns the text's direction, is quoted.
func (l *Lines) Add(name string, values ...string) {
	for _, value := range values {
		*l = append(*l, name+" "+OneLine(value))
	}
}

// OneLine is a text as it stands in Lines.
func OneLine(text string) string {
	if !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return strconv.Quote(text)
	}
	return text
}

// Digest is the SHA-256 of the lines, each with its line end, in hexadecimal; "" of none.
func (l Lines) Digest() string {
	if len(l) == 0 {
		return ""
	}
	sum := sha256.Sum256([]byte(strings.Join(l, "\n") + "\n"))
	return hex.EncodeToString(sum[:])
}

// CriteriaTrailer is the line of a reproduction's commit that has the digest of its
// criteria: what was trained from that commit was trained after they were fixed.
const CriteriaTrailer = "Reproduce-Tolerances"

// DigestScheme goes before a digest in it.
const DigestScheme = "sha256:"

// Trailer is that line for the lines of criteria; "" of none.
func (l Lines) Trailer() string {
	if len(l) == 0 {
		return ""
	}
	return CriteriaTrailer + ": " + DigestScheme + l.Digest() + "\n"
}

// CriteriaDigest reads the value of such a line; "" where it is none.
func CriteriaDigest(value string) string {
	digest, ours := strings.CutPrefix(strings.TrimSpace(value), DigestScheme)
	if sum, err := hex.DecodeString(digest); !ours || err != nil || len(sum) != sha256.Size {
		return ""
	}
	return strings.ToLower(digest)
}
