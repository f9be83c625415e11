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
