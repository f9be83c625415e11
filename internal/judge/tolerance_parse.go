package judge

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/reproduce-action/reproduce/internal/repro"
)

const (
	maxToleranceLines = 1_000
	maxToleranceLine  = 4096 // bytes
	maxToleranceFault = 50   // errors reported at once
)

// ParseTolerances reads one "name: spec" a line. Names may hold *, which
// matches any run of characters; "default" stands for every metric without a
// line. A line that starts with # is a comment. All faults are found in one
// pass and joined; each is a *ToleranceError with its place.
//
// The text is not YAML, though most of it would pass for it: a name that
// starts with * is an alias there, one with % is a syntax error.
func ParseTolerances(text string) (repro.Tolerances, error) {
	var t repro.Tolerances
	var faults []error
	lines := strings.Split(text, "\n")
	if len(lines) > maxToleranceLines {
		return t, &ToleranceError{Fault: fmt.Sprintf("%d lines; at most %d are read; use globs", len(lines), maxToleranceLines)}
	}
	seen := map[string]int{}
	for i, line := range lines {
		r, err := parseLine(strings.TrimSuffix(line, "\r"), i+1)
		switch {
		case err != nil:
			faults = append(faults, err)
		case r == nil:
		case seen[r.pattern] > 0:
			faults = append(faults, &ToleranceError{Line: i + 1, Column: 1 + leading(line), Fault: fmt.Sprintf(
				"%q has a line already (line %d); join them with or, or delete one", r.pattern, seen[r.pattern])})
		default:
			seen[r.pattern] = i + 1
			t = append(t, repro.Tolerance{Pattern: r.pattern, Spec: r.spec, Line: r.line})
		}
		if len(faults) == maxToleranceFault {
			faults = append(faults, &ToleranceError{Line: i + 1, Fault: "too many errors; the rest was not read"})
			break
		}
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return t, nil
}

// parseLine gives nil for a line that says nothing.
func parseLine(line string, number int) (*rule, error) {
	fault := func(offset int, format string, args ...any) error {
		return &ToleranceError{Line: number, Column: 1 + utf8.RuneCountInString(line[:min(offset, len(line))]), Fault: fmt.Sprintf(format, args...)}
	}
	trimmed := strings.TrimSpace(line)
	switch {
	case trimmed == "" || strings.HasPrefix(trimmed, "#"):
		return nil, nil
	case len(line) > maxToleranceLine:
		return nil, fault(0, "%d bytes long; a line has at most %d", len(line), maxToleranceLine)
	case !utf8.ValidString(line):
		return nil, fault(0, "not UTF-8; save the tolerances as UTF-8")
	case strings.IndexFunc(trimmed, func(r rune) bool { return r != '\t' && r < ' ' || r == 0x7f }) >= 0:
		return nil, fault(0, "control characters; retype the line")
	}
	// A spec never holds a colon and a name may: the last one divides.
	colon := strings.LastIndexByte(line, ':')
	if colon < 0 {
		return nil, fault(leading(line), "no colon in %q; write NAME: SPEC, such as test_accuracy: 0.5pp", trimmed)
	}
	name := strings.TrimSpace(line[:colon])
	switch {
	case name == "":
		return nil, fault(colon, "no name before the colon; write NAME: SPEC, or default: SPEC for every metric")
	case strings.ContainsAny(name[:1], `"'`):
		return nil, fault(leading(line), "quotes are part of a name here; write %s: SPEC, even when it starts with *", strings.Trim(name, `"'`))
	case strings.HasPrefix(name, "- "):
		return nil, fault(leading(line), "not a list; write NAME: SPEC without the dash")
	}
	r := rule{pattern: name, spec: strings.Join(strings.Fields(line[colon+1:]), " "), line: number}
	if r.spec == "" {
		return nil, fault(colon, "nothing after %q; write exact, ignore, report, float32 or an amount such as 0.5%% or 1e-6 abs", name+":")
	}
	var err error
	var at int
	r.action, r.terms, at, err = parseSpec(line[colon+1:])
	if err != nil {
		return nil, fault(colon+1+at, "%s", err.Error())
	}
	if r.isDefault() && (r.action == actIgnore || r.action == actReport) {
		return nil, fault(colon+1+leading(line[colon+1:]), "default: %s would leave nothing to judge; name the metrics, or write *_suffix: %s", r.spec, r.spec)
	}
	return &r, nil
}

// leading counts the bytes of white space at the start.
func leading(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }
