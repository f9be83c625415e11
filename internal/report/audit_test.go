package report

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/audit"
	"github.com/reproduce-action/reproduce/internal/report/reporttest"
	"github.com/reproduce-action/reproduce/internal/report/terminal"
)

func TestAudit(t *testing.T) {
	t.Parallel()
	reporttest.Golden(t, "audit.txt", Audit(reporttest.AuditStory(), terminal.Style{Width: 100}))
	reporttest.Golden(t, "audit.md", AuditPage(reporttest.AuditStory()))
	reporttest.Golden(t, "audit-one.txt", Audit(reporttest.AuditOnly(reporttest.AuditStory(), 2), terminal.Style{Width: 100}))
	reporttest.Golden(t, "audit-one.md", AuditPage(reporttest.AuditOnly(reporttest.AuditStory(), 2)))
	none := reporttest.AuditStory()
	none.Versions, none.Notes, none.Clone = nil, nil, ""
	reporttest.Golden(t, "audit-none.txt", Audit(none, terminal.Style{}))
}

// TestAuditOfManyIsShort: ten thousand versions still fit on a screen.
func TestAuditOfManyIsShort(t *testing.T) {
	t.Parallel()
	audited := reporttest.AuditStory()
	for len(audited.Versions) < 10_000 {
		audited.Versions = append(audited.Versions, audited.Versions[len(audited.Versions)%6])
	}
	if lines := strings.Count(Audit(audited, terminal.Style{Width: 100}), "\n"); lines > 60 {
		t.Errorf("%d lines for people; want at most 60", lines)
	}
	if page := AuditPage(audited); len(page) > 32<<10 {
		t.Errorf("%d bytes of Markdown", len(page))
	}
}

// TestAuditShowsHostileText: names and findings are anybody's.
func TestAuditShowsHostileText(t *testing.T) {
	t.Parallel()
	for _, text := range reporttest.Hostile {
		for _, audited := range []audit.Audit{reporttest.AuditOnly(reporttest.AuditStory(), 2), reporttest.AuditStory()} {
			audited.Clone, audited.Store, audited.Notes = text, text, []string{text}
			for i := range audited.Versions {
				v := &audited.Versions[i]
				v.Name, v.Version, v.RunID = text, text, text
				v.URL = "javascript:" + text
				for j := range v.Findings {
					v.Findings[j].Found = text
				}
			}
			if err := checkTerminal(Audit(audited, terminal.Style{Width: 100})); err != nil {
				t.Errorf("%q on a terminal: %v", text, err)
			}
			if err := checkMarkdown(AuditPage(audited), false); err != nil {
				t.Errorf("%q in Markdown: %v", text, err)
			}
		}
	}
}
