package filekind

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"crypto/sha256"
	"io"
	"io/fs"
	"path"
	"strings"
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
	for _, ending := range []string{".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2"} {
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
	if packed, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err == nil {
		return unzip(packed)
	}
	var stream io.Reader = bytes.NewReader(data)
	switch {
	case bytes.HasPrefix(data, []byte{0x1f, 0x8b}):
		if stream, err = gzip.NewReader(stream); err != nil {
			return nil
		}
	case bytes.HasPrefix(data, []byte("BZh")):
		stream = bzip2.NewReader(stream)
	}
	return unzip(zipped(tar.NewReader(io.LimitReader(stream, mostPacked))))
}

// zipped is a tar as a zip; nil where it cannot be read.
func zipped(from *tar.Reader) *zip.Reader {
	var buffer bytes.Buffer
	to := zip.NewWriter(&buffer)
	for count := 0; count < mostMembers; {
		header, err := from.Next()
		if err != nil {
			break
		}
		if header.Typeflag != tar.TypeReg {
			continue
		}
		count++
		member, err := to.CreateHeader(&zip.FileHeader{Name: strings.TrimPrefix(path.Clean("/"+header.Name), "/"), Method: zip.Store})
		if err != nil {
			break
		}
		if _, err := io.Copy(member, from); err != nil {
			break
		}
	}
	if to.Close() != nil {
		return nil
	}
	packed, err := zip.NewReader(bytes.NewReader(buffer.Bytes()), int64(buffer.Len()))
	if err != nil {
		return nil
	}
	return packed
}

func unzip(packed *zip.Reader) (found []Packed) {
	if packed == nil {
		return nil
	}
	left := int64(mostPacked)
	for _, member := range packed.File[:min(len(packed.File), mostMembers)] {
		name := member.Name
		if left -= int64(member.UncompressedSize64); left < 0 || strings.HasSuffix(name, "/") || !fs.ValidPath(name) { //nolint:gosec // a size that is no int64 ends it as well
			continue
		}
		data, err := fs.ReadFile(packed, name)
		if err != nil {
			continue
		}
		found = append(found, Packed{name, sha256.Sum256(data), MayBeModel(packed, name) || FewNumbers(name, data)})
	}
	return found
}
