package train

import (
	"context"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// commitless are commits among which the recorded one is not.
type commitless struct{ problem string }

func (c commitless) Unreachable(context.Context, string) (string, error) { return c.problem, nil }

func (commitless) Head(context.Context) (repro.CodeRef, []string, error) {
	return repro.CodeRef{From: "HEAD"}, nil, nil
}

func (commitless) Resolve(context.Context, string) (string, error) { return "", nil }

// TestPickCodeWayOut: what was never recorded cannot be fetched.
func TestPickCodeWayOut(t *testing.T) {
	t.Parallel()
	_, _, err := PickCode(t.Context(), commitless{"the run recorded no commit"}, "original", "", "fetch it")
	if err == nil || strings.Contains(err.Error(), "fetch") || !strings.Contains(err.Error(), "code-ref COMMIT") {
		t.Errorf("without a recorded commit: %v; want what to name, and nothing to fetch", err)
	}
	_, _, err = PickCode(t.Context(), commitless{"it is not here"}, "original", "abc", "fetch it")
	if err == nil || !strings.Contains(err.Error(), "it is not here; fetch it") {
		t.Errorf("with a recorded commit: %v; want the way out", err)
	}
}
