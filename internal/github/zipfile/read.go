package zipfile

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/reproduce-action/reproduce/internal/github"
)

const (
	entryCount = 20_000   // entries of an archive
	EntryLimit = 16 << 20 // bytes of an entry that Find and Read give
)

// Find reads one regular file out of a zip archive that somebody else made.
// Nothing is extracted, and no name in it is ever used as a path: the file is the
// entry that has exactly this name, or, without one, the entry whose name is what is
// left of it where directories that all files of an archive share were taken off, as
// actions/upload-artifact does. kept says how long that is. One that may be one of
// the others as well is refused. Two entries of that name
// are refused, because readers differ in which they take.
func Find(archive []byte, file string, others ...string) (data []byte, kept int, err error) {
	r, err := Open(archive)
	if err != nil {
		return nil, 0, err
	}
	for name := file; ; {
		entry, err := Only(r, name)
		if err != nil {
			return nil, 0, err
		}
		if entry != nil {
			for _, other := range others {
				if name != file && strings.HasSuffix("/"+other, "/"+name) {
					return nil, 0, fmt.Errorf("its %s may be %s or %s; upload it together with a file of the top, such as README.md, so that it keeps its directory", name, file, other)
				}
			}
			data, err := Read(entry)
			return data, len(name), err
		}
		_, below, found := strings.Cut(name, "/")
		if !found {
			return nil, 0, fmt.Errorf("zip archive of %d entries without %s: %w", len(r.File), file, fs.ErrNotExist)
		}
		name = below
	}
}

// Open reads the list of a zip archive's entries, which must be bounded.
func Open(archive []byte) (*zip.Reader, error) { return OpenUpTo(archive, entryCount) }

// OpenUpTo is Open for an archive that may have more entries.
func OpenUpTo(archive []byte, entries int) (*zip.Reader, error) {
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, fmt.Errorf("not a zip archive: %w", err)
	}
	if len(r.File) > entries {
		return nil, fmt.Errorf("zip archive with %d entries; more than %d are not looked at", len(r.File), entries)
	}
	return r, nil
}

// Only gives the one entry of a name, nil for none.
func Only(r *zip.Reader, name string) (*zip.File, error) {
	var found *zip.File
	for _, entry := range r.File {
		if entry.Name != name {
			continue
		}
		if found != nil {
			return nil, fmt.Errorf("zip archive: %s is in it twice", name)
		}
		found = entry
	}
	return found, nil
}

// Read reads a regular, unencrypted entry of bounded size.
func Read(entry *zip.File) ([]byte, error) {
	content, err := OpenEntry(entry, EntryLimit)
	if err != nil {
		return nil, err
	}
	defer content.Close()
	// The size an entry declares is a claim: the limit holds for what comes out.
	data, err := github.ReadAll(content, EntryLimit)
	if err != nil {
		return nil, fmt.Errorf("zip archive: read %s: %w", entry.Name, err)
	}
	return data, nil
}

// OpenEntry opens a regular, unencrypted entry that says it has at most limit
// bytes.
func OpenEntry(entry *zip.File, limit uint64) (io.ReadCloser, error) {
	const encrypted = 1
	switch {
	case !entry.Mode().IsRegular():
		return nil, fmt.Errorf("zip archive: %s is a %s, not a regular file", entry.Name, entry.Mode().Type())
	case entry.Flags&encrypted != 0:
		return nil, fmt.Errorf("zip archive: %s is encrypted", entry.Name)
	case entry.UncompressedSize64 > limit:
		return nil, fmt.Errorf("zip archive: %s has %d bytes; more than %d MiB are not read", entry.Name, entry.UncompressedSize64, limit>>20)
	}
	content, err := entry.Open()
	if err != nil {
		return nil, fmt.Errorf("zip archive: open %s: %w", entry.Name, err)
	}
	return content, nil
}
