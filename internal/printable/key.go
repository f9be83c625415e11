package printable

import (
	"crypto/sha256"
	"encoding/hex"
)

// Key is a foreign name as one line of at most limit characters, where the line tells what
// it names from others. One that had to be changed ends with a digest, so that two names
// stay two.
func Key(name string, limit int) string {
	short := OneLine(name, limit)
	if short == name {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	end := "-" + hex.EncodeToString(sum[:6])
	return first(short, limit-len(end)) + end
}
