package local

import (
	"slices"
	"testing"
)

// TestInEnvironment: the rebuilt environment's programs come first, and nothing of another
// environment is left; the project's own source stays.
func TestInEnvironment(t *testing.T) {
	t.Parallel()
	before := []string{"PATH=/home/ada/venv/bin:/usr/bin", "VIRTUAL_ENV=/home/ada/venv", "PYTHONHOME=/usr", "CONDA_PREFIX=/opt/conda", "UV_PROJECT_ENVIRONMENT=/x", "PYTHONPATH=/clone/src:/home/ada/venv/lib/python3.11/site-packages:lib", "HOME=/home/ada"}
	got := inEnvironment(before, "/cache/venv")
	slices.Sort(got)
	want := []string{"HOME=/home/ada", "PATH=/cache/venv/bin:/home/ada/venv/bin:/usr/bin", "PYTHONPATH=/clone/src:lib", "VIRTUAL_ENV=/cache/venv"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := inEnvironment(before, ""); !slices.Equal(got, before) {
		t.Errorf("without one: %q", got)
	}
}
