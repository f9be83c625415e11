package scaffold

import (
	"fmt"
	"io/fs"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
)

const (
	uriName      = "MLFLOW_TRACKING_URI"
	userName     = "MLFLOW_TRACKING_USERNAME"
	passwordName = "MLFLOW_TRACKING_PASSWORD" //nolint:gosec // G101: the name of one
	tokenName    = "MLFLOW_TRACKING_TOKEN"    //nolint:gosec // G101: the name of one
)

// Tracking is how a job reaches the MLflow server: expressions that name variables and
// secrets of GitHub, never a secret itself.
type Tracking struct {
	URI      string     // an expression, or an address that a workflow of the repository has already
	Env      []variable // credentials
	Known    bool       // something of the repository or the environment names a server
	Found    []string   // where, in sentences
	Warnings []string
}

// A variable is a line of env:.
type variable struct{ name, value string }

var (
	wholeExpression = regexp.MustCompile(`^\$\{\{\s*(vars|secrets)\.([A-Za-z_][A-Za-z0-9_]*)\s*\}\}$`)
	commentLine     = regexp.MustCompile(`(?m)^[ \t]*#.*$`)
	envLine         = regexp.MustCompile(`(?m)^\s*(?:export\s+)?(MLFLOW_[A-Z0-9_]+)\s*=\s*["']?(\S*)`)
	setsURI         = regexp.MustCompile(`(?m)^[^#\n]*set_tracking_uri\(\s*(["'][^"'\n]*["'])?`)
)

// trackingOf looks for MLflow's settings in workflows, in .env and in the code. getenv
// tells whether a credential is set here; its value is not looked at. said is an address
// that a person gave, or the environment's.
func trackingOf(files fs.FS, workflows []Workflow, getenv func(string) string, said string) Tracking {
	t := Tracking{URI: "${{ vars." + uriName + " }}", Known: isServer(said)}
	names := map[string]bool{}
	for _, name := range []string{userName, passwordName, tokenName} {
		names[name] = getenv(name) != ""
	}
	written := map[string]string{}
	for _, w := range workflows {
		eachSetting(w.root, func(name, value string) {
			if _, twice := written[name]; !twice || w.Trains {
				written[name] = value
			}
		})
	}
	if value, ok := written[uriName]; ok {
		if wholeExpression.MatchString(value) || isServer(value) && !hasPassword(value) {
			t.URI, t.Known = value, true
			t.Found = append(t.Found, "The workflows name the MLflow server: "+value+".")
		}
	}
	if text, ok := readSmall(files, ".env"); ok {
		for _, found := range envLine.FindAllStringSubmatch(text, 100) {
			if _, credential := names[found[1]]; credential {
				names[found[1]] = true
			}
			if found[1] == uriName && isServer(found[2]) {
				t.Known = true
				t.Found = append(t.Found, "The file .env has "+uriName+"; its value is copied nowhere.")
			}
		}
	}
	t.credentials(names, written)
	t.code(files)
	return t
}

// credentials are a token or a name and a password, by the secrets that the workflows
// name for them.
func (t *Tracking) credentials(names map[string]bool, written map[string]string) {
	expression := func(name string) variable {
		if value := written[name]; wholeExpression.MatchString(value) {
			return variable{name, value}
		}
		return variable{name, "${{ secrets." + name + " }}"}
	}
	_, token := written[tokenName]
	_, user := written[userName]
	if token = token || names[tokenName]; token && !user && !names[userName] {
		t.Env = []variable{expression(tokenName)}
		return
	}
	t.Env = []variable{expression(userName), expression(passwordName)}
}

// code warns of programs that choose the server themselves: the variable is then nothing
// to them.
func (t *Tracking) code(files fs.FS) {
	for _, name := range pythonFiles(files) {
		text, _ := readSmall(files, name)
		at := setsURI.FindStringSubmatchIndex(text)
		if at == nil || at[2] < 0 {
			continue // it takes the address from somewhere
		}
		address := text[at[2]+1 : at[3]-1]
		t.Known = t.Known || isServer(address) && !onThisMachine(address)
		t.Warnings = append(t.Warnings, fmt.Sprintf("%s:%d calls set_tracking_uri with a fixed address, which outranks %s. Leave the call out, or the training may log elsewhere than reproduce reads.",
			name, 1+strings.Count(text[:at[2]], "\n"), uriName))
		if len(t.Warnings) == 3 {
			return
		}
	}
}

// eachSetting calls visit for every variable of MLflow's that a workflow sets.
func eachSetting(n *doc.Node, visit func(name, value string)) {
	if n == nil {
		return
	}
	for i, value := range n.Values {
		if n.Kind == doc.Map {
			name := n.Keys[i].Text
			if name == "tracking-uri" {
				name = uriName
			}
			if text, ok := value.Str(); ok && slices.Contains([]string{uriName, userName, passwordName, tokenName}, name) {
				visit(name, strings.TrimSpace(text))
			}
		}
		eachSetting(value, visit)
	}
}

func isServer(address string) bool {
	return strings.HasPrefix(address, "http://") || strings.HasPrefix(address, "https://")
}

func hasPassword(address string) bool {
	u, err := url.Parse(address)
	return err != nil || u.User != nil || u.RawQuery != ""
}

func onThisMachine(address string) bool {
	u, err := url.Parse(address)
	return err != nil || u.Hostname() == "localhost" || strings.HasPrefix(u.Hostname(), "127.") || u.Hostname() == "::1"
}

// settingsIn gives the variables and secrets that expressions name, to be set on GitHub.
// Lines that are comments name none.
func settingsIn(texts ...string) (variables, secrets []string) {
	for _, text := range texts {
		text = commentLine.ReplaceAllString(text, "")
		for _, found := range regexp.MustCompile(`\$\{\{[^}]*?\b(vars|secrets)\.([A-Za-z_][A-Za-z0-9_]*)`).FindAllStringSubmatch(text, 1000) {
			list := &variables
			if found[1] == "secrets" {
				list = &secrets
			}
			if !slices.Contains(*list, found[2]) && found[2] != "GITHUB_TOKEN" {
				*list = append(*list, found[2])
			}
		}
	}
	return variables, secrets
}
