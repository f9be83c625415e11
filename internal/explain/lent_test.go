package explain

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestLent: the plan names all that a trial cannot restore as it was lent, and says what is
// known of it.
func TestLent(t *testing.T) {
	t.Parallel()
	input := func(name, state string) repro.Input {
		return repro.Input{Kind: repro.KindData, Name: name, State: state}
	}
	inputs := []repro.Input{input("data/a.csv", repro.InputDiffers), input("data/b.csv", repro.InputSame), input("database.csv", repro.InputDiffers), input("own.csv", repro.InputSame), input("gone.csv", repro.InputUnknown)}
	for name, test := range map[string]struct {
		with []string
		want string
	}{
		"nothing":        {nil, ""},
		"a directory":    {[]string{"data"}, "data, lent with --with: data/a.csv differs from the original's; git does not have it, so each trial gets today's"},
		"with a slash":   {[]string{"data/"}, "data/, lent with --with: data/a.csv differs from the original's; git does not have it, so each trial gets today's"},
		"as it was":      {[]string{"own.csv"}, "own.csv, lent with --with: what is recorded of it is the original's; git does not have it, so each trial gets today's"},
		"not recorded":   {[]string{"gone.csv", ".env"}, "gone.csv, lent with --with: what the original had is not known; git does not have it, so each trial gets today's|.env, lent with --with: what the original had is not known; git does not have it, so each trial gets today's"},
		"of a like name": {[]string{"dat"}, "dat, lent with --with: what the original had is not known; git does not have it, so each trial gets today's"},
	} {
		if got := strings.Join(lent(repro.Plan{With: test.with}, inputs), "|"); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
