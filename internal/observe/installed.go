package observe

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// This file reads what pip and uv leave beside an installed package.

// readBeside reads a file of a package's metadata; "" for none, or one beyond the bound.
func readBeside(file string) string {
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxInstalled {
		return ""
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	return string(data)
}

// installed tells where a package was from, as its direct_url.json says, and its content.
// https://packaging.python.org/en/latest/specifications/direct-url-data-structure/
func installed(metadata, record string) (origin, content string) {
	var direct struct {
		URL string `json:"url"`
		VCS struct {
			Commit string `json:"commit_id"`
		} `json:"vcs_info"`
		Directory struct {
			Editable bool `json:"editable"`
		} `json:"dir_info"`
	}
	if text := readBeside(filepath.Join(metadata, "direct_url.json")); text != "" {
		if json.Unmarshal([]byte(text), &direct) != nil {
			return "", ""
		}
		if origin = direct.URL; direct.VCS.Commit != "" {
			origin += "@" + direct.VCS.Commit
		}
	}
	if direct.Directory.Editable { // a directory, whose files nobody lists
		return origin, ""
	}
	return origin, contentOf(record, readBeside(filepath.Join(metadata, "WHEEL")), filepath.Dir(metadata))
}

// maxHashed is how large a file of a package may be for its content to be read: of a larger
// one, a library of machine code as a rule, the size has to be as listed.
const maxHashed = 1 << 20

// asListed is a line of a RECORD for what stands in site-packages now: somebody may have
// patched a file, and left the list as it was.
func asListed(site, file, digest, size string) string {
	path := filepath.Join(site, filepath.FromSlash(file))
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return file + ",gone"
	case size != "" && size != strconv.FormatInt(info.Size(), 10):
		digest = "size=" + strconv.FormatInt(info.Size(), 10)
	case info.Size() <= maxHashed && strings.HasPrefix(digest, "sha256="):
		data, err := os.ReadFile(path)
		if err != nil {
			return file + ",gone"
		}
		sum := sha256.Sum256(data)
		digest = "sha256=" + base64.RawURLEncoding.EncodeToString(sum[:])
	}
	return file + "," + digest
}

// contentOf sums up a package's files, as they are in site-packages, by the hashes in its
// RECORD, after the tags of its build; "" where a file has none. What the installer itself
// adds is left out. The program that asks an original's Python, record/software.py, does the
// same.
func contentOf(record, wheel, site string) string {
	tags, lines := map[string]bool{}, map[string]bool{}
	for line := range strings.Lines(wheel) {
		if tag, ok := strings.CutPrefix(line, "Tag: "); ok {
			tags[strings.TrimSpace(tag)] = true
		}
	}
	for line := range strings.Lines(record) {
		line = strings.TrimRight(line, "\r\n")
		size := strings.LastIndexByte(line, ',')
		if size < 0 {
			return ""
		}
		digest := strings.LastIndexByte(line[:size], ',')
		if digest < 0 {
			return ""
		}
		file := strings.Trim(line[:digest], `"`)
		if strings.HasPrefix(file, "/") || strings.HasPrefix(file, "..") || strings.Contains(file, ".dist-info/") || strings.Contains(file, "__pycache__/") || strings.HasSuffix(file, ".pyc") {
			continue
		}
		if digest+1 == size {
			return ""
		}
		lines[asListed(site, file, line[digest+1:size], line[size+1:])] = true
	}
	if len(lines) == 0 {
		return ""
	}
	if len(tags) == 0 {
		tags["unknown"] = true
	}
	sum := sha256.Sum256([]byte(strings.Join(slices.Sorted(maps.Keys(lines)), "\n")))
	return strings.Join(slices.Sorted(maps.Keys(tags)), ".") + " " + hex.EncodeToString(sum[:16])
}
