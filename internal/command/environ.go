package command

import (
	"slices"
	"strings"
)

// jobOnly are the variables of the job around us that a training must not see:
// tokens that act for the job, files through which a step speaks to the runner
// (a training could write its own verdict there), and the repository and make
// process that happen to be around us rather than around the training.
var jobOnly = []string{
	"GITHUB_TOKEN", "GH_TOKEN", "GITHUB_ENTERPRISE_TOKEN", "GH_ENTERPRISE_TOKEN",
	"GITHUB_ENV", "GITHUB_PATH", "GITHUB_OUTPUT", "GITHUB_STATE", "GITHUB_STEP_SUMMARY",
	"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
	"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_PREFIX", "GIT_NAMESPACE",
	"GIT_CONFIG", "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE", "GIT_QUARANTINE_PATH",
	"MAKEFLAGS", "MFLAGS", "MAKELEVEL",
	"PWD", "OLDPWD",
}

// jobPrefixes are jobOnly's families. The runner passes inputs, secrets given
// to an action among them, as INPUT_*, and its own tokens as ACTIONS_*.
var jobPrefixes = []string{"INPUT_", "ACTIONS_"}

// Environ makes a training's environment: base, which is name=value as
// os.Environ gives it, without what belongs to the job, then extra, which
// replaces variables of the same name. Entries without a name or with a NUL
// are dropped.
func Environ(base []string, extra map[string]string) []string {
	env := make([]string, 0, len(base)+len(extra))
	for _, entry := range base {
		name, _, ok := strings.Cut(entry, "=")
		if _, replaced := extra[name]; !ok || name == "" || replaced || belongsToJob(name) || strings.ContainsRune(entry, 0) {
			continue
		}
		env = append(env, entry)
	}
	for name, value := range extra {
		if name == "" || strings.ContainsAny(name, "=\x00") || strings.ContainsRune(value, 0) {
			continue
		}
		env = append(env, name+"="+value)
	}
	slices.Sort(env)
	return env
}

func belongsToJob(name string) bool {
	return slices.Contains(jobOnly, name) || slices.ContainsFunc(jobPrefixes, func(prefix string) bool {
		return strings.HasPrefix(name, prefix)
	})
}
