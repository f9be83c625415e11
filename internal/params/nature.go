package params

import (
	"github.com/reproduce-action/reproduce/internal/params/literal"
	"regexp"
	"slices"
	"strings"
)

// Params that name what only one training has, by a value that can be no input or
// by a name that says so.

var (
	codeName   = regexp.MustCompile(`(?i)commit|(?:^|[._-])(?:sha1?|rev|revision|git[._-]?hash)(?:$|[._-])`)
	machine    = regexp.MustCompile(`(?i)^(?:host|node|node_?name|machine(?:_?name)?|computer(?:_?name)?|server|fqdn)$`)
	processID  = regexp.MustCompile(`(?i)^(?:\w+_)?(?:pid|process_?id|slurm_job_?id|build_?(?:id|number)|github_run_(?:id|number|attempt))$`)
	uniqueName = regexp.MustCompile(`(?i)^(?:(?:run|exp|experiment|session|trial|job)_?)?(?:uuid|guid)$|^session_?id$`)
	uuidValue  = regexp.MustCompile(`(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$`)
	dateName   = regexp.MustCompile(`(?i)^(?:(?:run|train|training|experiment|exp|creation|current)_?)?(?:date|day|today)$|^(?:created|trained|started|run)_(?:on|at)$`)
	session    = regexp.MustCompile(`^(?:SHLVL|OLDPWD|_|TERM|TERM_[A-Z_]+|COLUMNS|LINES|SSH_[A-Z_]+|XDG_SESSION_ID|WINDOWID|TMUX[A-Z_]*|STY|LS_COLORS|DBUS_SESSION_BUS_ADDRESS|DISPLAY|INVOCATION_ID|JOURNAL_STREAM|MLFLOW_RUN_CONTEXT|GITHUB_(?:RUN|SHA|REF|HEAD|ACTION|ENV|PATH|OUTPUT|STATE|STEP|WORKFLOW|EVENT)[A-Z_]*)$`)
	token      = regexp.MustCompile(`^[\w./@+-]{1,200}$`)
	digitsOnly = regexp.MustCompile(`^[0-9]{1,20}$`)
	hexOnly    = regexp.MustCompile(`^[0-9a-f]{7,64}$`)

	// hook is what an observed training has first in PYTHONPATH.
	hook = regexp.MustCompile(`[^\s:;'"=]*\.observe[/\\]hook[:;]?`)
	// described is a commit as git describe and setuptools-scm name it.
	described = regexp.MustCompile(`(?:(?:\.dev|-)[0-9]+)?[-+]g([0-9a-f]{7,64})\b(?:\.d[0-9]{8}|-dirty)?`)

	natureWord = regexp.MustCompile(`(?i)^(?:time|timestamp|date|datetime|day|today|now|started|created|host|hostname|node|machine|user|username|pid|uuid|guid|branch|commit|sha|rev|revision|cwd|pwd|workdir|tmp|pythonpath|environ|version)$`)
	outWord    = regexp.MustCompile(`(?i)^(?:out|output|outputs|log|logs|logdir|save|result|results|artifact|artifacts|report|run)$`)
	pathWord   = regexp.MustCompile(`(?i)^(?:dir|directory|folder|path|root|logdir)$`)
	nameWords  = regexp.MustCompile(`[A-Za-z]+`)
)

// ByNature says whether a param's name says that each training has another value:
// a time, a host, a commit, a directory for outputs.
func ByNature(name string) bool {
	words := nameWords.FindAllString(name, -1)
	has := func(which *regexp.Regexp) bool { return slices.ContainsFunc(words, which.MatchString) }
	return has(natureWord) || has(outWord) && has(pathWord)
}

// ownOfOne says whether the new value is what only this training has, so that it can
// be no input: its branch, its commit where the original's is not known, its machine.
func ownOfOne(name, original, reproduced string, a, b Known) bool {
	ofCommit := func(known Known) bool {
		return slices.ContainsFunc(known.Commits, func(commit string) bool { return commit != "" && strings.HasPrefix(commit, reproduced) })
	}
	unknown := !slices.ContainsFunc(a.Commits, func(commit string) bool { return commit != "" })
	switch {
	case !token.MatchString(original):
		return false
	case b.Branch != "" && reproduced == b.Branch:
		return true
	case codeName.MatchString(name) && unknown && hexOnly.MatchString(original) && hexOnly.MatchString(reproduced):
		return ofCommit(b)
	case machine.MatchString(name):
		return b.Host != "" && reproduced == b.Host
	}
	return false
}

// ofOneProcess says whether a name and a value are of what no two processes share.
func ofOneProcess(name, value string, _ Known) bool {
	return processID.MatchString(name) && digitsOnly.MatchString(value) || uniqueName.MatchString(name) && uuidValue.MatchString(value) || session.MatchString(name)
}

// ownDate says whether a value is the day on which its run began, under a name that
// says so. A last day of the data has another.
func ownDate(name, value string, known Known) bool {
	if !dateName.MatchString(name) || known.Run.Started.IsZero() {
		return false
	}
	for _, days := range []int{-1, 0, 1} { // its clock may be of another zone
		day := known.Run.Started.UTC().AddDate(0, 0, days)
		if value == day.Format("2006-01-02") || value == day.Format("20060102") {
			return true
		}
	}
	return false
}

// unhooked is a value without what an observed training has more in its
// environment; where nothing else stood there, None.
func unhooked(value string) string {
	without := hook.ReplaceAllString(value, "")
	if without == "" && value != "" {
		return "None"
	}
	return without
}

// ours are variables that a training which is observed and watched has.
var ours = regexp.MustCompile(`^(?:REPRODUCE_[A-Z_]+|PYTHONUNBUFFERED|PYTHONPATH|MLFLOW_TRACKING_URI)$`)

// sameEnviron compares the reprs of two environments, by what is not of one session.
func sameEnviron(original, reproduced string, a, b Known) bool {
	x, y := environOf(original), environOf(reproduced)
	if x == nil || y == nil {
		return false
	}
	for name, value := range x {
		now, has := y[name]
		if value != now && !(has && Derived(name, value, now, a, b) != "") && !session.MatchString(name) && !(ours.MatchString(name) && !has) {
			return false
		}
	}
	for name := range y {
		if _, had := x[name]; !had && !session.MatchString(name) && !(ours.MatchString(name) && unhooked(y[name]) == "None" || ours.MatchString(name) && name != "PYTHONPATH") {
			return false
		}
	}
	return true
}

// environOf reads the repr of an environment; nil where a text is none.
func environOf(text string) map[string]string {
	text = strings.TrimSuffix(strings.TrimPrefix(text, "environ("), ")")
	if !strings.HasPrefix(text, "{") {
		return nil
	}
	value, err := literal.Parse(text)
	if err != nil || value.Kind != literal.Dict {
		return nil
	}
	found := map[string]string{}
	for i, key := range value.Keys {
		if key.Kind != literal.String || value.Items[i].Kind != literal.String {
			return nil
		}
		found[key.Text] = value.Items[i].Text
	}
	if _, has := found["PATH"]; !has {
		return nil
	}
	return found
}
