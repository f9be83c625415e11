package observe

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
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
	return origin, contentOf(record, readBeside(filepath.Join(metadata, "WHEEL")))
}

// contentOf sums up a package's files by the hashes in its RECORD, after the tags of its
// build; "" where a file has none. What the installer itself adds is left out. The program
// that asks an original's Python, record/software.py, does the same.
func contentOf(record, wheel string) string {
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
		lines[file+","+line[digest+1:size]] = true
	}
	if len(lines) == 0 || len(tags) == 0 {
		return ""
	}
	sum := sha256.Sum256([]byte(strings.Join(slices.Sorted(maps.Keys(lines)), "\n")))
	return strings.Join(slices.Sorted(maps.Keys(tags)), ".") + " " + hex.EncodeToString(sum[:16])
}
