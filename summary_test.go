package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// TestSummary: the slowest tests are told without the time of their subtests, which a test
// has in its own unless they run beside others, and whatever their names have in them.
func TestSummary(t *testing.T) {
	t.Parallel()
	python := os.Getenv("REPRODUCE_PYTHON")
	if python == "" {
		if os.Getenv("REPRODUCE_REQUIRE_E2E") == "1" {
			t.Fatal("REPRODUCE_REQUIRE_E2E=1 but REPRODUCE_PYTHON names no interpreter")
		}
		t.Skip("set REPRODUCE_PYTHON to a Python to run scripts/test-summary")
	}
	events := filepath.Join(t.TempDir(), "events")
	if err := os.WriteFile(events, []byte(`{"Action":"start","Package":"p"}
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"run","Package":"p","Test":"TestA/x/y"}
{"Action":"pass","Package":"p","Test":"TestA/x/y","Elapsed":2}
{"Action":"run","Package":"p","Test":"TestA/beside"}
{"Action":"pause","Package":"p","Test":"TestA/beside"}
{"Action":"run","Package":"p","Test":"TestB"}
{"Action":"pass","Package":"p","Test":"TestB","Elapsed":0.5}
{"Action":"pass","Package":"p","Test":"TestA/beside","Elapsed":7}
{"Action":"pass","Package":"p","Test":"TestA","Elapsed":3.5}
{"Action":"pass","Package":"p","Elapsed":10}
`), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(python, "-B", "scripts/test-summary", "cat", events)
	command.Env = append(os.Environ(), "SLOWEST=3")
	out, err := command.CombinedOutput()
	want := regexp.MustCompile(`(?m)^slow: +7\.0 s p TestA/beside\nslow: +2\.0 s p TestA/x/y\nslow: +1\.5 s p TestA\n4 tests passed, 0 failed, 0 skipped, in \d+ s; \d+ s of the processors$`)
	if err != nil || !want.Match(out) {
		t.Errorf("%v, and it says\n%s", err, out)
	}
}
