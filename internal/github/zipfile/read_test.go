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
		got, err := Find(c.archive, name)
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

func FuzzMember(f *testing.F) {
	f.Add(projecttest.Zip(f, projecttest.ZipEntry("metrics.json", "{}")))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, archive []byte) {
		if data, err := Find(archive, "metrics.json"); err == nil && len(data) > EntryLimit {
			t.Errorf("%d bytes came out", len(data))
		}
	})
}
