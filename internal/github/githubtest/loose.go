package githubtest

import (
	"bytes"
	"compress/zlib"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Objects are read and written here in the form that git gives them before it
// packs them: a process for each took most of the time of the tests, which make
// hundreds of repositories. Whatever is not plain is left to git.

var errNotLoose = errors.New("the object is not a loose one")

// A looseObject is never changed, and neither is what its name stands for.
type looseObject struct {
	kind    string
	content []byte
}

// load gives an object's type and content, if it is a loose one. Nobody changes the
// content: it is read from its file once.
func (s *Server) load(sha string) (kind string, content []byte, err error) {
	if len(sha) != 40 {
		return "", nil, errNotLoose
	}
	if known, ok := s.loose.Load(sha); ok {
		return known.(looseObject).kind, known.(looseObject).content, nil
	}
	data, err := os.ReadFile(filepath.Join(s.Dir, "objects", sha[:2], sha[2:]))
	if err != nil {
		return "", nil, errNotLoose
	}
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return "", nil, err
	}
	if data, err = io.ReadAll(r); err != nil {
		return "", nil, err
	}
	header, content, _ := bytes.Cut(data, []byte{0})
	kind, _, _ = strings.Cut(string(header), " ")
	s.loose.Store(sha, looseObject{kind, content})
	return kind, content, nil
}

var deflaters = sync.Pool{New: func() any {
	w, _ := zlib.NewWriterLevel(io.Discard, zlib.NoCompression) // the level is a valid one
	return w
}}

// store writes a loose object and gives its name.
func (s *Server) store(kind string, content []byte) (string, error) {
	object := append(fmt.Appendf(nil, "%s %d\x00", kind, len(content)), content...)
	sum := sha1.Sum(object)
	sha := hex.EncodeToString(sum[:])
	path := filepath.Join(s.Dir, "objects", sha[:2], sha[2:])
	if _, err := os.Stat(path); err == nil {
		return sha, nil
	}
	var out bytes.Buffer
	w := deflaters.Get().(*zlib.Writer)
	defer deflaters.Put(w)
	w.Reset(&out)
	if _, err := w.Write(object); err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", err
	}
	made, err := os.CreateTemp(s.scratch, "object-")
	if err != nil {
		return "", err
	}
	_, err = made.Write(out.Bytes())
	if err := errors.Join(err, made.Close()); err != nil {
		return "", err
	}
	return sha, os.Rename(made.Name(), path)
}

// storeCommit writes a commit.
func (s *Server) storeCommit(tree, author, committer, message string, parents ...string) (string, error) {
	var out bytes.Buffer
	fmt.Fprintf(&out, "tree %s\n", tree)
	for _, parent := range parents {
		if parent != "" {
			fmt.Fprintf(&out, "parent %s\n", parent)
		}
	}
	fmt.Fprintf(&out, "author %s\ncommitter %s\n\n%s", author, committer, message)
	return s.store("commit", out.Bytes())
}

// blob gives a blob's content, nil where there is none of that name.
func (s *Server) blob(sha string) []byte {
	if kind, content, err := s.load(sha); err == nil && kind == "blob" {
		return append([]byte{}, content...)
	}
	out, err := s.object("cat-file", "blob", sha)
	if err != nil {
		return nil
	}
	return []byte(out)
}
