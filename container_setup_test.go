//go:build container

package main

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

const setupWorkflow = `on: workflow_dispatch
jobs:
  train:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - id: setup
        uses: ./setup
        with:
          mirror: ${{ vars.MIRROR }}
      - env:
          INSTALLED: ${{ steps.setup.outputs.version }}
        run: |
          reproduce version >"$RESULTS/version"
          printf '%s' "$INSTALLED" >"$RESULTS/installed"
`

// testSetup makes a release as a release is made, and has a job put its binary
// on the PATH: on this machine itself, as setup is for jobs with programs of
// their own.
func testSetup(t *testing.T, e *engine) {
	const version = "v0.0.1"
	dist := t.TempDir()
	runIn(t, ".", os.Environ(), "scripts/release-build", version, dist, "linux/"+runtime.GOARCH)
	server := httptest.NewTLSServer(http.StripPrefix("/"+version, http.FileServer(http.Dir(dist))))
	defer server.Close()
	authority := filepath.Join(t.TempDir(), "authority.pem")
	if err := os.WriteFile(authority, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o644); err != nil {
		t.Fatal(err)
	}

	w := newWorkspace(t, setupWorkflow)
	if err := os.CopyFS(filepath.Join(w.dir, "setup"), os.DirFS("setup")); err != nil {
		t.Fatal(err)
	}
	checksums, err := os.ReadFile(filepath.Join(dist, "checksums.txt"))
	if err != nil {
		t.Fatal(err)
	}
	w.write(t, "setup/checksums.txt", checksums)
	w.args = append(w.args, "--platform", "ubuntu-latest=-self-hosted", "--env", "RESULTS="+w.dir,
		"--var", "MIRROR="+server.URL, "--env", "CURL_CA_BUNDLE="+authority, "--env", "no_proxy=*")
	w.act(t, e, "workflow_dispatch", map[string]any{})
	if got := string(w.read(t, "version")); !strings.HasPrefix(got, "reproduce "+version+" ") {
		t.Errorf("on the PATH is %q, want reproduce %s", got, version)
	}
	if got := string(w.read(t, "installed")); got != version {
		t.Errorf("output version is %q, want %s", got, version)
	}
}
