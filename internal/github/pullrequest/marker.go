package pullrequest

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/github"
	"github.com/reproduce-action/reproduce/internal/repro"
)

const (
	markerOpen  = "<!-- reproduce "
	markerClose = " -->"
	markerLimit = 4 << 10 // bytes
)

// A Marker is the hidden first line of a comment: what the comment is about and
// what it says. Anybody can read it in the comment's source.
type Marker struct {
	Key     string        `json:"key"` // model, version and --comment-key
	Verdict repro.Verdict `json:"verdict"`
	At      time.Time     `json:"at"` // of the check
	Run     string        `json:"run,omitempty"`
	Commit  string        `json:"commit,omitempty"`
}

// Line gives the marker as the comment's first line. JSON's encoder writes <, >
// and & as \u003c, \u003e and \u0026, so that no value can end the HTML comment.
func (m Marker) Line() (string, error) {
	m.At = m.At.UTC()
	encoded, err := json.Marshal(m)
	if err != nil {
		return "", fmt.Errorf("comment marker of %q: %w", github.Clip(m.Key, 80), err)
	}
	if m.Key == "" || len(encoded) > markerLimit {
		return "", fmt.Errorf("comment marker of %q: no key, or more than %d bytes", github.Clip(m.Key, 80), markerLimit)
	}
	return markerOpen + string(encoded) + markerClose, nil
}

// parseMarker reads the marker of a comment's body; false if its first line is
// none.
func parseMarker(body string) (Marker, bool) {
	line, _, _ := strings.Cut(body, "\n")
	line = strings.TrimSuffix(line, "\r")
	inner, ok := strings.CutPrefix(line, markerOpen)
	if !ok || len(line) > markerLimit+len(markerOpen)+len(markerClose) {
		return Marker{}, false
	}
	inner, ok = strings.CutSuffix(inner, markerClose)
	if !ok {
		return Marker{}, false
	}
	var m Marker
	if err := json.Unmarshal([]byte(inner), &m); err != nil || m.Key == "" || m.At.IsZero() {
		return Marker{}, false
	}
	return m, true
}
