package report

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/audit"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// auditStory is a small registry in which most things go wrong once.
func auditStory() audit.Audit {
	audited := audit.Audit{
		Tool: "reproduce v1.0.0", CheckedAt: at("2026-11-23T03:00:00Z"), Store: "https://mlflow.example", Clone: "/home/ada/churn", Models: 2,
		Notes: []string{"the files of 3 more commits were not read: an audit reads those of 300; name fewer models to see the rest"},
	}
	add := func(name, number string, failed map[audit.Check]string, blind ...audit.Check) {
		found := map[audit.Check]audit.Finding{}
		for _, check := range audit.Checks() {
			finding := audit.Finding{Check: check, State: audit.CheckPassed, Found: "as it should be"}
			if text, ok := failed[check]; ok {
				finding.State, finding.Found = audit.CheckFailed, text
			}
			found[check] = finding
		}
		for _, check := range blind {
			found[check] = audit.Finding{Check: check, State: audit.CheckNotLooked, Found: "the model's files say it; --deep reads them"}
		}
		audited.Versions = append(audited.Versions, audit.NewAuditedVersion(repro.ModelVersion{Name: name, Version: number, RunID: "0123456789abcdef0123456789abcdef", URL: "https://mlflow.example/#/models/" + name + "/versions/" + number}, found))
	}
	const env, pin = audit.CheckEnvironment, audit.CheckPinned
	add("churn-classifier", "7", map[audit.Check]string{audit.CheckSeed: "train.random_state is None"}, env, pin, audit.CheckClean)
	add("churn-classifier", "6", map[audit.Check]string{audit.CheckCommit: "none: MLflow's tag and the usual names are not there"}, env, pin, audit.CheckReachable)
	add("churn-classifier", "5", map[audit.Check]string{audit.CheckCommit: "tag git_commit is \"main\", which is no full commit name", audit.CheckSeed: "no param is a seed"}, env, pin)
	add("churn-classifier", "4", nil, env, pin)
	add("churn-classifier", "3", nil)
	add("upsell", "1", map[audit.Check]string{audit.CheckRun: "run 0123456789abcdef0123456789abcdef is not on this tracking server"})
	gone := &audited.Versions[len(audited.Versions)-1]
	for i := range gone.Findings[1:] {
		gone.Findings[i+1].State, gone.Findings[i+1].Found = audit.CheckMoot, "there is no run"
	}
	audited.Sort()
	return audited
}

// auditOnly is an audit of a single version: the audit's at-th.
func auditOnly(audited audit.Audit, at int) audit.Audit {
	audited.Versions, audited.Models, audited.Notes = audited.Versions[at:at+1], 1, nil
	return audited
}

func TestAudit(t *testing.T) {
	t.Parallel()
	golden(t, "audit.txt", Audit(auditStory(), Style{Width: 100}))
	golden(t, "audit.md", AuditPage(auditStory()))
	golden(t, "audit-one.txt", Audit(auditOnly(auditStory(), 2), Style{Width: 100}))
	golden(t, "audit-one.md", AuditPage(auditOnly(auditStory(), 2)))
	none := auditStory()
	none.Versions, none.Notes, none.Clone = nil, nil, ""
	golden(t, "audit-none.txt", Audit(none, Style{}))
	text, err := EncodeAudit(auditStory())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "audit.json", string(text))
}

// TestAuditOfManyIsShort: ten thousand versions still fit on a screen, and all
// of them are in the JSON.
func TestAuditOfManyIsShort(t *testing.T) {
	t.Parallel()
	audited := auditStory()
	for len(audited.Versions) < 10_000 {
		audited.Versions = append(audited.Versions, audited.Versions[len(audited.Versions)%6])
	}
	if lines := strings.Count(Audit(audited, Style{Width: 100}), "\n"); lines > 60 {
		t.Errorf("%d lines for people; want at most 60", lines)
	}
	if page := AuditPage(audited); len(page) > 32<<10 {
		t.Errorf("%d bytes of Markdown", len(page))
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

// TestAuditShowsHostileText: names and findings are anybody's.
func TestAuditShowsHostileText(t *testing.T) {
	t.Parallel()
	for _, text := range hostile {
		for _, audited := range []audit.Audit{auditOnly(auditStory(), 2), auditStory()} {
			audited.Clone, audited.Store, audited.Notes = text, text, []string{text}
			for i := range audited.Versions {
				v := &audited.Versions[i]
				v.Name, v.Version, v.RunID = text, text, text
				v.URL = "javascript:" + text
				for j := range v.Findings {
					v.Findings[j].Found = text
				}
			}
			if err := checkTerminal(Audit(audited, Style{Width: 100})); err != nil {
				t.Errorf("%q on a terminal: %v", text, err)
			}
			if err := checkMarkdown(AuditPage(audited), false); err != nil {
				t.Errorf("%q in Markdown: %v", text, err)
			}
			if _, err := EncodeAudit(audited); err != nil {
				t.Errorf("%q in JSON: %v", text, err)
			}
		}
	}
}
