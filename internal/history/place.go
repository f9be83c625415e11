package history

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// Dir is the directory of a history that its checks are in.
const Dir = "checks"

// ReadmeFile is what a person finds beside them.
const ReadmeFile = "README.md"

// Readme is its text.
const Readme = `# History of reproduced models

One file a check: checks/MODEL/VERSION/TIME-DIGEST.json. Files are added and never changed.
DIGEST begins the SHA-256 of the check's report.json, which report_sha256 has whole.
"reproduce report" adds to it and makes the page and the badges of it.
`

// Place is where a document of a check is in a history. It says when, and which
// document; a model's name goes in as far as it is a plain file name.
func Place(c repro.Check, document []byte) string {
	digest := c.Report
	if len(digest) < 12 {
		sum := sha256.Sum256(document)
		digest = hex.EncodeToString(sum[:])
	}
	model := c.Model
	if model == "" {
		model = "run " + c.Original
	}
	return fmt.Sprintf("%s/%s/%s/%s-%s.json", Dir, fileName(model), fileName(c.Version), c.At.UTC().Format("20060102T150405Z"), digest[:12])
}

// fileName gives a name that any file system and git take. One that had to be changed
// gets a digest, so that two names stay two.
func fileName(name string) string {
	const most = 60
	plain := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-', r == '_':
			return r
		}
		return '_'
	}, name)
	plain = strings.Trim(plain[:min(len(plain), most)], ".")
	if plain == name && name != "" && !reserved(name) {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	return strings.TrimLeft(plain+"-", "-") + hex.EncodeToString(sum[:4])
}

// reserved are names that Windows keeps for devices, with any ending.
func reserved(name string) bool {
	base, _, _ := strings.Cut(strings.ToLower(name), ".")
	switch base {
	case "con", "prn", "aux", "nul":
		return true
	}
	return len(base) == 4 && (strings.HasPrefix(base, "com") || strings.HasPrefix(base, "lpt")) && base[3] >= '0' && base[3] <= '9'
}
