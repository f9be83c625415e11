package mlflow

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Limits on the files of one model that are digested. What is beyond them is named.
const (
	MaxDigested      = 1000    // files
	MaxDigestedBytes = 2 << 30 // of all of them
	maxFolderDepth   = 32
	maxUnread        = 3 // files in a row that cannot be read: the next ones would be no better
	maxFolderEntries = 20_000
)

// A FileDigest is one file of a model, or why it has no digest.
type FileDigest struct {
	Path   string // below the model's folder, with slashes
	SHA256 string // hexadecimal; "" with a Why
	Bytes  int64
	Why    string
}

// A Folder is the folder of a model's files, to be listed and read.
type Folder interface {
	// List gives the entries of a directory below the folder; "" is the folder itself.
	List(ctx context.Context, dir string) ([]FolderEntry, error)

	// Read gives a file's content to take, anew where the connection broke off.
	Read(ctx context.Context, path string, take func(io.Reader) error) error

	Close() error
}

// A FolderEntry is a file or a directory of a model's folder.
type FolderEntry struct {
	Path string // below the folder
	Dir  bool
	Size int64 // as listed
}

// Digests reads every file of a version's model as the store gives it out, and gives
// their SHA-256, sorted by path. Files beyond the limits are among them, without.
func Digests(ctx context.Context, store Store, version repro.ModelVersion) ([]FileDigest, error) {
	doing := "digest the files of model " + version.Label()
	folder, err := store.ModelFolder(ctx, version)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	defer folder.Close()
	files, err := walkFolder(ctx, folder)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	var digests []FileDigest
	left, unread := int64(MaxDigestedBytes), 0
	for i, file := range files {
		digest := FileDigest{Path: file.Path, Bytes: file.Size}
		switch {
		case unread >= maxUnread:
			digest.Why = fmt.Sprintf("not asked for, as %d files before it could not be read", unread)
		case i >= MaxDigested:
			digest.Why = fmt.Sprintf("only the first %d files are read", MaxDigested)
		case file.Size > left:
			digest.Why = tooLong
		default:
			digest.SHA256, digest.Bytes, err = digestOf(ctx, folder, file.Path, left)
			if unread++; err == nil {
				unread, left = 0, left-digest.Bytes
			} else {
				digest.SHA256, digest.Bytes, digest.Why = "", file.Size, err.Error()
			}
		}
		if ctx.Err() != nil {
			return digests, context.Cause(ctx)
		}
		digests = append(digests, digest)
	}
	return digests, nil
}

var tooLong = fmt.Sprintf("at most %d GiB of a model are read", MaxDigestedBytes>>30)

// digestOf reads one file of at most most bytes.
func digestOf(ctx context.Context, folder Folder, name string, most int64) (digest string, size int64, err error) {
	err = folder.Read(ctx, name, func(content io.Reader) error {
		sum := sha256.New()
		size, err = io.Copy(sum, io.LimitReader(content, most+1))
		if err == nil && size > most {
			err = errors.New(tooLong)
		}
		digest = hex.EncodeToString(sum.Sum(nil))
		return err
	})
	return digest, size, err
}

// walkFolder lists all files below a folder, sorted by path. A store that names a file
// outside of it is refused.
func walkFolder(ctx context.Context, folder Folder) (files []FolderEntry, err error) {
	dirs, seen, entries := []string{""}, map[string]bool{"": true}, 0
	for len(dirs) > 0 {
		dir := dirs[0]
		dirs = dirs[1:]
		listed, err := folder.List(ctx, dir)
		if err != nil {
			return nil, err
		}
		for _, entry := range listed {
			if entries++; entries > maxFolderEntries {
				return nil, bounded(entries, maxFolderEntries, "files in the model's folder")
			}
			if !fs.ValidPath(entry.Path) || strings.Contains(entry.Path, `\`) || dirOf(entry.Path) != dir {
				return nil, fmt.Errorf("the store lists %s in %s, which is not there", shown(entry.Path), shown(dir))
			}
			switch {
			case seen[entry.Path]:
				return nil, fmt.Errorf("the store lists %s twice", shown(entry.Path))
			case !entry.Dir:
				files = append(files, entry)
			case strings.Count(entry.Path, "/") >= maxFolderDepth:
				return nil, bounded(maxFolderDepth+1, maxFolderDepth, "directories inside each other")
			default:
				dirs = append(dirs, entry.Path)
			}
			seen[entry.Path] = true
		}
	}
	order.By(files, func(a, b FolderEntry) int { return strings.Compare(a.Path, b.Path) })
	return files, nil
}

// dirOf is the directory of a path; "" of one in the folder itself.
func dirOf(name string) string {
	if dir := path.Dir(name); dir != "." {
		return dir
	}
	return ""
}
