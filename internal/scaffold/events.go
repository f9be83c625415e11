package scaffold

import (
	"bytes"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// This file turns the ways to write on: into a map of events, which an input needs.

// events makes a map of one event or a list of them.
func (s *splicer) events(key, on *doc.Node, inputs []string) error {
	names := on.Items()
	if on.Kind == doc.Scalar {
		names = []*doc.Node{on}
	}
	plain := func(n *doc.Node) bool {
		return n.Kind == doc.Scalar && n.Raw == n.Text && n.Text != "" && !n.Alias && n.Tag == ""
	}
	if on.Alias || len(names) == 0 || slices.ContainsFunc(names, func(n *doc.Node) bool { return !plain(n) }) {
		return byHand(on, "the events after on: are no plain words")
	}
	if on.Kind == doc.List && !on.Flow {
		return s.listed(key, names, inputs)
	}
	from := s.offset(on)
	to := from + len(on.Raw)
	if on.Kind == doc.List {
		end := bytes.IndexByte(s.data[from:], ']')
		if end < 0 || bytes.ContainsAny(s.data[from:from+end], "#") || bytes.ContainsRune(s.data[from:from+end], '\n') {
			return byHand(on, "the list of events has several lines")
		}
		to = from + end + 1
	}
	if on.Line != key.Line {
		return byHand(on, "the events are not on the line of on:")
	}
	for from > 0 && s.data[from-1] == ' ' {
		from--
	}
	s.edits = append(s.edits, splice{from, to, ""})
	indent := key.Column - 1 + s.step
	for _, name := range names {
		if name.Text != dispatchEvent {
			s.insertAfter(key.Line, indent, []string{name.Text + ":"})
		}
	}
	s.insertAfter(key.Line, indent, inputs)
	return nil
}

// listed makes keys of events that stand one a line, behind dashes.
func (s *splicer) listed(key *doc.Node, names []*doc.Node, inputs []string) error {
	deeper := ""
	dispatched := false
	indent := 0
	for _, name := range names {
		word := s.offset(name)
		dash := bytes.LastIndexByte(s.data[:word], '-')
		start := s.lineStart(name.Line)
		if dash < start || strings.Trim(string(s.data[start:dash]), " ") != "" || strings.Trim(string(s.data[dash+1:word]), " ") != "" {
			return byHand(name, "the event does not stand behind a dash of its own line")
		}
		if indent = dash - start; indent <= key.Column-1 {
			indent += s.step
			deeper = strings.Repeat(" ", s.step)
		}
		end := word + len(name.Raw)
		s.edits = append(s.edits, splice{dash, word, deeper}, splice{end, end, ":"})
		if name.Text == dispatchEvent {
			dispatched = true
			s.insertAfter(name.Line, indent+s.step, inputs[1:])
		}
	}
	if !dispatched {
		s.insertAfter(names[len(names)-1].Line, indent, inputs)
	}
	return nil
}
