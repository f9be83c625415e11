package action

import (
	"context"
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestOfRepository: a report on GitHub counts the checks of its own repository, by any of
// its addresses, and those that name none or no address.
func TestOfRepository(t *testing.T) {
	t.Parallel()
	const page = "https://github.test/octo/churn"
	var checks []repro.Check
	for _, repository := range []string{page, "https://github.test/Octo/churn.git", "https://github.test/octo/upsell", "https://other.test/octo/churn", "", "past of octo/upsell"} {
		checks = append(checks, repro.Check{Repository: repository})
	}
	var got []string
	for _, c := range ofRepository(checks, page) {
		got = append(got, c.Repository)
	}
	if want := []string{page, "https://github.test/Octo/churn.git", "", "past of octo/upsell"}; !slices.Equal(got, want) || len(checks) != 6 || checks[2].Repository == "" {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestChangedSince_elsewhere: what another repository holds since a check of it, this one's
// git does not know, and is not asked.
func TestChangedSince_elsewhere(t *testing.T) {
	t.Parallel()
	s := newFixture(t)
	started := &step{App: &app.App{Process: s.process()}}

	changed := started.changedSince(context.Background())
	for _, c := range []repro.Check{
		{JobCommit: "c0ffee", Repository: "https://github.test/octo/upsell"},
		{Repository: "https://github.test/octo/churn"},
	} {
		if commits := changed(c); commits != nil {
			t.Errorf("%s at %q: %v", c.Repository, c.JobCommit, commits)
		}
	}
}
