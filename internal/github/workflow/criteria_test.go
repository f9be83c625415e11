package workflow

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestCriteriaInTheCommit: the commit's message has the digest of what decides the
// verdict. A training that was begun under other criteria is taken up with its own
// digest, or not at all where the criteria are to be fixed before.
func TestCriteriaInTheCommit(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	plan := p.Plan("one")
	plan.Criteria = repro.Lines{"tolerances default: exact"}
	first, err := p.client(t).Commit(t.Context(), plan, false)
	if err != nil || first.Criteria != plan.Criteria.Digest() {
		t.Fatalf("%+v, %v; want the digest %s", first, err, plan.Criteria.Digest())
	}
	message := p.Git(t, "log", "-1", "--format=%(trailers:key=Reproduce-Tolerances,valueonly)", first.Commit)
	if got := strings.TrimSpace(message); got != "sha256:"+plan.Criteria.Digest() {
		t.Errorf("git reads the trailer as %q", got)
	}
	before := plan.Criteria.Digest()
	plan.ID, plan.Criteria = "two", repro.Lines{"tolerances default: 5%"}
	taken, err := p.client(t).Commit(t.Context(), plan, false)
	if err != nil || taken.Commit != first.Commit || taken.Criteria != before {
		t.Errorf("taken up: %+v, %v; want %s with the digest %s", taken, err, first.Commit, before)
	}
	plan.Renew = true
	renewed, err := p.client(t).Commit(t.Context(), plan, false)
	if err != nil || renewed.Commit == first.Commit || renewed.ID != "two" || renewed.Criteria != plan.Criteria.Digest() {
		t.Errorf("renewed: %+v, %v; want another commit with the digest %s", renewed, err, plan.Criteria.Digest())
	}
	plan.ID = "three"
	again, err := p.client(t).Commit(t.Context(), plan, false)
	if err != nil || again.Commit != renewed.Commit || again.ID != "two" {
		t.Errorf("again under the same: %+v, %v; want it taken up", again, err)
	}
}

// TestCriteriaOfACommitWithout: a commit of an earlier release has none.
func TestCriteriaOfACommitWithout(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	plan := p.Plan("one")
	first, err := p.client(t).Commit(t.Context(), plan, false)
	if err != nil || first.Criteria != "" {
		t.Fatalf("%+v, %v", first, err)
	}
	plan.ID, plan.Criteria = "two", repro.Lines{"tolerances default: 5%"}
	if taken, err := p.client(t).Commit(t.Context(), plan, false); err != nil || taken.Commit != first.Commit || taken.Criteria != "" {
		t.Errorf("taken up: %+v, %v; want no digest", taken, err)
	}
}
