package here

import (
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestConstants: a check on this machine finds a param in the commit's programs, and changes it
// there.
func TestConstants(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"train.py": {Data: []byte("lr = 0.2\n")}}
	edit, p := repro.ParamEdit{Name: "lr", Logged: "0.2"}, &Project{}
	if found := p.FindNamed(files, repro.Plan{}, func(repro.FileEdit) bool { return true })(edit); len(found.Same) != 1 || found.Other != "" {
		t.Errorf("%+v", found)
	}
	if plan, ok := p.Constants(files, repro.Plan{})(edit, "0.1"); !ok || len(plan.Files) != 1 || string(plan.Files[0].After) != "lr = 0.1\n" {
		t.Errorf("%t %+v", ok, plan.Files)
	}
}
