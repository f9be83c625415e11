package gitformat

import (
	"crypto/sha1" //nolint:gosec // git's names for objects are SHA-1
	"encoding/hex"
	"fmt"
	"regexp"
)

var (
	fullID        = regexp.MustCompile(`^[0-9a-f]{40}$`)
	abbreviatedID = regexp.MustCompile(`^[0-9a-f]{7,40}$`)
)

// IsID says whether text is the full id of an object.
func IsID(text string) bool { return fullID.MatchString(text) }

// IsAbbreviatedID says whether text can be an object's id, or the start of one.
func IsAbbreviatedID(text string) bool { return abbreviatedID.MatchString(text) }

// CheckID refuses what is not a full id. kind is the object's: commit, tree, blob.
func CheckID(kind, id string) error {
	if !IsID(id) {
		return fmt.Errorf("%s %.80q: want a full commit id, 40 hexadecimal digits", kind, id)
	}
	return nil
}

// ShortID is an object's id as people read it.
func ShortID(id string) string {
	if IsID(id) {
		return id[:7]
	}
	return fmt.Sprintf("%.40q", id)
}

// ObjectID is git's id of an object of a type with this content.
// https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
func ObjectID(kind string, content []byte) string {
	hash := sha1.New() //nolint:gosec // as above
	fmt.Fprintf(hash, "%s %d\x00", kind, len(content))
	hash.Write(content)
	return hex.EncodeToString(hash.Sum(nil))
}

// IsHex says whether text is of hexadecimal digits, as git writes them.
func IsHex(s string) bool {
	for i := range len(s) {
		c := s[i]
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return s != ""
}
