//go:build unix

package main

import (
	"crypto/sha256"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// A fakeRelease is a commit of setup/ that belongs to a release, and the place
// that the release's binary is downloaded from.
type fakeRelease struct {
	dir    string
	server *httptest.Server
	serves sync.Map // path -> content: the story changes it while the server reads
}

const released = "v1.2.3"

// program stands in for the binary: it is run once it is installed.
const program = "#!/bin/sh\necho \"reproduce v1.2.3, asked for $1\"\n"

func newRelease(t *testing.T) *fakeRelease {
	t.Helper()
	absent := t.Skipf
	if os.Getenv("REPRODUCE_REQUIRE_E2E") != "" {
		absent = t.Fatalf
	}
	for _, tool := range []string{"bash", "curl"} {
		if _, err := exec.LookPath(tool); err != nil {
			absent("%s is not on PATH: %v", tool, err)
		}
	}
	r := &fakeRelease{dir: t.TempDir()}
	r.server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		content, ok := r.serves.Load(request.URL.Path)
		if !ok {
			http.NotFound(w, request)
			return
		}
		_, _ = io.WriteString(w, content.(string))
	}))
	t.Cleanup(r.server.Close)
	script, err := os.ReadFile("setup/install")
	if err != nil {
		t.Fatal(err)
	}
	r.write(t, "setup/install", script, 0o755)
	r.write(t, "authority.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: r.server.Certificate().Raw}), 0o644)
	r.write(t, "path", nil, 0o644)
	r.write(t, "output", nil, 0o644)

	name := fmt.Sprintf("reproduce_%s_%s_%s", released, runtime.GOOS, runtime.GOARCH)
	r.serves.Store("/"+released+"/"+name, program)
	r.write(t, "setup/checksums.txt", fmt.Appendf(nil, "%x  %s\n%064d  reproduce_%s_freebsd_amd64\n", sha256.Sum256([]byte(program)), name, 0, released), 0o644)
	return r
}

func (r *fakeRelease) write(t *testing.T, name string, data []byte, mode os.FileMode) {
	t.Helper()
	path := filepath.Join(r.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, mode); err != nil {
		t.Fatal(err)
	}
}

func (r *fakeRelease) read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(r.dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// install runs the action's script as the runner does.
func (r *fakeRelease) install(version string) (string, error) {
	cmd := exec.Command("bash", filepath.Join(r.dir, "setup", "install"))
	cmd.Env = append(os.Environ(),
		"VERSION="+version, "MIRROR="+r.server.URL, "CURL_CA_BUNDLE="+filepath.Join(r.dir, "authority.pem"), "no_proxy=*",
		"RUNNER_TEMP="+r.dir, "GITHUB_PATH="+filepath.Join(r.dir, "path"), "GITHUB_OUTPUT="+filepath.Join(r.dir, "output"))
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// TestSetup puts the release's binary on the job's PATH, with and without its
// version being said.
func TestSetup(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"", released} {
		t.Run("version "+version, func(t *testing.T) {
			t.Parallel()
			r := newRelease(t)
			said, err := r.install(version)
			if err != nil || !strings.Contains(said, "asked for version") {
				t.Fatalf("%v\n%s", err, said)
			}
			dir := strings.TrimSpace(r.read(t, "path"))
			if got, err := os.ReadFile(filepath.Join(dir, "reproduce")); err != nil || string(got) != program {
				t.Errorf("on the PATH is %q, %v", got, err)
			}
			if got := r.read(t, "output"); got != "version="+released+"\n" {
				t.Errorf("the outputs are %q", got)
			}
		})
	}
}

// TestSetupRefuses whatever is not the binary of this release, and puts
// nothing on the PATH then.
func TestSetupRefuses(t *testing.T) {
	t.Parallel()
	for name, story := range map[string]struct {
		change  func(t *testing.T, r *fakeRelease)
		version string
		want    string
	}{
		"other bytes": {change: func(t *testing.T, r *fakeRelease) {
			r.serves.Range(func(path, _ any) bool {
				r.serves.Store(path, program+"\n")
				return true
			})
		}, want: "nothing was installed"},
		"nothing there":                  {change: func(t *testing.T, r *fakeRelease) { r.serves.Clear() }, want: "could not be downloaded"},
		"unencrypted":                    {change: func(t *testing.T, r *fakeRelease) { r.server.URL = "http" + strings.TrimPrefix(r.server.URL, "https") }, want: "could not be downloaded"},
		"stranger's certificate":         {change: func(t *testing.T, r *fakeRelease) { r.write(t, "authority.pem", nil, 0o644) }, want: "could not be downloaded"},
		"another release":                {version: "v1.2.4", want: "reproduce/setup@v1.2.4"},
		"no version":                     {version: "latest; rm -rf .", want: "write v1.2.3 or source"},
		"a commit that is not a release": {change: func(t *testing.T, r *fakeRelease) { r.write(t, "setup/checksums.txt", nil, 0o644) }, want: "belongs to no release"},
		"no binary for this platform": {change: func(t *testing.T, r *fakeRelease) {
			r.write(t, "setup/checksums.txt", fmt.Appendf(nil, "%064d  reproduce_%s_freebsd_amd64\n", 0, released), 0o644)
		}, want: "has no line for"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRelease(t)
			if story.change != nil {
				story.change(t, r)
			}
			said, err := r.install(story.version)
			if err == nil || !strings.Contains(said, story.want) {
				t.Errorf("got %v, want a refusal that says %q\n%s", err, story.want, said)
			}
			if strings.Contains(said, "asked for") {
				t.Error("it was run")
			}
			if got := r.read(t, "path"); got != "" {
				t.Errorf("on the PATH is %q", got)
			}
		})
	}
}
