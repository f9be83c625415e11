package reporttest

import (
	"github.com/reproduce-action/reproduce/internal/audit"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// AuditStory is a small registry in which most things go wrong once.
func AuditStory() audit.Audit {
	audited := audit.Audit{
		Tool: "reproduce v1.0.0", CheckedAt: At("2026-11-23T03:00:00Z"), Store: "https://mlflow.example", Clone: "/home/ada/churn", Models: 2,
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
	add("churn-classifier", "5", map[audit.Check]string{audit.CheckCommit: "tag git_commit is \"main\", which is not a full commit id", audit.CheckSeed: "no param is a seed"}, env, pin)
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

// AuditOnly is an audit of a single version: the audit's at-th.
func AuditOnly(audited audit.Audit, at int) audit.Audit {
	audited.Versions, audited.Models, audited.Notes = audited.Versions[at:at+1], 1, nil
	return audited
}
