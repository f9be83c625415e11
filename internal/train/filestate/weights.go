package filestate

import (
	"archive/zip"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// What a model holds, whatever it is called: PyTorch and Keras write zips in which
// the file's own name, an id and the time stand beside the weights.

// maxMembers bounds the files of a zip that are looked at.
const maxMembers = 20_000

// besideWeights are members of a zip that say how, when and by whom it was written.
var besideWeights = strings.Fields("version byteorder .format_version .storage_alignment serialization_id metadata.json .data")

// DigestOfWeights is that of a file, and of a zip that of its members but their first
// directory; zero where it cannot be read.
func DigestOfWeights(files fs.FS, file string) Digest {
	if members := membersOf(files, file); len(members) > 0 {
		return sha256.Sum256([]byte(strings.Join(members, "\n")))
	}
	return DigestOf(files, file)
}

func membersOf(files fs.FS, file string) []string {
	if info, err := fs.Stat(files, file); err != nil || !info.Mode().IsRegular() {
		return nil // a pipe would be waited for
	}
	open, err := files.Open(file)
	if err != nil {
		return nil
	}
	defer open.Close()
	info, err := open.Stat()
	at, seekable := open.(io.ReaderAt)
	if err != nil || !seekable || !info.Mode().IsRegular() {
		return nil
	}
	archive, err := zip.NewReader(at, info.Size())
	if err != nil || len(archive.File) > maxMembers {
		return nil
	}
	var members []string
	for _, member := range archive.File {
		name := member.Name
		if _, rest, inside := strings.Cut(name, "/"); inside {
			name = rest
		}
		if !slices.Contains(besideWeights, path.Base(name)) && !strings.HasSuffix(member.Name, "/") && !strings.HasPrefix(name, ".data/") {
			members = append(members, fmt.Sprintf("%s %08x %d", name, member.CRC32, member.UncompressedSize64))
		}
	}
	slices.Sort(members)
	return members
}
