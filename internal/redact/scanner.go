package redact

// A scanner finds in one pass which of many short literals a text holds, in capitals or
// small: most lines of a training hold none, and need no pattern to be tried.
//
// It is Aho and Corasick's automaton (https://doi.org/10.1145/360825.360855). The
// libraries that have one take 7 ms and more to build it, which every start of the
// program would wait for, and fold no case.
type scanner struct {
	class [256]uint8 // of a byte; 0: in no literal
	width uint32     // how many classes there are
	next  []uint32   // by a state's row and a class; marked, where literals end there
	found []hintSet  // by a state's number: of the literals that end there
}

const (
	marked    = 1 << 31
	maxStates = 1 << 17 // of more literals than any project has secrets
)

// A literal is looked for by a scanner, and what it is a hint of.
type literal struct {
	text string
	of   hintSet
}

// newScanner builds the automaton; nil where it would be too large.
func newScanner(literals []literal) *scanner {
	s := &scanner{width: 1}
	for _, l := range literals {
		for i := range len(l.text) {
			if b := lower(l.text[i]); s.class[b] == 0 {
				s.class[b] = uint8(s.width)
				s.width++
			}
		}
	}
	for b := range s.class {
		s.class[b] = s.class[lower(byte(b))]
	}
	s.next, s.found = make([]uint32, s.width), make([]hintSet, 1)
	for _, l := range literals {
		if !s.add(l) {
			return nil
		}
	}
	s.link()
	return s
}

// add puts a literal into the tree of all of them, of which the first row is the root.
func (s *scanner) add(l literal) bool {
	row := uint32(0)
	for i := range len(l.text) {
		at := row + uint32(s.class[l.text[i]])
		if s.next[at] == 0 {
			if len(s.next)/int(s.width) >= maxStates {
				return false
			}
			s.next[at] = uint32(len(s.next))
			s.next = append(s.next, make([]uint32, s.width)...)
			s.found = append(s.found, hintSet{})
		}
		row = s.next[at]
	}
	s.found[row/s.width] = s.found[row/s.width].with(l.of)
	return true
}

// link completes the tree, breadth first: where it ends, the longest end of what was
// read that begins a literal goes on.
func (s *scanner) link() {
	back := make([]uint32, len(s.next)/int(s.width))
	var queue []uint32
	for class := range s.width {
		if row := s.next[class]; row != 0 {
			queue = append(queue, row)
		}
	}
	for len(queue) > 0 {
		row := queue[0]
		queue = queue[1:]
		behind := back[row/s.width]
		s.found[row/s.width] = s.found[row/s.width].with(s.found[behind/s.width])
		for class := range s.width {
			if child := s.next[row+class]; child != 0 {
				back[child/s.width] = s.next[behind+class]
				queue = append(queue, child)
			} else {
				s.next[row+class] = s.next[behind+class]
			}
		}
	}
	for at, row := range s.next {
		if s.found[row/s.width] != (hintSet{}) {
			s.next[at] |= marked
		}
	}
}

// in says what the literals in text are hints of.
func (s *scanner) in(text string) (found hintSet) {
	row := uint32(0)
	for i := range len(text) {
		row = s.next[row+uint32(s.class[text[i]])]
		if row&marked != 0 {
			row &^= marked
			found = found.with(s.found[row/s.width])
		}
	}
	return found
}

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}
