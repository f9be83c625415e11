package hosted

import "testing"

// TestChecksOut: a workflow that checks out its own branch, or what an input names, trains the
// commit; another ref or repository in its place does not, and beside it can bring old files.
func TestChecksOut(t *testing.T) {
	t.Parallel()
	for with, want := range map[string]struct {
		other  string
		beside bool
	}{
		"":                              {},
		"fetch-depth: 0":                {},
		"ref: '${{ github.ref }}'":      {},
		"ref: '${{ github.ref_name }}'": {},
		"ref: '${{ inputs.commit || github.sha }}'":            {},
		"ref: '${{ github.event.inputs.ref }}'":                {},
		"repository: '${{ github.repository }}'":               {},
		"ref: main":                                            {"main", true},
		"ref: '${{ github.event.repository.default_branch }}'": {"${{ github.event.repository.default_branch }}", true},
		"ref: v1.0":                                 {"v1.0", true},
		"repository: o/other":                       {"o/other", true},
		"repository: o/other, ref: v1":              {"o/other at v1", true},
		"ref: main, path: old":                      {"", true},
		"repository: o/tools, ref: v1, path: tools": {},
		"ref: main, path: .":                        {"main", true},
	} {
		workflow := "on: workflow_dispatch\njobs:\n  train:\n    steps:\n      - run: make\n      - uses: actions/checkout@v6\n        with: {" + with + "}\n"
		if other, beside := checksOut(workflow); other != want.other || beside != want.beside {
			t.Errorf("%s: %q, %v; want %q, %v", with, other, beside, want.other, want.beside)
		}
	}
	if other, beside := checksOut("jobs: ["); other != "" || beside {
		t.Errorf("no workflow: %q, %v", other, beside)
	}
}
