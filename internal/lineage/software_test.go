package lineage

import (
	"reflect"
	"testing"

	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestSeenOutranksWrittenDown: a run's requirements may be what somebody wrote for it; what
// the training was seen to import is what trained.
func TestSeenOutranksWrittenDown(t *testing.T) {
	t.Parallel()
	seen := []repro.Software{{Version: "3.11.7", Packages: []repro.Package{{Name: "numpy", Version: "2.4.6", From: repro.SeenInTraining}}}}
	now := repro.Lineage{Packages: []repro.Package{{Name: "numpy", Version: "1.26.4", From: "requirements.txt of model m v2"}}}
	seenSoftware(&now, seen)
	inputs := packaging.ComparePackages([]repro.Package{{Name: "numpy", Version: "1.26.4", From: "requirements.txt of model m v1"}}, now.Packages)
	if len(inputs) != 1 || inputs[0].State != repro.InputDiffers || inputs[0].Now != "2.4.6" {
		t.Errorf("got %+v; want numpy to differ, with what was seen", inputs)
	}
	if want := (repro.Fact{Value: "3.11.7", From: repro.SeenInTraining}); !reflect.DeepEqual(now.Python, want) {
		t.Errorf("got Python %+v, want %+v", now.Python, want)
	}
	var mixed repro.Lineage
	seenSoftware(&mixed, append(seen, repro.Software{Version: "3.12.1"}))
	if mixed.Python.Known() {
		t.Errorf("two Pythons trained, and %+v is told", mixed.Python)
	}
}

// TestOtherSoftware: what a new run recorded is held against the environment that was
// rebuilt; nothing recorded proves nothing.
func TestOtherSoftware(t *testing.T) {
	t.Parallel()
	made := repro.Environment{Python: "3.11.7", Packages: map[string]string{"numpy": "1.26.4", "torch": "2.1.0+cpu"}}
	recorded := func(python string, packages ...repro.Package) repro.Lineage {
		return repro.Lineage{Python: repro.Fact{Value: python}, Packages: packages}
	}
	for _, c := range []struct {
		about    string
		recorded repro.Lineage
		others   []string
		known    bool
	}{
		{"nothing", repro.Lineage{}, nil, false},
		{"Python alone", recorded("3.11.7"), nil, false},
		{"the same", recorded("3.11.7", repro.Package{Name: "numpy", Version: "1.26.4"}, repro.Package{Name: "torch", Version: "2.1.0"}, repro.Package{Name: "open"}), nil, true},
		{"another Python", recorded("3.12.1", repro.Package{Name: "numpy", Version: "1.26.4"}), []string{"Python 3.12.1"}, true},
		{"another package, and one that is not there", recorded("3.11.7", repro.Package{Name: "numpy", Version: "2.0"}, repro.Package{Name: "dvc", Version: "3.0"}), []string{"dvc 3.0", "numpy 2.0"}, true},
	} {
		if others, known := OtherSoftware(c.recorded, made); !reflect.DeepEqual(others, c.others) || known != c.known {
			t.Errorf("%s: %q, known %v", c.about, others, known)
		}
	}
}
