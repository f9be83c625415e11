package reportjson

import (
	"encoding/json"
	"testing"

	"github.com/reproduce-action/reproduce/internal/report/reporttest"
)

func TestAuditAsJSON(t *testing.T) {
	t.Parallel()
	text, err := EncodeAudit(reporttest.AuditStory())
	if err != nil {
		t.Fatal(err)
	}
	reporttest.Golden(t, "audit.json", string(text))
}

// TestAuditOfManyIsWhole: all of ten thousand versions are in the JSON.
func TestAuditOfManyIsWhole(t *testing.T) {
	t.Parallel()
	audited := reporttest.AuditStory()
	for len(audited.Versions) < 10_000 {
		audited.Versions = append(audited.Versions, audited.Versions[len(audited.Versions)%6])
	}
	text, err := EncodeAudit(audited)
	if err != nil {
		t.Fatal(err)
	}
	var back struct {
		Versions []struct{ Name string }
		Levels   []struct{ Versions int }
	}
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, level := range back.Levels {
		sum += level.Versions
	}
	if len(back.Versions) != 10_000 || sum != 10_000 {
		t.Errorf("%d versions in the JSON, %d in its levels; want 10000", len(back.Versions), sum)
	}
}

// TestAuditOfHostileText: names and findings are anybody's.
func TestAuditOfHostileText(t *testing.T) {
	t.Parallel()
	for _, text := range reporttest.Hostile {
		audited := reporttest.AuditStory()
		audited.Clone, audited.Store, audited.Notes = text, text, []string{text}
		for i := range audited.Versions {
			v := &audited.Versions[i]
			v.Name, v.Version, v.RunID = text, text, text
			v.URL = "javascript:" + text
			for j := range v.Findings {
				v.Findings[j].Found = text
			}
		}
		if document, err := EncodeAudit(audited); err != nil || !json.Valid(document) {
			t.Errorf("%q in JSON: %v", text, err)
		}
	}
}
