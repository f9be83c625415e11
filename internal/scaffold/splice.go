package scaffold

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/order"
)

// This file puts keys into a YAML file without touching its other lines.

// A splicer collects insertions into a workflow.
type splicer struct {
	data  []byte
	step  int
	eol   string
	edits []splice
}

// A splice replaces bytes of a file from one offset to another.
type splice struct {
	from, to int
	text     string
}

// member is a key of a map and its value; nil where it is not there.
func member(n *doc.Node, name string) (key, value *doc.Node) {
	if n == nil || n.Kind != doc.Map {
		return nil, nil
	}
	at := slices.IndexFunc(n.Keys, func(k *doc.Node) bool { return k.Text == name })
	if at < 0 {
		return nil, nil
	}
	return n.Keys[at], n.Values[at]
}

// into puts nested keys, one in the other, first into the map that is the value of key.
func (s *splicer) into(key, value *doc.Node, nested []string) error {
	switch {
	case value.Alias || key.Alias:
		return byHand(key, key.Text+" comes from an anchor elsewhere")
	case value.Kind == doc.Scalar && value.Text == "" && value.Raw == "" && !value.Quoted && !key.Flow:
		return s.below(key, nested)
	case value.Kind != doc.Map:
		return byHand(key, key.Text+" is no map")
	case value.Flow:
		at := s.offset(value)
		if at >= len(s.data) || s.data[at] != '{' {
			return byHand(key, key.Text+" is written in braces")
		}
		text := " " + braced(nested)
		if len(value.Keys) > 0 {
			text += ","
		}
		if next := s.data[at+1]; len(value.Keys) == 0 || next != ' ' && next != '\n' && next != '\r' {
			text += " "
		}
		s.edits = append(s.edits, splice{at + 1, at + 1, text})
		return nil
	case len(value.Keys) == 0 || value.Keys[0].Line <= key.Line:
		return byHand(key, key.Text+" is written on one line")
	}
	s.insertAfter(key.Line, value.Keys[0].Column-1, nested)
	return nil
}

// below puts nested keys under a key that has no value.
func (s *splicer) below(key *doc.Node, nested []string) error {
	line := s.data[s.lineStart(key.Line):s.lineStart(key.Line+1)]
	text := strings.TrimSpace(string(line))
	if _, rest, _ := strings.Cut(text, ":"); strings.TrimSpace(rest) != "" && !strings.HasPrefix(strings.TrimSpace(rest), "#") {
		return byHand(key, key.Text+" shares its line")
	}
	s.insertAfter(key.Line, key.Column-1+s.step, nested)
	return nil
}

// insertAfter puts nested keys on lines of their own, each deeper than the one before.
func (s *splicer) insertAfter(line, indent int, nested []string) {
	at := s.lineStart(line + 1)
	var text strings.Builder
	if at == len(s.data) && at > 0 && s.data[at-1] != '\n' {
		text.WriteString(s.eol)
	}
	for _, key := range nested {
		text.WriteString(strings.Repeat(" ", indent) + key + s.eol)
		indent += s.step
	}
	s.edits = append(s.edits, splice{at, at, text.String()})
}

// braced writes nested keys on one line.
func braced(nested []string) string {
	if len(nested) == 1 {
		return nested[0]
	}
	return nested[0] + " { " + braced(nested[1:]) + " }"
}

// lineStart is the offset of a line, from 1; the end where there are fewer.
func (s *splicer) lineStart(line int) int {
	at := 0
	for ; line > 1; line-- {
		next := bytes.IndexByte(s.data[at:], '\n')
		if next < 0 {
			return len(s.data)
		}
		at += next + 1
	}
	return at
}

// offset is where a node begins.
func (s *splicer) offset(n *doc.Node) int {
	at := s.lineStart(n.Line)
	for range n.Column - 1 {
		if at >= len(s.data) {
			break
		}
		_, size := utf8.DecodeRune(s.data[at:])
		at += size
	}
	return at
}

// apply gives the data with all splices made. Those at one place keep their order.
func (s *splicer) apply() []byte {
	order.Stable(s.edits, func(a, b splice) int { return a.from - b.from })
	var out []byte
	last := 0
	for _, e := range s.edits {
		out = append(append(out, s.data[last:e.from]...), e.text...)
		last = e.to
	}
	return append(out, s.data[last:]...)
}
