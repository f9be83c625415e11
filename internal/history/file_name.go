package history

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file holds a file of a history against its name: what a check says of its time, its
// model and its report stands there too, and nobody changes both by mistake.

// place is the name of a file that Place gave: its time, and the digest that it begins.
var place = regexp.MustCompile(`(?:^|/)([0-9]{8}T[0-9]{6}Z)-([0-9a-f]{12})\.json$`)

// namedRight says that a file is not where Place puts its check: its name has another time,
// or another digest than the report that it is said to be of (without a report, than the
// document itself), or its directories are of another model or version.
func namedRight(file string, c repro.Check, text []byte) error {
	file = filepath.ToSlash(file)
	name := place.FindStringSubmatch(file)
	if name == nil {
		return nil
	}
	parts := strings.Split(file, "/")
	inHistory := len(parts) > 3 && parts[len(parts)-4] == Dir
	model, version := folders(c)
	switch {
	case c.At.UTC().Format(nameTime) != name[1]:
		return errors.New("checked_at is not the time in the file's name")
	case inHistory && parts[len(parts)-3] != model:
		return errors.New("its model is not the one of its directory")
	case inHistory && parts[len(parts)-2] != version:
		return errors.New("its version is not the one of its directory")
	case c.Report != "" && !strings.HasPrefix(c.Report, name[2]):
		return errors.New("report_sha256 is not the one that the file's name begins with")
	case c.Report == "" && !strings.HasPrefix(documentDigest(text), name[2]):
		return errors.New("it is not the document that its name has the digest of")
	}
	return nil
}

// renamed says that a file has the time of a check in front of its name, and not the name
// of one.
func renamed(name string) bool { return checkName.MatchString(name) && !place.MatchString(name) }

var errRenamed = errors.New("not the name that a check has; give it its name again, TIME-DIGEST.json")

// documentDigest is the SHA-256 of a document, whatever ends its line: git may write CRLF.
func documentDigest(text []byte) string {
	sum := sha256.Sum256(append(bytes.TrimRight(text, "\r\n"), '\n'))
	return hex.EncodeToString(sum[:])
}

// Damaged says why a file of a history is not the check that its name promises: what it
// was is lost, and the same check may take its place. One of another version of reproduce
// is not damaged.
func Damaged(path string, text []byte) error {
	c, err := Decode(text)
	if err == nil {
		err = namedRight(path, c, text)
	}
	if errors.Is(err, errVersion) {
		return nil
	}
	return err
}
