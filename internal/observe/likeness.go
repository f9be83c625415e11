package observe

import (
	"hash/fnv"
	"regexp"
	"strings"
)

// How much two programs have in common, whatever they are called: by their lines.

const (
	minAlike    = 4        // lines
	manyAlike   = 10       // lines of which a part of a file is known
	minLine     = 12       // bytes of one that tells anything
	maxCompared = 64 << 20 // bytes of a commit's code that is read for its lines
)

// like finds a file of the commit of which another holds half of the lines or more.
func (t *Tree) like(data []byte) (own string, is Relation) {
	lines := linesOf(data)
	for _, source := range t.sources {
		if !t.alike(source, lines) {
			continue
		}
		if same := t.has(data); same != "" {
			return same, SameContent
		}
		return source, OtherContent
	}
	return "", Unrelated
}

// holds finds a file of the commit of which another has half of the lines, or so many that
// they are half of its own: those that may be beside it by chance are not enough.
func (t *Tree) holds(data []byte) string {
	lines := linesOf(data)
	for _, source := range t.sources {
		common, own := t.common(source, lines)
		if common >= minAlike && 2*common >= own || common >= manyAlike && 2*common >= len(lines) {
			return source
		}
	}
	return ""
}

// alike says whether lines have half of those of a file of the commit, or the other way.
func (t *Tree) alike(source string, lines map[uint64]bool) bool {
	common, own := t.common(source, lines)
	return common >= minAlike && 2*common >= min(len(lines), own)
}

// common counts those that lines have of a file of the commit, and all of that file.
func (t *Tree) common(source string, lines map[uint64]bool) (common, all int) {
	own := t.linesIn(source)
	for _, line := range own {
		if lines[line] {
			common++
		}
	}
	return common, len(own)
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
