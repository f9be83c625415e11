package wording

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// FileName gives a name that any file system and git take. One that had to be
// changed gets a digest, so that two names stay two.
func FileName(name string) string {
	const most = 60
	plain := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-', r == '_':
			return r
		}
		return '_'
	}, name)
	plain = strings.Trim(plain[:min(len(plain), most)], ".")
	if plain == name && name != "" && !isDevice(name) {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	return strings.TrimLeft(plain+"-", "-") + hex.EncodeToString(sum[:4])
}

// isDevice says whether Windows keeps a name for a device, with any ending.
func isDevice(name string) bool {
	base, _, _ := strings.Cut(strings.ToLower(name), ".")
	switch base {
	case "con", "prn", "aux", "nul":
		return true
	}
	return len(base) == 4 && (strings.HasPrefix(base, "com") || strings.HasPrefix(base, "lpt")) && base[3] >= '0' && base[3] <= '9'
}
