package dvc_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/dvc"
)

// The digests in this file were made by DVC 3.67.1 and DVC 2.58.2.
func hashTree() fstest.MapFS {
	return tree(
		"d/crlf.txt", "a\r\nb\r\n", "d/bin", "a\x00\r\n", "d/ü 🚀.txt", "x", "d/s/x", "3\n", "d/s-t", "4\n",
		"t.txt", "a\r\nb\r\n", "empty.txt", "", "big.txt", strings.Repeat("line\r\n", 400_000),
	)
}

func TestHashesAreDVCs(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ path, scheme, want string }{
		{"t.txt", dvc.MD5DVC2, "dd8c6a395b5dd36c56d23275028f526c"},
		{"empty.txt", dvc.MD5DVC2, "d41d8cd98f00b204e9800998ecf8427e"},
		{"empty.txt", dvc.MD5, "d41d8cd98f00b204e9800998ecf8427e"},
		{"big.txt", dvc.MD5DVC2, "bbd24934b0b9481b0d24373afc7fe5f4"}, // line ends cut in two by a chunk stay
		{"d/bin", dvc.MD5DVC2, "a200e344e12b35719025ffdb8b428ee8"},
		{"d", dvc.MD5DVC2, "23d879e4b6b14cc2c9a23c4a47c381e7.dir"},
	} {
		got, err := dvc.HashPath(hashTree(), test.path, test.scheme)
		if err != nil || got != (dvc.Hash{Scheme: test.scheme, Digest: test.want}) {
			t.Errorf("HashPath(%q, %q) = %v, %v; want %s", test.path, test.scheme, got, err, test.want)
		}
	}
}

func TestHashPathSaysWhyItCannot(t *testing.T) {
	t.Parallel()
	files := hashTree()
	files["lfs.bin"] = &fstest.MapFile{Data: []byte("version https://git-lfs.github.com/spec/v1\noid sha256:x\nsize 3\n")}
	files["link/a"] = &fstest.MapFile{Data: []byte("t.txt"), Mode: fs.ModeSymlink | 0o777}
	files["ignored/.dvcignore"] = &fstest.MapFile{Data: []byte("*.log\n")}
	files["ignored/a"] = &fstest.MapFile{Data: []byte("a")}
	for path, want := range map[string]string{
		"lfs.bin": "pointer", "link": "not a plain file", "ignored": ".dvcignore", "gone": "not exist", "../x": "outside", "s3://b/x": "outside", "/etc/passwd": "outside",
	} {
		got, err := dvc.HashPath(files, path, dvc.MD5)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("HashPath(%q) = %v, %v; want an error with %q", path, got, err, want)
		}
	}
	if _, err := dvc.HashPath(files, "t.txt", "etag"); err == nil {
		t.Error("HashPath by etag gives a hash")
	}
	if _, err := dvc.HashPath(files, "gone", dvc.MD5); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("HashPath of no file: %v, want fs.ErrNotExist", err)
	}
}

func TestHashesOfTwoSchemesAreNeverCompared(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name             string
		a, b             dvc.Hash
		same, comparable bool
	}{
		{"equal", dvc.Hash{dvc.MD5, "a"}, dvc.Hash{dvc.MD5, "a"}, true, true},
		{"different", dvc.Hash{dvc.MD5, "a"}, dvc.Hash{dvc.MD5, "b"}, false, true},
		{"DVC 2 and 3, different", dvc.Hash{dvc.MD5DVC2, "a"}, dvc.Hash{dvc.MD5, "b"}, false, false},
		{"DVC 2 and 3, equal", dvc.Hash{dvc.MD5DVC2, "a"}, dvc.Hash{dvc.MD5, "a"}, false, false},
		{"one unknown", dvc.Hash{dvc.MD5, "a"}, dvc.Hash{dvc.MD5, ""}, false, false},
		{"both unknown", dvc.Hash{}, dvc.Hash{}, false, false},
	} {
		if same, comparable := test.a.Same(test.b); same != test.same || comparable != test.comparable {
			t.Errorf("%s: Same = %v, %v; want %v, %v", test.name, same, comparable, test.same, test.comparable)
		}
	}
}
