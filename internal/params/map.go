package params

import (
	"fmt"
	"strings"
)

// A MapEntry is one line of --params-map: the param as logged, and the key it
// belongs to.
type MapEntry struct {
	Line   int // 1-based
	Logged string
	Target string // key, file:key or file.key, as typed
}

// maxMapLines bounds --params-map: MLflow keeps far fewer params of one run.
const maxMapLines = 10_000

// ParseMap reads --params-map: one logged=key a line, the key with dots
// between its parts and, where several files hold params, the file before it:
//
//	lr = train.optimizer.lr
//	lr = params/model.yaml:optimizer.lr
//
// Blank lines and lines that begin with # say nothing. Errors name the line.
func ParseMap(text string) ([]MapEntry, error) {
	var entries []MapEntry
	first := map[string]int{}
	lines := strings.Split(text, "\n")
	if len(lines) > maxMapLines {
		return nil, fmt.Errorf("params-map: %d lines are more than the %d that are read", len(lines), maxMapLines)
	}
	for i, line := range lines {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		logged, target, found := strings.Cut(line, "=")
		entry := MapEntry{Line: i + 1, Logged: strings.TrimSpace(logged), Target: strings.TrimSpace(target)}
		switch earlier := first[entry.Logged]; {
		case !found:
			return nil, fmt.Errorf("params-map line %d: %q has no =; write logged=key, as in lr=train.lr", entry.Line, line)
		case entry.Logged == "":
			return nil, fmt.Errorf("params-map line %d: %q names no param before the =; write logged=key, as in lr=train.lr", entry.Line, line)
		case entry.Target == "":
			return nil, fmt.Errorf("params-map line %d: %q names no key after the =; write logged=key, as in lr=train.lr", entry.Line, line)
		case earlier > 0:
			return nil, fmt.Errorf("params-map line %d: %s is mapped on line %d already; keep one of them", entry.Line, entry.Logged, earlier)
		}
		first[entry.Logged] = entry.Line
		entries = append(entries, entry)
	}
	return entries, nil
}
