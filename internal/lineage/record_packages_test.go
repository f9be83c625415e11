//go:build !nodesk

package lineage

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/recorded"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestGonePackages: packages that one side had, and the other is known not to have, differ.
func TestGonePackages(t *testing.T) {
	t.Parallel()
	with := func(packages ...recorded.Package) Record {
		return Record{Lineage: &recorded.Lineage{Environment: recorded.Environment{Python: "3.11.7", Packages: packages}}}
	}
	plug := recorded.Package{Name: "churn_plug", Version: "1.0"}
	if got := with(plug).gone(with()); len(got) != 1 || got[0].Name != gonePackages || got[0].Original != "churn-plug 1.0" || got[0].Now != repro.NotThere || got[0].State != repro.InputDiffers {
		t.Errorf("gone: %+v", got)
	}
	if got := with().gone(with(plug)); len(got) != 1 || got[0].Name != newPackages || got[0].Now != "churn-plug 1.0" || got[0].Original != repro.NotThere {
		t.Errorf("new: %+v", got)
	}
	asked := Record{Lineage: &recorded.Lineage{}} // nobody could say what was installed
	if got := append(append(with(plug).gone(asked), with(plug).gone(with(plug))...), asked.gone(with(plug))...); len(got) > 0 {
		t.Errorf("nobody knows, or the same: %+v", got)
	}
	for name, tt := range map[string]struct {
		software []repro.Software
		environ  []string
		want     int
	}{
		"gone":                 {[]repro.Software{{Installed: []string{"numpy"}}}, nil, 1},
		"there":                {[]repro.Software{{Installed: []string{"Churn.Plug"}}}, nil, 0},
		"imported":             {[]repro.Software{{Installed: []string{}, Packages: []repro.Package{{Name: "churn-plug"}}}}, nil, 0},
		"nobody knows of one":  {[]repro.Software{{Installed: []string{}}, {}}, nil, 0},
		"nobody looked":        {nil, nil, 0},
		"a path of more":       {[]repro.Software{{Installed: []string{}}}, []string{"PYTHONPATH=/lib"}, 0},
		"a path of none at it": {[]repro.Software{{Installed: []string{}}}, []string{"PYTHONPATH="}, 1},
	} {
		if got := with(plug).notInstalled(tt.software, tt.environ); len(got) != tt.want || tt.want == 1 && got[0].State != repro.InputDiffers {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := with(plug).notImported(repro.Lineage{}, []repro.Software{{}}); len(got) != 1 {
		t.Errorf("it was seen to import nothing: %+v", got)
	}
}
