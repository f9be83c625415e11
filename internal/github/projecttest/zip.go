package projecttest

import (
	"archive/zip"
	"bytes"
	"testing"
)

// Zip makes an archive of entries as they are given, names and all.
func Zip(t testing.TB, entries ...zip.FileHeader) []byte {
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

// ZipEntry is an entry with a content.
func ZipEntry(name, content string) zip.FileHeader {
	return zip.FileHeader{Name: name, Comment: content}
}
