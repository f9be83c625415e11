package pullrequest

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
)

const (
	metadataOpen  = "<!-- reproduce "
	metadataClose = " -->"
	metadataLimit = 4 << 10 // bytes
)

// Metadata is the hidden first line of a comment: what the comment is about and
// what it says. Anybody can read it in the comment's source.
type Metadata struct {
	Key     string        `json:"key"` // model, version and --comment-key
	Verdict repro.Verdict `json:"verdict"`
	At      time.Time     `json:"at"` // of the check
	Run     string        `json:"run,omitempty"`
	Commit  string        `json:"commit,omitempty"`
}

// Line gives the metadata as the comment's first line. JSON's encoder writes <, >
// and & as \u003c, \u003e and \u0026, so that no value can end the HTML comment.
func (m Metadata) Line() (string, error) {
	m.At = m.At.UTC()
	encoded, err := json.Marshal(m)
	if err != nil {
		return "", fmt.Errorf("comment metadata of %q: %w", printable.OneLine(m.Key, 80), err)
	}
	if m.Key == "" || len(encoded) > metadataLimit {
		return "", fmt.Errorf("comment metadata of %q: no key, or more than %d bytes", printable.OneLine(m.Key, 80), metadataLimit)
	}
	return metadataOpen + string(encoded) + metadataClose, nil
}

// parseMetadata reads the metadata of a comment's body; false if its first line is
// none.
func parseMetadata(body string) (Metadata, bool) {
	line, _, _ := strings.Cut(body, "\n")
	line = strings.TrimSuffix(line, "\r")
	inner, ok := strings.CutPrefix(line, metadataOpen)
	if !ok || len(line) > metadataLimit+len(metadataOpen)+len(metadataClose) {
		return Metadata{}, false
	}
	inner, ok = strings.CutSuffix(inner, metadataClose)
	if !ok {
		return Metadata{}, false
	}
	var m Metadata
	if err := json.Unmarshal([]byte(inner), &m); err != nil || m.Key == "" || m.At.IsZero() {
		return Metadata{}, false
	}
	return m, true
}
