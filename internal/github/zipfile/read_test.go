package zipfile

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/projecttest"
)

func mode(h zip.FileHeader, m fs.FileMode) zip.FileHeader {
	h.SetMode(m)
	return h
}

func TestMember(t *testing.T) {
	t.Parallel()
	const name = "metrics/metrics.json"
	lying := projecttest.Zip(t, projecttest.ZipEntry(name, strings.Repeat("0", 1000)))
	for _, signature := range []string{"PK\x01\x02", "PK\x07\x08"} { // say it is 10 bytes
		if at := bytes.Index(lying, []byte(signature)); at >= 0 {
			offset := map[string]int{"PK\x01\x02": 24, "PK\x07\x08": 12}[signature]
			binary.LittleEndian.PutUint32(lying[at+offset:], 10)
		}
	}
	encrypted := projecttest.Zip(t, projecttest.ZipEntry(name, "{}"))
	at := bytes.Index(encrypted, []byte("PK\x01\x02"))
	encrypted[at+8] |= 1
	broken := projecttest.Zip(t, projecttest.ZipEntry(name, strings.Repeat("{}", 500)))
	broken[60] ^= 0xff
	var many []zip.FileHeader
	for range entryCount + 1 {
		many = append(many, projecttest.ZipEntry("x", ""))
	}
	cases := map[string]struct {
		archive []byte
		want    string // content, or what the error says after "!"
	}{
		"the file":                 {projecttest.Zip(t, projecttest.ZipEntry("other", "x"), projecttest.ZipEntry(name, "{}")), "{}"},
		"without its directory":    {projecttest.Zip(t, projecttest.ZipEntry("metrics.json", "{}")), "{}"},
		"exact before base name":   {projecttest.Zip(t, projecttest.ZipEntry("metrics.json", "1"), projecttest.ZipEntry(name, "2")), "2"},
		"empty":                    {projecttest.Zip(t, projecttest.ZipEntry(name, "")), ""},
		"not there":                {projecttest.Zip(t, projecttest.ZipEntry("x.json", "{}")), "!without"},
		"another directory":        {projecttest.Zip(t, projecttest.ZipEntry("old/metrics.json", "{}")), "!without"},
		"twice":                    {projecttest.Zip(t, projecttest.ZipEntry(name, "1"), projecttest.ZipEntry(name, "2")), "!twice"},
		"in capitals":              {projecttest.Zip(t, projecttest.ZipEntry("Metrics/Metrics.json", "{}")), "!without"},
		"a way out":                {projecttest.Zip(t, projecttest.ZipEntry("../metrics/metrics.json", "{}"), projecttest.ZipEntry("/metrics.json", "{}")), "!without"},
		"a backslash":              {projecttest.Zip(t, projecttest.ZipEntry(`metrics\metrics.json`, "{}")), "!without"},
		"a NUL":                    {projecttest.Zip(t, projecttest.ZipEntry(name+"\x00.txt", "{}")), "!without"},
		"a symbolic link":          {projecttest.Zip(t, mode(projecttest.ZipEntry(name, "/etc/passwd"), fs.ModeSymlink|0o777)), "!not a regular file"},
		"a directory of that name": {projecttest.Zip(t, mode(projecttest.ZipEntry(name, ""), fs.ModeDir|0o755)), "!not a regular file"},
		"a device":                 {projecttest.Zip(t, mode(projecttest.ZipEntry(name, ""), fs.ModeDevice|0o644)), "!not a regular file"},
		"a bomb":                   {projecttest.Zip(t, projecttest.ZipEntry(name, strings.Repeat("0", EntryLimit+1))), "!more than 16 MiB"},
		"a bomb beside it":         {projecttest.Zip(t, projecttest.ZipEntry("bomb", strings.Repeat("0", EntryLimit+1)), projecttest.ZipEntry(name, "{}")), "{}"},
		"a size that lies":         {lying, "!zip"},
		"encrypted":                {encrypted, "!encrypted"},
		"damaged":                  {broken, "!zip"},
		"too many":                 {projecttest.Zip(t, many...), "!more than 20000"},
		"no zip":                   {[]byte("PK but no zip"), "!not a zip"},
		"nothing":                  {nil, "!not a zip"},
		"half":                     {projecttest.Zip(t, projecttest.ZipEntry(name, "{}"))[:40], "!not a zip"},
		"a zip in a zip":           {projecttest.Zip(t, projecttest.ZipEntry("metrics.zip", string(projecttest.Zip(t, projecttest.ZipEntry(name, "{}"))))), "!without"},
	}
	for title, c := range cases {
		got, _, err := Find(c.archive, name)
		problem, isProblem := strings.CutPrefix(c.want, "!")
		switch {
		case isProblem && (err == nil || !strings.Contains(err.Error(), problem)):
			t.Errorf("%s: got %q, %v; want an error with %q", title, got, err, problem)
		case !isProblem && (err != nil || string(got) != c.want):
			t.Errorf("%s: got %q, %v; want %q", title, got, err, c.want)
		case problem == "without" && !errors.Is(err, fs.ErrNotExist):
			t.Errorf("%s: %v is not fs.ErrNotExist", title, err)
		}
	}
}

// TestFind_stripped: an archive names its files from the directory that all of them share, and
// what is left of a path may fit two files.
func TestFind_stripped(t *testing.T) {
	t.Parallel()
	const iris, wine = "models/iris/metrics.json", "models/wine/metrics.json"
	for name, tt := range map[string]struct {
		entries []string
		others  []string
		want    string // the entry, or what the error says after "!"
	}{
		"whole":                        {[]string{iris, wine}, []string{wine}, iris},
		"whole, beside a bare one":     {[]string{"metrics.json", iris}, []string{wine}, iris},
		"one directory taken off":      {[]string{"iris/metrics.json", "wine/metrics.json"}, []string{wine}, "iris/metrics.json"},
		"more of it comes before less": {[]string{"metrics.json", "iris/metrics.json"}, nil, "iris/metrics.json"},
		"bare, and there is no other":  {[]string{"metrics.json"}, nil, "metrics.json"},
		"bare, and there is another":   {[]string{"metrics.json"}, []string{wine}, "!may be models/iris/metrics.json or models/wine/metrics.json; upload it together"},
		"of the same directory's name": {[]string{"iris/metrics.json"}, []string{"old/iris/metrics.json"}, "!may be models/iris/metrics.json or old/iris/metrics.json"},
		"another's name ends alike":    {[]string{"metrics.json"}, []string{"models/wine/old-metrics.json"}, "metrics.json"},
		"the other's alone":            {[]string{"wine/metrics.json"}, []string{wine}, "!without"},
		"in a directory of its own":    {[]string{"backup/models/iris/metrics.json"}, nil, "!without"},
	} {
		var entries []zip.FileHeader
		for _, entry := range tt.entries {
			entries = append(entries, projecttest.ZipEntry(entry, entry))
		}
		data, kept, err := Find(projecttest.Zip(t, entries...), iris, tt.others...)
		problem, fails := strings.CutPrefix(tt.want, "!")
		if fails && (err == nil || !strings.Contains(err.Error(), problem)) || !fails && (err != nil || string(data) != tt.want || kept != len(tt.want)) {
			t.Errorf("%s: %q, %d, %v; want %q", name, data, kept, err, tt.want)
		}
	}
}

func FuzzMember(f *testing.F) {
	f.Add(projecttest.Zip(f, projecttest.ZipEntry("metrics.json", "{}")))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, archive []byte) {
		if data, _, err := Find(archive, "metrics.json"); err == nil && len(data) > EntryLimit {
			t.Errorf("%d bytes came out", len(data))
		}
	})
}
