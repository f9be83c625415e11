package environment

import (
	"reflect"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestWanted_but: some packages are had in other versions, and no other is touched.
func TestWanted_but(t *testing.T) {
	t.Parallel()
	pin := func(name, version string) Requirement { r, _ := pinned(name, version, ""); return r }
	w := Target{
		Requires: []Requirement{pin("numpy", "1.26.4"), pin("pandas", "2.1.0"), pin("old", "1.0")}, Pins: []Requirement{pin("six", "1.16.0"), pin("numpy", "1.26.4")},
		From: []string{"uv.lock"}, Before: time.Unix(1, 0), Conda: []string{"old"},
	}
	got := w.but([]repro.Package{{Name: "numpy", Version: "2.0.0"}, {Name: "old"}, {Name: "new", Version: "3.0"}})
	if !reflect.DeepEqual(lines(got.Requires), []string{"new==3.0", "numpy==2.0.0", "pandas==2.1.0"}) || !reflect.DeepEqual(lines(got.Pins), []string{"six==1.16.0"}) {
		t.Errorf("requires %q, pins %q", lines(got.Requires), lines(got.Pins))
	}
	if !reflect.DeepEqual(got.Never, []string{"old"}) || !got.Before.IsZero() || len(got.Conda) > 0 || !reflect.DeepEqual(got.From, []string{"uv.lock", "with new==3.0", "with numpy==2.0.0", "without old"}) {
		t.Errorf("%+v", got)
	}
	if !reflect.DeepEqual(lines(w.Requires), []string{"numpy==1.26.4", "old==1.0", "pandas==2.1.0"}) || len(w.Never) > 0 {
		t.Errorf("what is asked for was changed: %+v", w)
	}
	if got := w.but([]repro.Package{{Name: "numpy", Version: "2.0; rm -rf /"}}); !reflect.DeepEqual(got.Lacking, []string{"numpy 2.0; rm -rf /"}) {
		t.Errorf("a version that is none is had: %+v", got)
	}
	if got := w.but(nil); !got.Before.Equal(w.Before) || len(got.From) != 1 {
		t.Errorf("without any: %+v", got)
	}
}
