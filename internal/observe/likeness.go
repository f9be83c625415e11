package observe

import (
	"hash/fnv"
	"regexp"
	"strings"
)

// How much two programs have in common, whatever they are called: by their lines.

const (
	minAlike    = 4        // lines
	minLine     = 12       // bytes of one that tells anything
	maxCompared = 64 << 20 // bytes of a commit's code that is read for its lines
)

// like finds a file of the commit of which another holds half of the lines or more.
func (t *Tree) like(data []byte) (own string, is Relation) {
	lines := linesOf(data)
	for _, source := range t.sources {
		if t.alike(source, lines) {
			return source, OtherContent
		}
	}
	return "", Unrelated
}

// alike says whether lines have half of those of a file of the commit, or the other way.
func (t *Tree) alike(source string, lines map[uint64]bool) bool {
	own := t.linesIn(source)
	common, least := 0, min(len(lines), len(own))
	for _, line := range own {
		if lines[line] {
			common++
		}
	}
	return common >= minAlike && 2*common >= least
}

// linesIn are the lines of a file of the commit; none where more was read than is allowed.
func (t *Tree) linesIn(source string) []uint64 {
	if lines, known := t.lines[source]; known {
		return lines
	}
	info, there := regular(t.full(source))
	if !there {
		return nil
	}
	if t.unread -= info.Size(); t.unread < 0 || info.Size() > maxCode {
		t.unread += info.Size()
		t.partial = true
		return nil
	}
	own, _ := codeOf(t.full(source))
	var lines []uint64
	for line := range linesOf(own) {
		lines = append(lines, line)
	}
	t.lines[source] = lines
	return lines
}

// linesOf are the lines of a program that tell it from others, by their hashes.
func linesOf(data []byte) map[uint64]bool {
	found := map[uint64]bool{}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if len(line) >= minLine && !passingLine.MatchString(line) {
			hash := fnv.New64a()
			hash.Write([]byte(line))
			found[hash.Sum64()] = true
		}
	}
	return found
}

// passingLine finds lines that programs have which are nothing alike.
var passingLine = regexp.MustCompile(`^(?:import\s|from\s.*\simport\s|#|//|/\*|\*|if __name__|parser\.|parser = |ap\.|def main\(|logging\.|logger = )|licen[cs]e|copyright`)
