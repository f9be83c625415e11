package recorded

import (
	"crypto/hmac"
	hashes "crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// passing are variables of a session, a machine or a job: they differ everywhere.
var passing = []string{
	"PWD", "OLDPWD", "SHLVL", "_", "HOME", "USER", "LOGNAME", "HOSTNAME", "MAIL", "SHELL", "TERM", "COLORTERM", "COLUMNS", "LINES", "DISPLAY", "EDITOR", "PAGER", "VISUAL",
	"TMPDIR", "TEMP", "TMP", "PATH", "MANPATH", "INFOPATH", "PS1", "PROMPT", "LS_COLORS", "MAKELEVEL", "MAKEFLAGS", "MFLAGS", "MAKE_TERMOUT", "MAKE_TERMERR", "VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT",
	"PYTHONPATH", "PYTHONUNBUFFERED", "MLFLOW_RUN_CONTEXT", "MLFLOW_RUN_ID", "MLFLOW_TRACKING_URI", "MLFLOW_REGISTRY_URI", "INVOCATION_ID", "JOURNAL_STREAM", "CI", "WINDOWID", "TERM_PROGRAM", "TERM_PROGRAM_VERSION",
}

// passingStart begin the names of more of them.
var passingStart = []string{"SSH_", "XDG_", "DBUS_", "GPG_", "GNOME_", "KDE_", "VSCODE_", "GITHUB_", "RUNNER_", "ACTIONS_", "CI_", "GITLAB_", "JENKINS_", "BUILD_", "KUBERNETES_", "REPRODUCE_", "GIT_", "LESS", "CONDA_", "SLURM_", "DVC_", "INPUT_", "BASH_", "ZSH_"}

// Variables are those of an environment, sorted by their names. isSecret says whether a
// value, under its name, is one that nobody may see.
func Variables(environ []string, salt string, isSecret func(name, value string) bool) []Variable {
	var found []Variable
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		if !variable.MatchString(name) || isPassing(name) || len(found) >= MaxFiles {
			continue
		}
		v := Variable{Name: name}
		switch {
		case isSecret(name, value):
		case repro.Steers(name) && repro.IsSteering(name, value):
			v.Value = value
		default:
			v.Digest = digestOf(salt, name, value)
		}
		found = append(found, v)
	}
	order.By(found, func(a, b Variable) int { return strings.Compare(a.Name, b.Name) })
	return found
}

func isPassing(name string) bool {
	return slices.Contains(passing, name) || slices.ContainsFunc(passingStart, func(start string) bool { return strings.HasPrefix(name, start) })
}

// digestOf is two bytes of a keyed hash: another value shows, but for one in 65,536, and
// of a list of guesses too many fit for one of them to be known.
func digestOf(salt, name, value string) string {
	mac := hmac.New(hashes.New, []byte(salt))
	mac.Write([]byte(name + "\x00" + value))
	return hex.EncodeToString(mac.Sum(nil)[:2])
}

// A VariableChange is a variable that is another in another environment.
type VariableChange struct {
	Name, Then, Now string // "" is not set
	Value           bool   // Then and Now are the values; else the value was not recorded
}

// Against says which variables are others in an environment. Those of a session or a
// machine are left out, as are secrets that no program names, and variables that were not there,
// steer nothing and that no program names. unknown are the secrets that were there and are.
func (e Environment) Against(environ []string, named func(name string) bool) (changes []VariableChange, unknown []string) {
	now := map[string]string{}
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		now[name] = value
	}
	known := map[string]bool{}
	for _, v := range e.Variables {
		known[v.Name] = true
		value, set := now[v.Name]
		switch {
		case isPassing(v.Name), isHidden(v) && !named(v.Name):
		case isHidden(v) && set:
			unknown = append(unknown, v.Name)
		case isHidden(v):
			changes = append(changes, VariableChange{v.Name, repro.AValue, "", false})
		case v.Value != "" && v.Value != value && set && !repro.IsSteering(v.Name, value):
			changes = append(changes, VariableChange{v.Name, v.Value, repro.AnotherValue, false})
		case v.Value != "" && v.Value != value:
			changes = append(changes, VariableChange{v.Name, v.Value, value, true})
		case v.Digest != "" && !set:
			changes = append(changes, VariableChange{v.Name, repro.AValue, "", false})
		case v.Digest != "" && digestOf(e.Salt, v.Name, value) != v.Digest:
			changes = append(changes, VariableChange{v.Name, repro.AValue, repro.AnotherValue, false})
		}
	}
	steering := slices.Clone(repro.Steering)
	for name := range now {
		if repro.SeedVariable(name) || !known[name] && !isPassing(name) && !repro.Steers(name) && variable.MatchString(name) && named(name) {
			steering = append(steering, name)
		}
	}
	slices.Sort(steering[len(repro.Steering):])
	for _, name := range steering {
		if value := now[name]; value != "" && !known[name] && e.Salt != "" {
			if !repro.IsSteering(name, value) || !repro.Steers(name) && !repro.SeedVariable(name) {
				changes = append(changes, VariableChange{name, "", repro.AValue, false})
				continue
			}
			changes = append(changes, VariableChange{name, "", value, true})
		}
	}
	return changes, unknown
}

// Threads are the variables that say how many threads compute, as one text.
func (e Environment) Threads() string {
	var set []string
	for _, v := range e.Variables {
		if v.Value != "" && strings.HasSuffix(v.Name, "_THREADS") {
			set = append(set, v.Name+" = "+v.Value)
		}
	}
	return strings.Join(set, ", ")
}
