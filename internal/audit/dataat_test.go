//go:build unix

package audit

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// TestDataAt: the data of a commit is what its own .dvc files say, and none is invented
// for a commit that is not here.
func TestDataAt(t *testing.T) {
	t.Parallel()
	w := newAuditWorld(t)
	clone, err := project.OpenClone(t.Context(), w.clone, "")
	if err != nil {
		t.Fatal(err)
	}
	data := DataAt(t.Context(), clone, w.good[3], "", settings.Params{})
	if len(data) != 1 || data[0].Path != "data/train.csv" || data[0].Hash != "md5 "+sum("x,y\n1,3\n") || data[0].From != "data/train.csv.dvc at "+w.good[3][:7] {
		t.Errorf("the data is %+v", data)
	}
	if data := DataAt(t.Context(), clone, strings.Repeat("ab", 20), "", settings.Params{}); data != nil {
		t.Errorf("of a commit that is not here: %+v", data)
	}
}
