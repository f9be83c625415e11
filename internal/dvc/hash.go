package dvc

import (
	"bytes"
	"crypto/md5" //nolint:gosec // DVC's choice: a name for content, no protection
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/reproduce-action/reproduce/internal/doc"
)

const (
	hashChunk = 1 << 20 // DVC 2 decides and converts chunk by chunk, this large
	textBlock = 512     // bytes by which it tells text from binary
	maxHashed = 1 << 30 // bytes of one file or directory
	maxInDir  = 100_000 // files of one directory
)

// Reasons why a file cannot be hashed as DVC would hash the one in a working
// tree. None of them says anything about the content.
var (
	errPointer   = errors.New("git has only a pointer of Git LFS")
	errNotPlain  = errors.New("not a plain file or directory")
	errIgnore    = errors.New("a .dvcignore file may leave out parts of it")
	errTooLarge  = fmt.Errorf("more than %d bytes", maxHashed)
	errTooMany   = fmt.Errorf("more than %d files", maxInDir)
	errOutside   = errors.New("outside the repository")
	errBadScheme = errors.New("hashed by a service, not from content")
)

// HashPath hashes a file or directory as DVC does by scheme, MD5 or MD5DVC2.
// fs.ErrNotExist is in the chain when it is not there.
func HashPath(files fs.FS, file, scheme string) (Hash, error) {
	switch {
	case scheme != MD5 && scheme != MD5DVC2:
		return Hash{}, fmt.Errorf("hash %s: %w", file, errBadScheme)
	case outside(file) || !fs.ValidPath(file):
		return Hash{}, fmt.Errorf("hash %s: %w", file, errOutside)
	}
	info, err := fs.Stat(files, file)
	if err != nil {
		return Hash{}, fmt.Errorf("hash %s: %w", file, doc.Reason(err))
	}
	h := &hasher{files: files, scheme: scheme, left: maxHashed, chunk: make([]byte, hashChunk)}
	var digest string
	switch {
	case info.IsDir():
		digest, err = h.dir(file)
	case info.Mode().IsRegular():
		digest, err = h.file(file)
	default:
		err = errNotPlain
	}
	if err != nil {
		return Hash{}, fmt.Errorf("hash %s: %w", file, doc.Reason(err))
	}
	return Hash{scheme, digest}, nil
}

// A hasher hashes what lies under one path.
type hasher struct {
	files  fs.FS
	scheme string
	left   int64 // bytes that may still be read
	chunk  []byte
}

// file is dvc_data's fobj_md5.
// https://github.com/iterative/dvc-data/blob/main/src/dvc_data/hashfile/hash.py
func (h *hasher) file(name string) (string, error) {
	content, err := h.files.Open(name)
	if err != nil {
		return "", err
	}
	defer content.Close()
	sum := md5.New() //nolint:gosec // see the import
	for first := true; ; first = false {
		n, err := io.ReadFull(content, h.chunk)
		if h.left -= int64(n); h.left < 0 {
			return "", errTooLarge
		}
		if first && bytes.HasPrefix(h.chunk[:n], []byte("version https://git-lfs.github.com/spec/")) {
			return "", errPointer
		}
		add(sum, h.chunk[:n], h.scheme)
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return hex.EncodeToString(sum.Sum(nil)), nil
		}
		if err != nil {
			return "", err
		}
	}
}

func add(sum hash.Hash, chunk []byte, scheme string) {
	if scheme == MD5DVC2 && isText(chunk[:min(len(chunk), textBlock)]) {
		chunk = bytes.ReplaceAll(chunk, []byte("\r\n"), []byte("\n"))
	}
	sum.Write(chunk)
}

// isText is DVC's guess: no NUL, and at most 30 % of bytes other than
// printable ASCII, line ends, tabs, form feeds and backspaces.
// https://github.com/iterative/dvc-data/blob/main/src/dvc_data/hashfile/istextfile.py
func isText(block []byte) bool {
	odd := 0
	for _, b := range block {
		switch {
		case b == 0:
			return false
		case b >= 32 && b < 127, b == '\n', b == '\r', b == '\t', b == '\f', b == '\b':
		default:
			odd++
		}
	}
	return float64(odd) <= 0.30*float64(len(block))
}

// dir hashes the list of a directory's files.
func (h *hasher) dir(dir string) (string, error) {
	digests, err := h.list(dir)
	if err != nil {
		return "", err
	}
	return named(digests), nil
}

// named is the name of a directory with these files: JSON as Python writes it,
// sorted by path.
func named(digests map[string]string) string {
	sum := md5.Sum(manifest(digests)) //nolint:gosec // see the import
	return hex.EncodeToString(sum[:]) + dirSuffix
}

// list hashes a directory's files.
func (h *hasher) list(dir string) (map[string]string, error) {
	for above := dir; ; above = parent(above) {
		if ignore := path.Join(above, ".dvcignore"); exists(h.files, ignore) && !emptyIgnore(h.files, ignore) {
			return nil, errIgnore
		}
		if above == "." {
			break
		}
	}
	digests := map[string]string{}
	err := fs.WalkDir(h.files, dir, func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == ".git" || entry.Name() == ".dvc" || entry.Name() == ".hg"):
			return fs.SkipDir
		case entry.IsDir():
			return nil
		case !entry.Type().IsRegular():
			return errNotPlain
		case entry.Name() == ".dvcignore":
			return errIgnore
		case len(digests) >= maxInDir:
			return errTooMany
		}
		digests[strings.TrimPrefix(strings.TrimPrefix(file, dir), "/")], err = h.file(file)
		return err
	})
	return digests, err
}

// emptyIgnore says whether a .dvcignore is the one that dvc init writes:
// nothing but comments.
func emptyIgnore(files fs.FS, file string) bool {
	data, err := readBytes(files, file, 1<<20)
	if err != nil {
		return false
	}
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			return false
		}
	}
	return true
}

// manifest writes json.dumps(list, sort_keys=True) of [{md5, relpath}].
func manifest(digests map[string]string) []byte {
	paths := make([]string, 0, len(digests))
	for file := range digests {
		paths = append(paths, file)
	}
	slices.Sort(paths) // bytes of UTF-8 sort like the code points that Python compares
	var text bytes.Buffer
	text.WriteByte('[')
	for i, file := range paths {
		if i > 0 {
			text.WriteString(", ")
		}
		fmt.Fprintf(&text, `{"md5": "%s", "relpath": %s}`, digests[file], pythonJSON(file))
	}
	text.WriteByte(']')
	return text.Bytes()
}

// pythonJSON writes a string as Python's json module does by default: ASCII.
func pythonJSON(text string) string {
	var quoted strings.Builder
	quoted.WriteByte('"')
	for _, char := range text {
		if short, ok := map[rune]string{'"': `\"`, '\\': `\\`, '\n': `\n`, '\r': `\r`, '\t': `\t`, '\b': `\b`, '\f': `\f`}[char]; ok {
			quoted.WriteString(short)
			continue
		}
		if char >= 0x20 && char < 0x80 {
			quoted.WriteRune(char)
			continue
		}
		for _, unit := range utf16.Encode([]rune{char}) {
			fmt.Fprintf(&quoted, `\u%04x`, unit)
		}
	}
	quoted.WriteByte('"')
	return quoted.String()
}

// RemotePath is where a remote or cache keeps a content, with slashes, below
// its directory. False is a hash that DVC does not store things under, or that
// is no hash: it comes from a file.
// https://dvc.org/doc/user-guide/project-structure/internal-files#structure-of-the-cache-directory
func (h Hash) RemotePath() (string, bool) {
	digest := strings.TrimSuffix(h.Digest, ".dir")
	if len(digest) != 32 || strings.Trim(digest, "0123456789abcdef") != "" {
		return "", false
	}
	split := h.Digest[:2] + "/" + h.Digest[2:]
	switch h.Scheme {
	case MD5:
		return "files/md5/" + split, true
	case MD5DVC2:
		return split, true
	}
	return "", false
}
