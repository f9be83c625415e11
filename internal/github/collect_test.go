package github

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/github/githubtest"
)

// zipOf makes an archive of entries as they are given, names and all.
func zipOf(t testing.TB, entries ...zip.FileHeader) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, header := range entries {
		content := header.Comment
		header.Comment = ""
		header.Method = zip.Deflate
		entry, err := w.CreateHeader(&header)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := entry.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// file is an entry with a content.
func file(name, content string) zip.FileHeader { return zip.FileHeader{Name: name, Comment: content} }

func mode(h zip.FileHeader, m fs.FileMode) zip.FileHeader {
	h.SetMode(m)
	return h
}

func TestMember(t *testing.T) {
	t.Parallel()
	const name = "metrics/metrics.json"
	lying := zipOf(t, file(name, strings.Repeat("0", 1000)))
	for _, signature := range []string{"PK\x01\x02", "PK\x07\x08"} { // say it is 10 bytes
		if at := bytes.Index(lying, []byte(signature)); at >= 0 {
			offset := map[string]int{"PK\x01\x02": 24, "PK\x07\x08": 12}[signature]
			binary.LittleEndian.PutUint32(lying[at+offset:], 10)
		}
	}
	encrypted := zipOf(t, file(name, "{}"))
	at := bytes.Index(encrypted, []byte("PK\x01\x02"))
	encrypted[at+8] |= 1
	broken := zipOf(t, file(name, strings.Repeat("{}", 500)))
	broken[60] ^= 0xff
	var many []zip.FileHeader
	for range memberCount + 1 {
		many = append(many, file("x", ""))
	}
	cases := map[string]struct {
		archive []byte
		want    string // content, or what the error says after "!"
	}{
		"the file":                 {zipOf(t, file("other", "x"), file(name, "{}")), "{}"},
		"without its directory":    {zipOf(t, file("metrics.json", "{}")), "{}"},
		"exact before base name":   {zipOf(t, file("metrics.json", "1"), file(name, "2")), "2"},
		"empty":                    {zipOf(t, file(name, "")), ""},
		"not there":                {zipOf(t, file("x.json", "{}")), "!without"},
		"another directory":        {zipOf(t, file("old/metrics.json", "{}")), "!without"},
		"twice":                    {zipOf(t, file(name, "1"), file(name, "2")), "!twice"},
		"in capitals":              {zipOf(t, file("Metrics/Metrics.json", "{}")), "!without"},
		"a way out":                {zipOf(t, file("../metrics/metrics.json", "{}"), file("/metrics.json", "{}")), "!without"},
		"a backslash":              {zipOf(t, file(`metrics\metrics.json`, "{}")), "!without"},
		"a NUL":                    {zipOf(t, file(name+"\x00.txt", "{}")), "!without"},
		"a symbolic link":          {zipOf(t, mode(file(name, "/etc/passwd"), fs.ModeSymlink|0o777)), "!not a regular file"},
		"a directory of that name": {zipOf(t, mode(file(name, ""), fs.ModeDir|0o755)), "!not a regular file"},
		"a device":                 {zipOf(t, mode(file(name, ""), fs.ModeDevice|0o644)), "!not a regular file"},
		"a bomb":                   {zipOf(t, file(name, strings.Repeat("0", memberLimit+1))), "!more than 16 MiB"},
		"a bomb beside it":         {zipOf(t, file("bomb", strings.Repeat("0", memberLimit+1)), file(name, "{}")), "{}"},
		"a size that lies":         {lying, "!zip"},
		"encrypted":                {encrypted, "!encrypted"},
		"damaged":                  {broken, "!zip"},
		"too many":                 {zipOf(t, many...), "!more than 20000"},
		"no zip":                   {[]byte("PK but no zip"), "!not a zip"},
		"nothing":                  {nil, "!not a zip"},
		"half":                     {zipOf(t, file(name, "{}"))[:40], "!not a zip"},
		"a zip in a zip":           {zipOf(t, file("metrics.zip", string(zipOf(t, file(name, "{}"))))), "!without"},
	}
	for title, c := range cases {
		got, err := member(c.archive, name)
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
	f.Add(zipOf(f, file("metrics.json", "{}")))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, archive []byte) {
		if data, err := member(archive, "metrics.json"); err == nil && len(data) > memberLimit {
			t.Errorf("%d bytes came out", len(data))
		}
	})
}

// TestArtifact reads from the run's own artifacts, and from no other's.
func TestArtifact(t *testing.T) {
	t.Parallel()
	const name = "metrics/metrics.json"
	good := zipOf(t, file(name, `{"accuracy":0.9}`))
	type artifact struct {
		name    string
		content []byte
		expired bool
	}
	cases := map[string]struct {
		artifacts []artifact
		artifact  string
		want      string // content, or what the error says after "!"
	}{
		"one":                 {[]artifact{{"metrics", good, false}}, "", `{"accuracy":0.9}`},
		"by name":             {[]artifact{{"metrics", good, false}, {"old", good, false}}, "metrics", `{"accuracy":0.9}`},
		"in two":              {[]artifact{{"metrics", good, false}, {"old", good, false}}, "", "!keep it in one of them"},
		"beside a model":      {[]artifact{{"model", zipOf(t, file("model.bin", "x")), false}, {"metrics", good, false}}, "", `{"accuracy":0.9}`},
		"none":                {nil, "", "!none has metrics/metrics.json"},
		"expired":             {[]artifact{{"metrics", good, true}}, "metrics", "!expired"},
		"stored as it is":     {[]artifact{{"metrics.json", []byte(`{"accuracy":0.9}`), false}}, "", `{"accuracy":0.9}`},
		"no zip":              {[]artifact{{"metrics", []byte("{}"), false}}, "metrics", "!not a zip"},
		"cut off":             {[]artifact{{"metrics", good[:30], false}}, "metrics", "!not a zip"},
		"more than is opened": {[]artifact{{"a", good[:9], false}, {"b", good[:9], false}, {"c", good[:9], false}, {"d", good[:9], false}, {"e", good[:9], false}, {"f", good, false}}, "", "!none has"},
	}
	for title, c := range cases {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, githubtest.Options{NoCheckout: true})
			execution, err := p.train(t, "one")
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range c.artifacts {
				p.Attach(p.Runs()[0].ID, a.name, a.content, a.expired)
			}
			got, err := p.client(t).Artifact(t.Context(), execution.ID, c.artifact, name)
			problem, isProblem := strings.CutPrefix(c.want, "!")
			switch {
			case isProblem && (err == nil || !strings.Contains(err.Error(), problem)):
				t.Errorf("got %q, %v; want an error with %q", got, err, problem)
			case !isProblem && (err != nil || string(got) != c.want):
				t.Errorf("got %q, %v; want %q", got, err, c.want)
			}
			if err != nil && strings.Contains(err.Error(), "signature") {
				t.Errorf("the signed address is in the error: %v", err)
			}
		})
	}
	p := newProject(t, githubtest.Options{})
	for _, bad := range []string{"../metrics.json", "/etc/passwd", "a//b", ".git/config", "a\x00b"} {
		if _, err := p.client(t).Artifact(t.Context(), "1", "", bad); err == nil || len(p.Requests()) > 0 {
			t.Errorf("path %q: %v", bad, err)
		}
	}
}
