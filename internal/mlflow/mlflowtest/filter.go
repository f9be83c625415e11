package mlflowtest

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

var (
	runIDs  = regexp.MustCompile(`^attributes\.run_id IN \((.*)\)$`)
	started = regexp.MustCompile(`^attributes\.start_time >= ([0-9]+)$`)
	begins  = regexp.MustCompile(`^attributes\.run_id LIKE '([0-9a-f]+)%'$`)
	tagged  = regexp.MustCompile("^tags\\.`([^`]+)` = (.+)$")
)

// parseFilter reads the part of MLflow's filter language that is needed, and
// refuses the rest as MLflow would refuse nonsense.
func parseFilter(filter string) (func(*Run) bool, error) {
	var tests []func(*Run) bool
	for _, clause := range strings.Split(filter, " and ") {
		clause = strings.TrimSpace(clause)
		if clause == "" {
			continue
		}
		test, ok := parseClause(clause)
		if !ok {
			return nil, fmt.Errorf("Invalid clause(s) in filter string: '%s'", clause) //nolint:staticcheck // MLflow's words
		}
		tests = append(tests, test)
	}
	return func(run *Run) bool {
		for _, test := range tests {
			if !test(run) {
				return false
			}
		}
		return true
	}, nil
}

func parseClause(clause string) (func(*Run) bool, bool) {
	if match := runIDs.FindStringSubmatch(clause); match != nil {
		ids := map[string]bool{}
		for _, quoted := range strings.Split(match[1], ",") {
			id, ok := literal(strings.TrimSpace(quoted))
			if !ok {
				return nil, false
			}
			ids[id] = true
		}
		if len(ids) > 1000 { // 3.17 parses a thousand and fails at five
			return nil, false
		}
		return func(run *Run) bool { return ids[run.ID] }, true
	}
	if match := started.FindStringSubmatch(clause); match != nil {
		since, err := strconv.ParseInt(match[1], 10, 64)
		return func(run *Run) bool { return run.Start >= since }, err == nil
	}
	if match := begins.FindStringSubmatch(clause); match != nil {
		return func(run *Run) bool { return strings.HasPrefix(run.ID, match[1]) }, true
	}
	if match := tagged.FindStringSubmatch(clause); match != nil {
		value, ok := literal(match[2])
		return func(run *Run) bool {
			got, has := run.Tags[match[1]]
			return has && got == value
		}, ok
	}
	return nil, false
}

// versionFilter reads name='x', run_id='x' and run_id IN ('x','y'), one of them.
func versionFilter(filter string) (func(name, runID string) bool, bool) {
	if filter == "" {
		return func(string, string) bool { return true }, true
	}
	if list, ok := strings.CutPrefix(filter, "run_id IN ("); ok {
		ids := map[string]bool{}
		for _, quoted := range strings.Split(strings.TrimSuffix(list, ")"), ",") {
			id, fine := literal(strings.TrimSpace(quoted))
			ok = ok && fine
			ids[id] = true
		}
		return func(_, runID string) bool { return ids[runID] }, ok
	}
	key, quoted, _ := strings.Cut(filter, "=")
	wanted, ok := literal(strings.TrimSpace(quoted))
	return func(name, runID string) bool {
		return key == "name" && name == wanted || key == "run_id" && runID == wanted
	}, ok
}

// literal takes the quotes off a text. MLflow's filters have no escapes: a
// quote of the same kind inside is an error.
func literal(text string) (string, bool) {
	if len(text) < 2 || text[0] != text[len(text)-1] || text[0] != '\'' && text[0] != '"' {
		return "", false
	}
	inner := text[1 : len(text)-1]
	return inner, !strings.ContainsRune(inner, rune(text[0]))
}
