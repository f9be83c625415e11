package filekind

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// TestUnpack: a model, or the numbers of a fit, is found in a zip and in a tar, and data is not.
func TestUnpack(t *testing.T) {
	t.Parallel()
	members := map[string]string{"release/model.json": "[0.1]", "release/calib.csv": "2.488470784953851\n", "release/train.csv": "1,2\n", "release/README.md": "x"}
	var zipFile, tarFile, packed bytes.Buffer
	z, gz := zip.NewWriter(&zipFile), gzip.NewWriter(&packed)
	tr := tar.NewWriter(&tarFile)
	for name, text := range members {
		member, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := member.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if err := tr.WriteHeader(&tar.Header{Name: "./" + name, Mode: 0o600, Size: int64(len(text))}); err != nil {
			t.Fatal(err)
		}
		if _, err := tr.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := tr.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := gz.Write(tarFile.Bytes()); err != nil {
		t.Fatal(err)
	}
	if err := gz.Close(); err != nil {
		t.Fatal(err)
	}
	negative := bytes.Clone(tarFile.Bytes())
	copy(negative[124:136], "-0000000010\x00")
	files := fstest.MapFS{"cut.tar": {Data: tarFile.Bytes()[:512]}, "negative.tar": {Data: negative}, "a.zip": {Data: zipFile.Bytes()}, "a.tar": {Data: tarFile.Bytes()}, "a.tgz": {Data: packed.Bytes()}, "b.tar.gz": {Data: packed.Bytes()[:40]}, "c.zip": {Data: []byte("none")}}
	for file, want := range map[string]int{"a.zip": 4, "a.tar": 4, "a.tgz": 4, "b.tar.gz": 0, "c.zip": 0, "gone.zip": 0, "cut.tar": 0, "negative.tar": 0} {
		if !IsArchive(file) {
			t.Errorf("%s is no archive", file)
		}
		got := Unpack(files, file)
		if len(got) != want {
			t.Errorf("%s has %d files, want %d: %+v", file, len(got), want, got)
		}
		for _, member := range got {
			if fit := strings.Contains(member.Name, "model") || strings.Contains(member.Name, "calib"); member.Fit != fit {
				t.Errorf("%s: %s may be a fit: %v", file, member.Name, member.Fit)
			}
		}
	}
	for _, file := range []string{"model.pt", "w.npz", "x.gz", "train.csv"} {
		if IsArchive(file) {
			t.Errorf("%s is an archive", file)
		}
	}
}

// TestUnpack_names: of a tar that ends in a zip all files are told, and so are members of a zip
// whose names no Go program would give them, that unpacks itself, and of a tar whose first name
// begins as a zip does.
func TestUnpack_names(t *testing.T) {
	t.Parallel()
	var inner, outer bytes.Buffer
	z, tr := zip.NewWriter(&inner), tar.NewWriter(&outer)
	for _, name := range []string{"./model.json", `a\w.json`, "../up.json"} {
		member, err := z.CreateHeader(&zip.FileHeader{Name: name}) // stored
		if err != nil {
			t.Fatal(err)
		}
		if _, err := member.Write([]byte("[0.1]")); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"base.json": []byte("[0.2]"), "inner.zip": inner.Bytes()} {
		if err := tr.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(data))}); err != nil {
			t.Fatal(err)
		}
		if _, err := tr.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	var first bytes.Buffer
	pk := tar.NewWriter(&first)
	if err := pk.WriteHeader(&tar.Header{Name: "PK/model.json", Mode: 0o600, Size: 5}); err != nil {
		t.Fatal(err)
	}
	if _, err := pk.Write([]byte("[0.1]")); err != nil {
		t.Fatal(err)
	}
	old := bytes.Clone(first.Bytes())
	old[156] = 0 // as before the kinds of POSIX
	dir := bytes.Clone(first.Bytes())
	dir[156] = '5'
	files := fstest.MapFS{
		"old.tar": {Data: old}, "dir.tar": {Data: dir},
		"a.zip": {Data: inner.Bytes()}, "a.tar": {Data: outer.Bytes()}, "pk.tar": {Data: first.Bytes()},
		"self.zip": {Data: append([]byte("#!/bin/sh\nexec unzip \"$0\"\n"), inner.Bytes()...)},
	}
	for file, want := range map[string]string{"a.zip": "a/w.json model.json up.json", "self.zip": "a/w.json model.json up.json", "a.tar": "base.json inner.zip", "pk.tar": "PK/model.json", "old.tar": "PK/model.json", "dir.tar": ""} {
		var names []string
		for _, member := range Unpack(files, file) {
			names = append(names, member.Name)
		}
		slices.Sort(names)
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s: %s, want %s", file, got, want)
		}
	}
}
