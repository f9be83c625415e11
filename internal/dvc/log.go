package dvc

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

const maxNoted = 1000 // stages and lines remembered of one log

// A Log is what dvc repro and make said they did, gathered line by line. The
// lines are those of a training and may say anything: that a stage was skipped is
// taken at its word, that one ran is no proof (dvc repro --dry says it as well).
type Log struct {
	Executed []string // stages it said it ran, by name
	Skipped  []string // stages it said it did not run, by name
	Lines    []string // the lines in which it said so
	Failed   []string // stages whose last attempt it said failed
	Idle     []string // goals that make said it had nothing to do for
	UpToDate bool     // it said that nothing had to be done
	NoData   bool     // it said that data which a .dvc file tracks are not there

	last string // the stage it said last that it ran
}

var (
	// A log of a job starts each line with a time, one of a container with a
	// name and a bar; colours cut words apart.
	colour   = regexp.MustCompile("\x1b\\[[0-9;:]*[A-Za-z]")
	prefixes = regexp.MustCompile(`^\s*(?:\d{4}-\d\d-\d\dT[\d:.]+Z?\s+)?(?:[\w.-]+\s*\|\s*)?(?:(?:INFO|WARNING|ERROR)\s*:?\s*)?`)

	quoted     = `["'` + "`" + `‘’“”]`
	running    = regexp.MustCompile(`^Running (?:stage|callback stage|command for stage) ` + quoted + `(.+?)` + quoted + `(?: with command)?\s*:`)
	unchanged  = regexp.MustCompile(`^Stage ` + quoted + `(.+?)` + quoted + ` (?:didn` + quoted + `?t change\b|is cached\b)`)
	pulled     = regexp.MustCompile(`^Pulling data for stage: ` + quoted + `(.+?)` + quoted)
	notPulled  = regexp.MustCompile(`^Unable to pull data for stage: ` + quoted + `(.+?)` + quoted)
	frozen     = regexp.MustCompile(`^(?i:verifying outputs in frozen )?stage: ` + quoted + `(.+?)` + quoted + `(?:$| is frozen\b)`)
	failed     = regexp.MustCompile(`^failed to reproduce(?: stages?:?)? (` + quoted + `.+)`)
	afterFail  = regexp.MustCompile(`^Stages? (` + quoted + `.+?` + quoted + `) will be skipped due to this failure`)
	idle       = regexp.MustCompile(`^(?:g?make(?:\[\d+\])?: )?(?:Nothing to be done for ` + quoted + `(.+?)` + quoted + `|` + quoted + `(.+?)` + quoted + ` is up to date)\.?$`)
	oneName    = regexp.MustCompile(quoted + `([^"'` + "`" + `‘’“”]+)` + quoted)
	nothingNew = "Data and pipelines are up to date"
)

// Read takes one line, without its line end.
func (l *Log) Read(line string) {
	if len(line) > 16<<10 {
		line = line[:16<<10]
	}
	if !mayTell(line) {
		return
	}
	text := colour.ReplaceAllString(line, "")
	prefix := prefixes.FindString(text)
	text = strings.TrimRight(text[len(prefix):], " \t\r")
	switch {
	case running.MatchString(text):
		l.last = running.FindStringSubmatch(text)[1]
		l.Executed = note(l.Executed, l.last)
		l.Failed = without(l.Failed, func(failed string) bool { return failed == l.last }) // it is tried again
	case strings.HasSuffix(text, " (ignored)") && strings.Contains(prefix, "WARNING"): // --ignore-errors: what failed is not named
		l.Failed = note(l.Failed, cmp.Or(l.last, "a stage"))
	case notPulled.MatchString(text): // what "Pulling" announced did not happen
		name := notPulled.FindStringSubmatch(text)[1]
		l.Skipped = without(l.Skipped, func(skipped string) bool { return skipped == name })
		l.Lines = without(l.Lines, func(line string) bool {
			found := pulled.FindStringSubmatch(line)
			return found != nil && found[1] == name
		})
	case strings.HasPrefix(text, nothingNew):
		l.UpToDate = true
		l.Lines = note(l.Lines, text)
	case failed.MatchString(text):
		l.NoData = l.NoData || strings.Contains(text, "missing data 'source'")
		for _, name := range oneName.FindAllStringSubmatch(failed.FindStringSubmatch(text)[1], maxNoted) {
			l.Failed = note(l.Failed, name[1])
			break // what follows the name is the reason
		}
	case afterFail.MatchString(text):
		for _, name := range oneName.FindAllStringSubmatch(afterFail.FindStringSubmatch(text)[1], maxNoted) {
			l.skip(name[1], text)
		}
	case idle.MatchString(text):
		found := idle.FindStringSubmatch(text)
		l.Idle = note(l.Idle, cmp.Or(found[1], found[2]))
		l.Lines = note(l.Lines, text)
	default:
		for _, pattern := range []*regexp.Regexp{unchanged, pulled, frozen} {
			if found := pattern.FindStringSubmatch(text); found != nil {
				l.skip(found[1], text)
				return
			}
		}
	}
}

// mayTell says whether a line may be one that is read: most are a training's own.
func mayTell(line string) bool {
	for _, part := range []string{"tage", "up to date", "Nothing to be done", "(ignored)", "failed to reproduce", "\x1b"} {
		if strings.Contains(line, part) {
			return true
		}
	}
	return false
}

func (l *Log) skip(name, line string) {
	l.Skipped = note(l.Skipped, name)
	l.Lines = note(l.Lines, line)
}

// note adds an item once.
func note(list []string, item string) []string {
	if len(list) >= maxNoted {
		return list
	}
	return distinct(append(list, item))
}

func without(list []string, out func(string) bool) []string {
	return slices.DeleteFunc(slices.Clone(list), out)
}

// Ran says whether the log names the stage among those that ran, and Skips
// whether among those that did not. Both can be true of a log of several
// calls. DVC prints names relative to where it was called, so that a stage of
// another directory is known by its own name alone.
func (l Log) Ran(stage string) bool { return slices.ContainsFunc(l.Executed, called(stage)) }

// Skips is described at Ran.
func (l Log) Skips(stage string) bool { return slices.ContainsFunc(l.Skipped, called(stage)) }

func called(stage string) func(string) bool {
	short := func(name string) string { return name[strings.LastIndex(name, ":")+1:] }
	return func(said string) bool { return said == stage || short(said) == short(stage) }
}
