package gitdata

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// TestFetch: the files of a small commit come in one archive, and every one of
// them as it is in the commit, whatever is done to it for an archive.
func TestFetch(t *testing.T) {
	t.Parallel()
	const zipball, blob = "GET /repos/{owner}/{repo}/zipball/{ref}", "GET /repos/{owner}/{repo}/git/blobs/{file_sha}"
	large := strings.Repeat("x", cachedFileLimit+1)
	files := map[string]string{
		"a/params.yaml": "a: 1\n", "a/other.yaml": "a: 1\n", "empty": "", "run.sh*": "#!/bin/sh\n",
		".gitattributes": "ignored export-ignore\nversion.txt export-subst\n", "ignored": "kept out\n", "version.txt": "$Format:%H$\n", "large": large,
	}
	for name, c := range map[string]struct {
		more    map[string]string
		deny    bool
		archive int
		blobs   int
	}{
		"small":      {nil, false, 1, 3}, // ignored, version.txt, large
		"no archive": {nil, true, 1, 7},  // each content once
		"too large":  {map[string]string{"weights": strings.Repeat("0", archiveLimit+1)}, false, 0, 7},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, githubtest.Options{})
			pushed := map[string][]byte{}
			for _, set := range []map[string]string{files, c.more} {
				for name, content := range set {
					pushed[name] = []byte(content)
				}
			}
			commit := p.Push("main", pushed)
			if c.deny {
				p.Deny(zipball, "")
			}
			from := p.client(t).FS(t.Context(), commit)
			for range 2 {
				for name, want := range files {
					name = strings.TrimSuffix(name, "*")
					if got, err := fs.ReadFile(from, name); err != nil || string(got) != want {
						t.Errorf("%s is %.40q, %v; want %.40q", name, got, err, want)
					}
				}
			}
			asked := map[string]int{}
			for _, request := range p.Requests() {
				asked[request]++
			}
			blobs := c.blobs + 1 // large is read each time
			if asked[zipball] != c.archive || asked[blob] != blobs {
				t.Errorf("%d archives and %d files, want %d and %d", asked[zipball], asked[blob], c.archive, blobs)
			}
		})
	}
}

// TestFetchWithoutARedirect: an answer that leads nowhere is an error, whatever it says.
func TestFetchWithoutARedirect(t *testing.T) {
	t.Parallel()
	p := newProject(t, githubtest.Options{})
	commit := p.Push("main", map[string][]byte{"params.yaml": []byte("a: 1\n")})
	for _, fault := range githubtest.Faults {
		c := New(p.Client(t))
		for n := range 4 { // and when it is asked again
			p.Fault(n+1, fault)
		}
		err := c.EachFile(t.Context(), commit, func(string, []byte) {})
		if err == nil && fault != githubtest.TooMany && fault != githubtest.Secondary {
			t.Errorf("%s: no error", fault)
		}
	}
}
