package explain

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/experiment"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/project"
	"github.com/reproduce-action/reproduce/internal/train/local"
)

// TestRecipe: what git checkout alone does not put back, another line does.
func TestRecipe(t *testing.T) {
	t.Parallel()
	s := &Search{Local: &local.Project{Clone: &project.Clone{}}, factors: filesNamed("sub mod", "data.csv.dvc", "new.py")}
	s.experiment.Original = "0123456789"
	s.factors[0].files = []git.Replacement{{Path: "sub mod", Mode: gitformat.ModeSubmodule}}
	s.factors[1].files[0].Mode = "100644"
	want := "git checkout 0123456 -- 'sub mod' data.csv.dvc\ngit submodule update --init -- 'sub mod'\ndvc checkout data.csv.dvc\ngit rm new.py"
	if got := strings.Join(s.recipe(experiment.All(3)), "\n"); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}
