package flow

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestCriteria: whatever may decide a verdict is in the criteria, so that a change of it
// is a change of their digest, and nothing else is.
func TestCriteria(t *testing.T) {
	t.Parallel()
	read := func(more ...string) repro.Lines {
		t.Helper()
		values := settings.Values{"model": "iris", "run-command": "make"}
		for i := 0; i < len(more); i += 2 {
			values[more[i]] = more[i+1]
		}
		s, err := values.Settings("run")
		if err != nil {
			t.Fatal(err)
		}
		return criteria(s, s.Metrics)
	}
	before := read()
	want := repro.Lines{"tolerances default: 1e-6 rel or 1e-12 abs", "material default: 5%", "metrics-source auto", "repeats 1", "alpha 0.05", "challenge auto", "challenge-limit 10m0s", "observe auto"}
	if strings.Join(before, "\n") != strings.Join(want, "\n") {
		t.Errorf("without options %q, want %q", before, want)
	}
	sum := sha256.Sum256([]byte(strings.Join(want, "\n") + "\n")) // printf '%s\n' … | sha256sum
	if got := before.Digest(); got != hex.EncodeToString(sum[:]) {
		t.Errorf("digest %s, want %x", got, sum)
	}
	seen := map[string]string{before.Digest(): "nothing"}
	for _, change := range [][]string{
		{"tolerances", "accuracy: 1%"}, {"tolerances", "accuracy: 2%"}, {"tolerances", "default: 1%"}, {"material", "1%"}, {"metrics", "accuracy"},
		{"metrics-source", "file"}, {"metrics-file", "m.json"}, {"metrics-map", "a=b"}, {"run-name", "fold 1"}, {"match-tag", "fold=1"}, {"repeats", "3"}, {"repeats", "auto"},
		{"challenge", "off"}, {"challenge-limit", "1h"}, {"observe", "off"}, {"ignore-params", "host"}, {"keep", "base.pt"}, {"with", "data"},
	} {
		digest := read(change...).Digest()
		if other, there := seen[digest]; there {
			t.Errorf("%q has the digest of %s", change, other)
		}
		seen[digest] = strings.Join(change, " ")
	}
	for _, same := range [][]string{{"timeout", "1h"}, {"output-dir", "elsewhere"}, {"fail-on", "never"}, {"statement", "s.json"}} {
		if read(same...).Digest() != before.Digest() {
			t.Errorf("%q changes the criteria", same)
		}
	}
	s := settings.Settings{}
	if s.Alpha = 0.01; criteria(s, s.Metrics).Digest() == criteria(settings.Settings{}, s.Metrics).Digest() {
		t.Error("another chance of a false alarm has the same digest")
	}
}

// TestCriteria_oneLineEach: a line that held a line end would be two, and another text
// could have the same digest.
func TestCriteria_oneLineEach(t *testing.T) {
	t.Parallel()
	one := criteria(settings.Settings{}, repro.MetricPolicy{Select: []string{"a\nmetrics b"}})
	two := criteria(settings.Settings{}, repro.MetricPolicy{Select: []string{"a", "b"}})
	if one.Digest() == two.Digest() || strings.Contains(strings.Join(one, ""), "\n") {
		t.Errorf("%q", one)
	}
}

// TestHidden: the digest is of what everybody may read.
func TestHidden(t *testing.T) {
	t.Parallel()
	f := &Flow{Hide: func(text string) string { return strings.ReplaceAll(text, "hunter2", "***") }}
	if got := f.hidden(repro.Lines{"metrics hunter2"}); got[0] != "metrics ***" {
		t.Errorf("%q", got)
	}
}
