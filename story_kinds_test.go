//go:build unix

package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// The stories of testdata/script alone, which `go test ./...` tells, see each verdict, and
// the reasons for which nothing is proven; `make test` tells the long ones, too.
func TestShortStoriesSeeEachVerdict(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var told strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		told.Write(text)
	}
	for _, kind := range []string{
		string(repro.Reproduced) + " identical", string(repro.Reproduced) + " within-tolerance", string(repro.Drifted),
		string(repro.Unverified) + " not-proven", string(repro.Unverified) + " other-code", string(repro.Unverified) + " same-run",
		string(repro.Unverified) + " params-not-applied", string(repro.Unverified) + " metrics-missing",
		string(repro.Unverified) + " stale-metrics", string(repro.Unverified) + " pipeline-failed",
	} {
		if !strings.Contains(told.String(), "\nverdict "+kind) {
			t.Errorf("no story of testdata/script has the verdict %s: bring one back from testdata/script/long", kind)
		}
	}
}

// What has the build tag long runs in `make test` and in `make test-raced`.
func TestMakeRunsLongTests(t *testing.T) {
	t.Parallel()
	makefile, err := os.ReadFile("Makefile")
	if err != nil {
		t.Fatal(err)
	}
	for target, line := range map[string]string{
		"test":                       `(?m)^test: .*\n(?:\t.*\n)*\t.*\$\(TEST\) -tags long -json \$\(PACKAGES\)$`,
		"test-raced, its packages":   `(?m)^test-raced:\n(?:\t.*\n)*?\t.*-tags nosqlite,long \$\(RACED\)`,
		"test-raced, of the program": `(?m)^test-raced:\n(?:\t.*\n)*?\t.*-tags long -run `,
	} {
		if !regexp.MustCompile(line).Match(makefile) {
			t.Errorf("make %s does not run the tests with the build tag long", target)
		}
	}
}
