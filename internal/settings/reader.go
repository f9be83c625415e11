package settings

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A reader takes values one by one and keeps every problem it meets.
type reader struct {
	values   Values
	problems []error
}

func (r *reader) addProblem(err error) {
	if err != nil {
		r.problems = append(r.problems, err)
	}
}

func (r *reader) problem(name, format string, args ...any) {
	r.problems = append(r.problems, fmt.Errorf("%s: "+format, append([]any{name}, args...)...))
}

// raw is the text that was said, or the default.
func (r *reader) raw(name string) string {
	option, known := Find(name)
	if !known {
		panic("settings: option " + name + " is not in the option table")
	}
	if text, said := r.values[name]; said && text != "" {
		return text
	}
	if option.Declared() != "" {
		return "" // the runner fills these in
	}
	return option.Default
}

func (r *reader) text(name string) string {
	text := strings.TrimSpace(r.raw(name))
	if strings.ContainsAny(text, "\n\r\x00") {
		r.problem(name, "one line, please; got %q", text)
	}
	return text
}

func (r *reader) lines(name string) []string {
	var lines []string
	for line := range strings.Lines(r.raw(name)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return lines
}

func (r *reader) pairs(name string) []Pair {
	var pairs []Pair
	for _, line := range r.lines(name) {
		key, value, ok := strings.Cut(line, "=")
		if key = strings.TrimSpace(key); !ok || key == "" {
			r.problem(name, "%q is not name=value", line)
			continue
		}
		pairs = append(pairs, Pair{key, strings.TrimSpace(value)})
	}
	return pairs
}

func (r *reader) mapping(name string) map[string]string {
	pairs := r.pairs(name)
	if pairs == nil {
		return nil
	}
	mapping := make(map[string]string, len(pairs))
	for _, pair := range pairs {
		if _, twice := mapping[pair.Name]; twice {
			r.problem(name, "%q is mapped twice", pair.Name)
		}
		mapping[pair.Name] = pair.Value
	}
	return mapping
}

// ownInputs are inputs of a dispatched workflow that a check fills in itself: its run is
// found by them.
var ownInputs = []string{"reproduce_context", "reproduce_id"}

// workflowInputs reads what a dispatched workflow gets. What would have no effect is refused.
func (r *reader) workflowInputs() []Pair {
	pairs := r.pairs("workflow-inputs")
	seen := map[string]bool{}
	for _, pair := range pairs {
		switch {
		case seen[pair.Name]:
			r.problem("workflow-inputs", "%q is said twice", pair.Name)
		case slices.Contains(ownInputs, pair.Name):
			r.problem("workflow-inputs", "%s is filled in by the check itself, which finds its run by it; leave it out", pair.Name)
		}
		seen[pair.Name] = true
	}
	return pairs
}

func (r *reader) bool(name string) bool {
	switch text := r.text(name); strings.ToLower(text) {
	case "true":
		return true
	case "false", "":
		return false
	default:
		r.problem(name, "%q is neither true nor false", text)
		return false
	}
}

func (r *reader) wholeNumber(name string) int {
	text := r.text(name)
	number, err := strconv.Atoi(text)
	if err != nil || number < 0 || number > 1_000_000 {
		r.problem(name, "%q is not a whole number from 0 to 1000000", text)
	}
	return number
}

// repeats is a number of trainings. What is none gets one problem, which says what is.
func (r *reader) repeats() int {
	text := r.text("repeats")
	number, err := strconv.Atoi(text)
	if err != nil || number < 1 || number > 1_000_000 {
		r.problem("repeats", "%q is neither a whole number from 1 to 1000000 nor auto, which takes as many as are needed", text)
		return 0
	}
	r.addProblem(judge.CheckRepeats(1, number))
	return number
}

// points is a number of steps; 0 where it was not said.
func (r *reader) points(name string) int {
	if r.text(name) == "" {
		return 0
	}
	problems := len(r.problems)
	number := r.wholeNumber(name)
	if number == 0 && len(r.problems) == problems {
		r.problem(name, "no step is in it to compare; write 1 or more, or leave it out")
	}
	return number
}

func (r *reader) duration(name string) time.Duration {
	text := r.text(name)
	duration, err := time.ParseDuration(text)
	if err != nil || duration < 0 {
		r.problem(name, "%q is not a time; write 90s, 45m or 5h30m", text)
	}
	return duration
}

// wait is how long something is waited for: not at all would be no wait.
func (r *reader) wait(name string) time.Duration {
	problems := len(r.problems)
	wait := r.duration(name)
	if wait == 0 && len(r.problems) == problems {
		r.problem(name, "%q is no time to wait; write 90s, 45m or 5h30m", r.text(name))
	}
	return wait
}

// limit is a time that may not be said: then there is no limit.
func (r *reader) limit(name string) time.Duration {
	if r.text(name) == "" {
		return 0
	}
	problems := len(r.problems)
	limit := r.duration(name)
	if limit == 0 && len(r.problems) == problems { // else it is no time at all
		r.problem(name, "no time is left in it for any training; leave it out for no limit")
	}
	return limit
}

// modelsANight is how many models a night checks where neither their number nor a
// budget was said.
const modelsANight = 5

// maxModels is a number of models; 0 for no limit. A budget in minutes is limit
// enough.
func (r *reader) maxModels() int {
	if r.text("max-models") != "" {
		return r.wholeNumber("max-models")
	}
	if budget, err := time.ParseDuration(r.text("budget")); err == nil && budget > 0 {
		return 0
	}
	return modelsANight
}

func (r *reader) choice(name string) string {
	option, _ := Find(name)
	text := strings.ToLower(r.text(name))
	if !slices.Contains(option.Choices, text) {
		r.problem(name, "%q is not one of %s", text, strings.Join(option.Choices, ", "))
	}
	return text
}

// environment reads which software is to train.
func (r *reader) environment() repro.AskedEnvironment {
	asked := repro.AskedEnvironment{What: r.text("environment")}
	for word := range strings.SplitSeq(r.text("environment-allow"), ",") {
		switch strings.TrimSpace(word) {
		case "":
		case "builds":
			asked.Builds = true
		case "python":
			asked.Python = true
		default:
			r.problem("environment-allow", "%q: write builds, python, or both with a comma between them", word)
		}
	}
	return asked
}

func (r *reader) verdicts(name string) []repro.Verdict {
	var verdicts []repro.Verdict
	words := strings.Split(strings.ToLower(r.text(name)), ",")
	for _, word := range words {
		switch word = strings.TrimSpace(word); {
		case word == "never" && len(words) == 1:
		case word == string(repro.Drifted), word == string(repro.Unverified):
			verdicts = append(verdicts, repro.Verdict(word))
		default:
			r.problem(name, "%q: write never, or drifted and unverified with a comma between them", r.text(name))
			return nil
		}
	}
	return verdicts
}
