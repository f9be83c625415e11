package dvc

import (
	"bytes"
	"crypto/md5" //nolint:gosec // DVC's choice: a name for content, no protection
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/wording"
)

const (
	maxManifest = 32 << 20 // bytes of the list of one directory
	maxCached   = 1 << 20  // bytes of one document
	maxListed   = 3        // names in a sentence
)

// cached reads an object of DVC's cache: DVC 3 keeps those of its own hashes
// under files/md5, and the older ones where DVC 2 did. An object that has
// another content than its name says is none.
func cached(cache fs.FS, hash Hash, limit int64) ([]byte, bool) {
	digest := strings.TrimSuffix(hash.Digest, dirSuffix)
	if cache == nil || len(digest) != md5.Size*2 || strings.Trim(digest, "0123456789abcdef") != "" {
		return nil, false
	}
	for _, place := range []string{"files/md5", "."} {
		data, err := readBytes(cache, path.Join(place, digest[:2], hash.Digest[2:]), limit)
		if err != nil {
			continue
		}
		sum := md5.New() //nolint:gosec // see the import
		add(sum, data, hash.Scheme)
		if hex.EncodeToString(sum.Sum(nil)) == digest {
			return data, true
		}
	}
	return nil, false
}

// listed gives the files of a directory by the list that DVC made of it: path
// to digest.
func listed(cache fs.FS, hash Hash) (map[string]string, bool) {
	text, ok := cached(cache, hash, maxManifest)
	if !ok {
		return nil, false
	}
	var entries []struct {
		MD5  string `json:"md5"`
		Path string `json:"relpath"`
	}
	if err := doc.DecodeJSON(bytes.NewReader(text), maxManifest, &entries); err != nil || len(entries) > maxInDir {
		return nil, false
	}
	files := make(map[string]string, len(entries))
	for _, entry := range entries {
		files[entry.Path] = entry.MD5
	}
	return files, true
}

// rehashed gives the files of a directory by hashing them, if that gives the
// hash that is asked for.
func rehashed(files fs.FS, dir string, hash Hash) (map[string]string, bool) {
	if files == nil || outside(dir) || !fs.ValidPath(dir) || hash.Scheme != MD5 && hash.Scheme != MD5DVC2 {
		return nil, false
	}
	h := &hasher{files: files, scheme: hash.Scheme, left: maxHashed, chunk: make([]byte, hashChunk)}
	digests, err := h.list(dir)
	if err != nil || named(digests) != hash.Digest {
		return nil, false
	}
	return digests, true
}

// A Place is where the content of data can be looked at without fetching it.
type Place struct {
	Cache fs.FS // DVC's, on this machine; nil for none
	Files fs.FS // a tree that may have the data; nil for none
}

// DirChange says which files of a directory differ between two of its hashes,
// in words: "2 files changed (a.png and b.png), 1 added (c.png); 40 the same".
// It is "" where one of the two lists is not at hand.
func DirChange(dir, before, after string, was, is Place) string {
	a, b := parseHash(before), parseHash(after)
	if a.Scheme != b.Scheme || !strings.HasSuffix(a.Digest, dirSuffix) || !strings.HasSuffix(b.Digest, dirSuffix) {
		return ""
	}
	then, ok := was.list(dir, a)
	if !ok {
		return ""
	}
	now, ok := is.list(dir, b)
	if !ok {
		return ""
	}
	var changed, added, removed []string
	same := 0
	for _, file := range sortedUnion(then, now) {
		x, inA := then[file]
		y, inB := now[file]
		switch {
		case !inA:
			added = append(added, file)
		case !inB:
			removed = append(removed, file)
		case x != y:
			changed = append(changed, file)
		default:
			same++
		}
	}
	var parts []string
	for _, group := range []struct {
		files []string
		did   string
	}{{changed, "changed"}, {added, "added"}, {removed, "removed"}} {
		if n := len(group.files); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s (%s)", n, group.did, wording.ListUpTo(group.files, maxListed)))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "of its files " + strings.Join(parts, ", ") + fmt.Sprintf("; %d the same", same)
}

func (p Place) list(dir string, hash Hash) (map[string]string, bool) {
	if files, ok := listed(p.Cache, hash); ok {
		return files, true
	}
	return rehashed(p.Files, dir, hash)
}

// parseHash reads what Hash.String wrote.
func parseHash(text string) Hash {
	scheme, digest, found := strings.Cut(text, " ")
	if !found {
		return Hash{}
	}
	return Hash{scheme, digest}
}
