package filekind

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"time"
)

// Which archives of a commit hold a model: one that is unpacked and scored was not trained.

// Bounds on what is looked at of an archive.
const (
	mostPacked  = 64 << 20
	mostMembers = 2000
)

// A Packed is a file of an archive.
type Packed struct {
	Name string
	Sum  [sha256.Size]byte
	Fit  bool // it may be what an earlier training fitted
}

// IsArchive says so of a file's name. Files that are zips by their formats, as a model of
// PyTorch or arrays of NumPy, are known otherwise.
func IsArchive(file string) bool {
	base := strings.ToLower(path.Base(file))
	for _, ending := range []string{".zip", ".tar", ".tar.gz", ".tgz"} {
		if strings.HasSuffix(base, ending) {
			return true
		}
	}
	return false
}

// Unpack lists the files of an archive; none where it cannot be read, or is large.
func Unpack(files fs.FS, file string) []Packed {
	info, err := fs.Stat(files, file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > mostPacked {
		return nil
	}
	data, err := fs.ReadFile(files, file)
	if err != nil {
		return nil
	}
	if bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		stream, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil
		}
		data, _ = io.ReadAll(io.LimitReader(stream, mostPacked)) // as far as it can be read
	}
	if found := untar(data); len(found) > 0 { // a tar may end in a zip, which stands in it as it is
		return found
	}
	from, err := zip.NewReader(bytes.NewReader(data), int64(len(data))) // which a program may stand before
	if err != nil {
		return nil
	}
	return unzip(from)
}

// untar lists the files of a tar. Names of more than a hundred letters end where the header has
// no more of them. https://www.gnu.org/software/tar/manual/html_node/Standard.html
func untar(data []byte) (found []Packed) {
	const block, sizeAt, kindAt = 512, 124, 156
	for len(data) >= block && len(found) < mostMembers {
		header := data[:block]
		data = data[block:]
		name, _, _ := strings.Cut(string(header[:100]), "\x00")
		size, err := strconv.ParseInt(strings.Trim(string(header[sizeAt:sizeAt+12]), " \x00"), 8, 64)
		if err != nil || size < 0 || size > int64(len(data)) {
			return found
		}
		if kind := header[kindAt]; kind == '0' || kind == 0 {
			found = append(found, packed(named(name), data[:size]))
		}
		data = data[min(int64(len(data)), (size+block-1)/block*block):]
	}
	return found
}

func unzip(from *zip.Reader) (found []Packed) {
	left := int64(mostPacked)
	for _, member := range from.File[:min(len(from.File), mostMembers)] {
		size := member.UncompressedSize64
		if strings.HasSuffix(member.Name, "/") || size > uint64(left) {
			continue
		}
		left -= int64(size)
		if data, err := unpackedFrom(member, int64(size)); err == nil {
			found = append(found, packed(named(strings.ReplaceAll(member.Name, `\`, "/")), data))
		}
	}
	return found
}

// unpackedFrom reads a member, whatever its name: "./x" and `x\y` are no paths of Go's.
func unpackedFrom(member *zip.File, size int64) ([]byte, error) {
	open, err := member.Open()
	if err != nil {
		return nil, err
	}
	defer open.Close()
	return io.ReadAll(io.LimitReader(open, size))
}

// named is a member's name as a path in the archive.
func named(name string) string { return strings.TrimPrefix(path.Clean("/"+name), "/") }

func packed(name string, data []byte) Packed {
	return Packed{name, sha256.Sum256(data), MayBeModel(single{name, data}, name) || FewNumbers(name, data)}
}

// A single is a tree with one file.
type single struct {
	name string
	data []byte
}

// Open implements fs.FS.
func (s single) Open(name string) (fs.File, error) {
	if name != s.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &singleFile{bytes.NewReader(s.data), s}, nil
}

// A singleFile is that file, opened.
type singleFile struct {
	*bytes.Reader
	single
}

func (f *singleFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f *singleFile) Close() error               { return nil }
func (f *singleFile) Name() string               { return path.Base(f.name) }
func (f *singleFile) Size() int64                { return int64(len(f.data)) }
func (f *singleFile) Mode() fs.FileMode          { return 0o444 }
func (f *singleFile) ModTime() time.Time         { return time.Time{} }
func (f *singleFile) IsDir() bool                { return false }
func (f *singleFile) Sys() any                   { return nil }
