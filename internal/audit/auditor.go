package audit

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
	"github.com/reproduce-action/reproduce/internal/versions"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// An Auditor asks of many model versions what was recorded of their training.
// It only reads, and makes few requests: pages of models and versions, and
// runs by the hundred.
type Auditor struct {
	Store     mlflow.Store
	Clone     *project.Clone // the project's clone; nil where there is none at hand
	Selecting settings.Selecting
	Params    settings.Params
	Environ   []string // that DVC would run in: its settings outside of the clone are found by it
	Deep      bool     // also read the models' own files: some requests a version
	Tool      string
	Now       func() time.Time
	Progress  func(done, total int)

	trees *treeCache
}

// auditBatch is how many versions have their runs in memory at once.
const auditBatch = 1500

// Audit gives what was found, worst first. That something is missing is a
// finding; an error means that the registry could not be read, or that no
// version was meant.
func (a *Auditor) Audit(ctx context.Context) (Audit, error) {
	audited := Audit{Tool: a.Tool, CheckedAt: a.Now().UTC()}
	chosen, err := versions.Select(ctx, a.Store, a.Selecting)
	if err != nil {
		return audited, fmt.Errorf("audit: %w", err)
	}
	versions := chosen.Versions
	audited.Models, audited.Notes, audited.Warnings = chosen.Models, chosen.Notes, chosen.Warnings
	audited.Deep = a.Deep || len(versions) == 1
	a.trees = newTreeCache(a.Clone, a.Params, a.Environ)
	if a.Clone != nil {
		audited.Clone = a.Clone.Repository.Dir
	}
	ours := map[string]bool{} // models of which the clone has a commit
	var doubtful []*absence
	var left []string // reproductions' own
	audited.Versions = make([]AuditedVersion, 0, len(versions))
	for batch := range slices.Chunk(versions, auditBatch) {
		found, err := a.runs(ctx, batch, chosen.All, audited.Deep)
		if err != nil {
			return audited, fmt.Errorf("audit: %w", err)
		}
		if err := a.trees.stand(ctx, found); err != nil {
			return audited, fmt.Errorf("audit: %w", err)
		}
		var judged []*auditFacts
		for i, version := range batch {
			if found[i].run.Ours() && !a.named(version.Name) {
				left = append(left, version.Label())
				continue
			}
			facts := &auditFacts{version: version, found: found[i], findings: map[Check]Finding{}}
			facts.version.RunID = found[i].version.RunID
			if err := a.judge(ctx, facts, audited.Deep); err != nil {
				return audited, fmt.Errorf("audit %s: %w", version.Label(), err)
			}
			judged = append(judged, facts)
		}
		if audited.Deep {
			if err := a.allModelFiles(ctx, judged); err != nil {
				return audited, err
			}
		}
		for _, facts := range judged {
			ours[facts.version.Name] = ours[facts.version.Name] || facts.inClone
			audited.Versions = append(audited.Versions, NewAuditedVersion(facts.version, facts.findings))
			if facts.absent {
				doubtful = append(doubtful, &absence{len(audited.Versions) - 1, facts.findings})
			}
		}
		if a.Progress != nil {
			a.Progress(len(audited.Versions)+len(left), len(versions))
		}
	}
	a.settleAbsent(&audited, doubtful, ours)
	audited.Notes = append(append(audited.Notes, leftOut(left)...), a.trees.notes()...)
	audited.Sort()
	return audited, nil
}

// named says whether the settings name a version of the model, so that one which a
// reproduction registered is meant too.
func (a *Auditor) named(model string) bool {
	selector, said := a.Selecting.VersionOf(model)
	return said && selector.Kind != repro.SelectLatest
}

// leftOut tells of the versions that reproductions registered: they are checks of an
// original, and no models of their own.
func leftOut(labels []string) []string {
	if len(labels) == 0 {
		return nil
	}
	verb := "were"
	if len(labels) == 1 {
		verb = "was"
	}
	return []string{fmt.Sprintf("%s registered by reproductions %s left out: %s; --version NUMBER looks at one all the same",
		wording.Count(len(labels), "version", "versions"), verb, wording.ListUpTo(labels, 5))}
}

// An absence is a version whose commit is not in the clone.
type absence struct {
	at       int
	findings map[Check]Finding
}

// settleAbsent decides what it means that a commit is not in the clone. Where
// the clone has other commits of the same model, it is that model's and should
// have this one too. Else it may simply be another project's clone, and a
// shallow one need not have any.
func (a *Auditor) settleAbsent(audited *Audit, doubtful []*absence, ours map[string]bool) {
	for _, absent := range doubtful {
		version := audited.Versions[absent.at]
		if a.trees.shallow || !ours[version.Name] {
			continue
		}
		finding := absent.findings[CheckReachable]
		finding.State = CheckFailed
		finding.Found += ", which has other commits of this model"
		absent.findings[CheckReachable] = finding
		audited.Versions[absent.at] = NewAuditedVersion(repro.ModelVersion{Name: version.Name, Version: version.Version, RunID: version.RunID, URL: version.URL}, absent.findings)
	}
}

// auditFacts is what is known of one version while it is looked at.
type auditFacts struct {
	version  repro.ModelVersion
	found    foundRun
	findings map[Check]Finding
	record   lineage.Record // what reproduce record left on the run, as far as it was read
	inClone  bool           // the recorded commit is in the clone
	absent   bool           // and here it is not
	trained  bool           // it has a run, so that its model's files say something
}

func (f *auditFacts) pass(check Check, format string, args ...any) {
	f.note(check, CheckPassed, format, args...)
}

func (f *auditFacts) fail(check Check, format string, args ...any) {
	f.note(check, CheckFailed, format, args...)
}

func (f *auditFacts) skip(check Check, format string, args ...any) {
	f.note(check, CheckNotLooked, format, args...)
}

func (f *auditFacts) moot(check Check, format string, args ...any) {
	f.note(check, CheckMoot, format, args...)
}

func (f *auditFacts) note(check Check, state CheckState, format string, args ...any) {
	text := format
	if len(args) > 0 {
		text = fmt.Sprintf(format, args...)
	}
	f.findings[check] = Finding{Check: check, State: state, Found: text}
}

// lineage is what the run, and who recorded it, say of the training.
func (f *auditFacts) lineage() repro.Lineage { return f.record.Add(lineage.Recorded(f.found.run)) }

// judge asks all checks of one version, but for those that read the model's own files.
func (a *Auditor) judge(ctx context.Context, f *auditFacts, deep bool) error {
	if !f.run() {
		f.withoutRun()
		return nil
	}
	if deep {
		f.record, _ = lineage.ReadRecord(ctx, a.Store, f.found.run) // one that cannot be read records nothing
	}
	f.metrics()
	f.params()
	tree, why, err := a.commit(ctx, f)
	if err != nil {
		return err
	}
	f.place(tree, why)
	f.data(tree, why)
	if tree != nil && !tree.head {
		f.findings[CheckPresent] = a.trees.present(tree, f.found.run.Tags[lineage.MlflowSource])
	}
	f.seed(tree, why)
	f.environment(tree)
	f.trained = true
	return nil
}
