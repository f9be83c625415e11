//go:build container

package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"
)

// A releaseStep is one of the steps of .github/workflows/release.yml. Those that use an action of
// GitHub's are left out: what they do, nobody else can.
type releaseStep struct {
	Name, ID, Uses, Run string
	Env                 map[string]string
}

// dockerByBuildah is what release.yml asks docker for, done by buildah and podman.
const dockerByBuildah = `#!/usr/bin/env bash
set -euo pipefail
case "$1 ${2-}" in
login\ *) [[ $(cat) == "$GH_TOKEN" ]] ;;
"buildx create") ;;
"run --rm") podman run --quiet --tls-verify=false --pull=always "${@:2}" ;;
"buildx build")
  shift 2
  while [[ $# -gt 0 ]]; do
    case $1 in
    --platform) platforms=$2; shift ;;
    --build-arg) argument=$2; shift ;;
    --metadata-file) metadata=$2; shift ;;
    --output) name=${2#*name=}; name=${name%%,*}; [[ ,$2, == *,push=true,* && ,$2, == *,oci-mediatypes=true,* ]]; shift ;;
    --no-cache|--provenance=false|--sbom=false) ;;
    -*) echo "docker: this stand-in does not know $1" >&2; exit 2 ;;
    *) context=$1 ;;
    esac
    shift
  done
  buildah build --isolation chroot --pull-never --layers=false --no-cache --timestamp "$SOURCE_DATE_EPOCH" \
    --platform "$platforms" --build-arg "$argument" --manifest "$name" "$context" >&2
  buildah manifest push --all --format oci --tls-verify=false --digestfile "$RUNNER_TEMP/digest" "$name" "docker://$name" >&2
  printf '{"containerimage.digest":"%s"}' "$(cat "$RUNNER_TEMP/digest")" >"$metadata"
  ;;
*) echo "docker: this stand-in does not know $1" >&2; exit 2 ;;
esac
`

// ghSays answers release.yml's two questions, and keeps what was published.
const ghSays = `#!/usr/bin/env bash
set -euo pipefail
case "$1 $2" in
"run list") echo 1 ;;
"release create") printf '%s\n' "${@:3}" >"$RUNNER_TEMP/published" ;;
*) echo "gh: this stand-in does not know $1 $2" >&2; exit 2 ;;
esac
`

// TestRelease runs the steps of release.yml on the newest commit, against a registry on this
// machine and a bare repository: twice, and both times the same comes out. The tag's action
// names an image that is there, by its digest, and its checksums are those of the binaries.
func TestRelease(t *testing.T) {
	e := newEngine(t)
	steps := readReleaseSteps(t)
	first := makeRelease(t, e, steps)
	second := makeRelease(t, e, steps)
	if first.image != second.image || first.tree != second.tree {
		t.Errorf("two releases of one commit differ: image %s and %s, tree %s and %s", first.image, second.image, first.tree, second.tree)
	}
}

func readReleaseSteps(t *testing.T) []releaseStep {
	t.Helper()
	text, err := os.ReadFile(".github/workflows/release.yml")
	if err != nil {
		t.Fatal(err)
	}
	var workflow struct {
		Jobs struct{ Release struct{ Steps []releaseStep } }
	}
	if err := yaml.Unmarshal(text, &workflow); err != nil {
		t.Fatal(err)
	}
	for _, step := range workflow.Jobs.Release.Steps {
		if step.Uses != "" && !regexp.MustCompile(`^actions/(?:checkout|setup-go|attest-build-provenance)@`).MatchString(step.Uses) {
			t.Errorf("release.yml uses %s, which this test does not know", step.Uses)
		}
	}
	return workflow.Jobs.Release.Steps
}

// A madeRelease is what a release left: the digest of its image, and the tree of its tag.
type madeRelease struct{ image, tree string }

const releaseVersion = "v0.0.1"

var outputOfStep = regexp.MustCompile(`\$\{\{ steps\.(\w+)\.outputs\.(\w+) \}\}`)

// makeRelease makes a release as a job does, in a clone of its own, and checks what it left.
func makeRelease(t *testing.T, e *engine, steps []releaseStep) madeRelease {
	t.Helper()
	dir := t.TempDir()
	clone, remote, temp, bin := filepath.Join(dir, "clone"), filepath.Join(dir, "octo", "reproduce"), filepath.Join(dir, "temp"), filepath.Join(dir, "bin")
	image := startRegistry(t) + "/octo/reproduce"
	e.run(t, "git", "clone", "--quiet", ".", clone)
	e.run(t, "git", "init", "--quiet", "--bare", remote)
	head := strings.TrimSpace(e.run(t, "git", "-C", clone, "rev-parse", "HEAD"))
	for _, made := range []string{temp, bin} {
		if err := os.Mkdir(made, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, script := range map[string]string{"docker": dockerByBuildah, "gh": ghSays} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	outputs := map[string]string{}
	for _, step := range steps {
		if step.Run == "" {
			continue
		}
		output := filepath.Join(temp, "output-"+step.ID)
		env := append(e.env[:len(e.env):len(e.env)], "PATH="+bin+":"+os.Getenv("PATH"), "VERSION="+releaseVersion, "IMAGE="+image, "GH_TOKEN=canary-of-the-job",
			"GITHUB_ACTOR=octo", "GITHUB_SHA="+head, "GITHUB_OUTPUT="+output, "RUNNER_TEMP="+temp, "GITHUB_SERVER_URL=file://"+dir, "GITHUB_REPOSITORY=octo/reproduce")
		for name, value := range step.Env {
			env = append(env, name+"="+outputOfStep.ReplaceAllStringFunc(value, func(found string) string { return outputs[found] }))
		}
		cmd := exec.Command("bash", "-e", "-o", "pipefail", "-c", step.Run)
		cmd.Dir, cmd.Env = clone, env
		said, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("release.yml, %q: %v\n%s", step.Name, err, said)
		}
		if strings.Contains(string(said), "canary-of-the-job") {
			t.Errorf("release.yml, %q: the token is in the log", step.Name)
		}
		set, err := os.ReadFile(output)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(set)) {
			name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
			outputs[fmt.Sprintf("${{ steps.%s.outputs.%s }}", step.ID, name)] = value
		}
	}
	return checkRelease(t, e, remote, temp, image)
}

// checkRelease holds what stands in the remote, in the registry and among what was published
// against each other.
func checkRelease(t *testing.T, e *engine, remote, temp, image string) madeRelease {
	t.Helper()
	show := func(name string) string { return e.run(t, "git", "-C", remote, "show", releaseVersion+":"+name) }
	named := regexp.MustCompile(`(?m)^  image: docker://` + regexp.QuoteMeta(image) + `@(sha256:[0-9a-f]{64})$`).FindStringSubmatch(show("action.yml"))
	if named == nil {
		t.Fatalf("the tag's action.yml names no image of %s by its digest\n%s", image, show("action.yml"))
	}
	ask, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+strings.Replace(image, "/", "/v2/", 1)+"/manifests/"+named[1], nil)
	if err != nil {
		t.Fatal(err)
	}
	ask.Header.Set("Accept", "application/vnd.oci.image.index.v1+json") // which makes it one of several platforms
	answer, err := http.DefaultClient.Do(ask)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("the registry answers %s for the digest that the tag's action.yml names", answer.Status)
	}
	if tag, major := e.run(t, "git", "-C", remote, "rev-parse", releaseVersion+"^{}"), e.run(t, "git", "-C", remote, "rev-parse", "v0^{}"); tag != major {
		t.Errorf("v0 is at %s, and %s at %s", major, releaseVersion, tag)
	}
	published, err := os.ReadFile(filepath.Join(temp, "published"))
	if err != nil {
		t.Fatal(err)
	}
	checksums := show("setup/checksums.txt")
	for _, platform := range []string{"linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"} {
		name := "reproduce_" + releaseVersion + "_" + platform
		if !strings.Contains(string(published), "dist/"+name+"\n") || !strings.Contains(checksums, "  "+name+"\n") {
			t.Errorf("%s is published, or has a checksum, but not both\n%s\n%s", name, published, checksums)
		}
	}
	// The tree but for the image's address, which has this test's port.
	action := strings.Replace(show("action.yml"), image, "IMAGE", 1)
	return madeRelease{named[1], action + checksums}
}

// startRegistry starts a registry on loopback and gives its address.
func startRegistry(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	dir := t.TempDir()
	config := filepath.Join(dir, "config.yml")
	text := fmt.Sprintf("version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: %s}}\nhttp: {addr: %s}\n", dir, address)
	if err := os.WriteFile(config, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "docker-registry", "serve", config)
	if err := cmd.Start(); err != nil {
		t.Fatalf("%v; run `make test-release`, which installs it", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-ended //nolint:errcheck // it was killed
	})
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if answer, err := http.Get("http://" + address + "/v2/"); err == nil {
			answer.Body.Close()
			return address
		}
		select {
		case <-tick.C:
		case err := <-ended:
			ended <- err
			t.Fatalf("docker-registry ended: %v", err)
		}
	}
}
