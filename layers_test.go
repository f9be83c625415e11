package main

import (
	"cmp"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"os"
)

const module = "github.com/reproduce-action/reproduce"

// layers says who may import whom. A package that is not listed is an error:
// adding one is a decision, and this is where it is written down.
var layers = map[string][]string{
	".":                   {"cli", "action", "app"},
	"repro":               {"wording"},
	"wording":             {},
	"decimal":             {},
	"packaging":           {"repro", "wording", "order"},
	"judge":               {"repro", "decimal", "order", "wording", "judge/distribution"},
	"judge/distribution":  {},
	"judge/drift":         {"decimal", "judge", "repro", "wording"},
	"judge/early":         {"decimal", "judge", "order", "repro"},
	"cause":               {"repro", "decimal", "packaging", "wording", "order"},
	"evidence":            {"repro"},
	"experiment":          {"repro"},
	"explain":             {"train/local", "repro", "doc", "evidence", "experiment", "flow", "git", "gitformat", "judge", "lineage", "order", "packaging", "printable", "settings", "sideeffect", "train", "wording", "judge/early"},
	"challenge":           {"judge", "lineage", "repro", "order", "doc", "params", "wording"},
	"lineage":             {"repro", "doc", "gitformat", "mlflow", "params", "dvc", "settings", "cause", "judge", "packaging", "recorded", "scripts", "wording", "order", "lineage/contents", "lineage/sourcetext"},
	"lineage/contents":    {"doc", "lineage/sourcetext", "repro", "scripts"},
	"lineage/sourcetext":  {},
	"project":             {"repro", "doc", "params", "dvc", "git", "settings", "order", "wording"},
	"due":                 {"repro", "status", "order", "packaging"},
	"versions":            {"repro", "mlflow", "settings", "cause", "wording", "due", "status", "order"},
	"audit":               {"repro", "doc", "gitformat", "mlflow", "params", "dvc", "git", "settings", "judge", "packaging", "wording", "lineage", "project", "recorded", "versions", "dvc/dvcconfig", "order"},
	"doc":                 {"printable", "order"},
	"mlflow":              {"repro", "doc", "wording", "printable", "mlflow/rest", "order"},
	"mlflow/rest":         {"repro", "retryafter", "doc", "printable", "order"},
	"params":              {"repro", "doc", "printable", "wording", "params/literal"},
	"params/literal":      {"doc"},
	"dvc":                 {"repro", "doc", "decimal", "scripts", "wording", "printable"},
	"dvc/dvcconfig":       {},
	"scripts":             {},
	"git":                 {"repro", "filelock", "gitformat", "removal", "wording", "printable", "order", "git/clones"},
	"git/gittest":         {},
	"git/clones":          {"filelock"},
	"order":               {},
	"removal":             {},
	"gitformat":           {},
	"retryafter":          {},
	"github":              {"repro", "retryafter", "printable"},
	"github/zipfile":      {"github"},
	"github/gitdata":      {"repro", "gitformat", "github", "github/zipfile", "printable", "order"},
	"github/workflow":     {"repro", "doc", "gitformat", "github", "github/zipfile", "github/gitdata", "printable", "order", "wording"},
	"issue":               {"repro", "judge", "decimal", "judge/drift"},
	"github/issues":       {"github", "issue", "printable"},
	"github/pullrequest":  {"repro", "gitformat", "github", "printable", "order"},
	"command":             {"repro", "printable"},
	"history":             {"repro", "doc", "cause", "gitformat", "judge", "wording", "order", "status", "judge/drift"},
	"page":                {"repro", "cause", "judge", "status", "decimal", "printable", "wording", "order"},
	"status":              {"repro", "order", "judge/drift"},
	"webhook":             {"printable"},
	"report":              {"packaging", "due", "evidence", "repro", "scaffold", "doc", "audit", "cause", "decimal", "judge", "wording", "printable", "gitformat", "report/markdown", "report/terminal", "order"},
	"report/markdown":     {"printable", "wording", "gitformat"},
	"report/terminal":     {"printable", "wording"},
	"report/reportjson":   {"repro", "scaffold", "doc", "evidence", "experiment", "audit", "judge", "report", "settings", "wording"},
	"report/reporttest":   {"repro", "audit", "decimal", "judge"},
	"statement":           {"repro", "doc", "evidence"},
	"demo":                {"doc"},
	"observe":             {"order", "removal", "observe/system", "lineage/sourcetext", "wording"},
	"observe/system":      {},
	"recorded":            {"doc", "order", "repro"},
	"record":              {"command", "doc", "dvc", "filelock", "git", "gitformat", "lineage", "mlflow", "observe", "order", "project", "recorded", "redact", "repro", "train/othercode", "wording"},
	"nextstep":            {"evidence", "repro", "lineage", "settings", "wording"},
	"train":               {"repro", "observe", "dvc", "git", "gitformat", "lineage", "printable", "wording", "train/filestate", "train/lend"},
	"train/absent":        {"repro", "dvc", "lineage", "lineage/sourcetext", "mlflow", "wording", "train/filekind", "train/filestate"},
	"train/hosted":        {"repro", "doc", "dvc", "github/gitdata", "github/workflow", "gitformat", "lineage", "lineage/contents", "printable", "train", "train/absent", "train/filekind", "train/filestate", "wording"},
	"train/local":         {"repro", "command", "doc", "dvc", "dvc/dvcconfig", "git", "gitformat", "lineage", "lineage/contents", "lineage/sourcetext", "mlflow", "observe", "order", "packaging", "printable", "project", "train", "train/absent", "train/filekind", "train/filestate", "train/lend", "train/othercode", "wording", "observe/system"},
	"environment":         {"repro", "command", "doc", "filelock", "order", "packaging", "printable", "retryafter", "wording"},
	"filelock":            {},
	"train/lend":          {"printable", "repro", "wording"},
	"train/filekind":      {"repro", "dvc", "mlflow", "packaging"},
	"train/filestate":     {"doc", "lineage"},
	"train/othercode":     {"repro", "git", "lineage", "observe", "scripts", "train", "train/filekind", "train/filestate", "wording"},
	"flow":                {"train/filestate", "repro", "evidence", "challenge", "doc", "mlflow", "params", "dvc", "settings", "cause", "judge", "wording", "gitformat", "lineage", "project", "train", "printable", "nextstep", "sideeffect", "planning", "train/lend", "flow/collect", "flow/witness", "flow/siblings", "flow/histories", "judge/drift", "judge/early"},
	"flow/collect":        {"repro", "decimal", "doc", "dvc", "evidence", "gitformat", "judge", "lineage", "mlflow", "order", "params", "planning", "printable", "train", "wording"},
	"flow/witness":        {"repro", "decimal", "dvc", "evidence", "flow/collect", "judge", "lineage", "observe", "params", "planning", "remedy", "train", "wording"},
	"flow/siblings":       {"repro", "judge", "lineage", "mlflow", "params"},
	"flow/here":           {"challenge", "redact", "repro", "evidence", "flow", "flow/collect", "flow/histories", "flow/siblings", "judge", "lineage", "mlflow", "nextstep", "packaging", "params", "planning", "printable", "retryafter", "settings", "train", "train/local", "wording", "judge/early"},
	"flow/histories":      {"repro", "cause", "judge", "mlflow"},
	"flow/flowtest":       {"repro", "dvc", "mlflow", "mlflow/mlflowtest", "train", "lineage"},
	"remedy":              {"repro", "doc", "dvc", "lineage", "params", "placeholder", "project", "train", "wording"},
	"sideeffect":          {"repro", "evidence", "doc", "mlflow", "decimal", "wording"},
	"scaffold":            {"repro", "doc", "dvc", "dvc/dvcconfig", "lineage", "mlflow", "printable", "scripts", "settings", "wording", "order"},
	"placeholder":         {"repro", "doc", "params", "printable", "redact", "scripts", "wording"},
	"planning":            {"placeholder", "printable", "repro", "doc", "params", "dvc", "settings", "wording", "project", "redact"},
	"printable":           {},
	"redact":              {"doc", "order"},
	"settings":            {"doc", "gitformat", "repro", "judge", "wording"},
	"runner":              {"doc", "printable", "redact", "repro", "settings", "wording"},
	"progress":            {"printable"},
	"app":                 {"sideeffect", "train/absent", "gitformat", "filelock", "due", "webhook", "report/terminal", "flow", "page", "evidence", "planning", "github/gitdata", "github/workflow", "history", "mlflow", "params", "printable", "progress", "redact", "report", "repro", "settings", "audit", "cause", "judge", "wording", "lineage", "project", "versions", "train", "train/hosted", "statement", "report/reportjson", "retryafter", "judge/drift"},
	"action":              {"due", "report/terminal", "app", "page", "issue", "github/issues", "flow", "github", "github/gitdata", "github/pullrequest", "mlflow", "github/workflow", "printable", "redact", "report", "repro", "runner", "settings", "judge", "wording", "report/reportjson", "nextstep", "order", "status"},
	"cli":                 {"sideeffect", "status", "flow/here", "train/hosted", "train/local", "environment", "explain", "due", "report/terminal", "app", "page", "demo", "dvc", "flow", "git", "github", "github/gitdata", "mlflow", "printable", "progress", "redact", "report", "repro", "settings", "audit", "cause", "judge", "wording", "train", "report/reportjson", "nextstep", "project", "scaffold", "record", "recorded"},
	"longtest":            {},
	"mlflow/mlflowtest":   {},
	"github/githubtest":   {},
	"decimal/decimaltest": {},
	"github/projecttest":  {"repro", "github", "github/githubtest"},
}

// pure are the packages that reason and touch nothing outside.
var pure = []string{"printable", "repro", "wording", "decimal", "packaging", "judge", "judge/distribution", "judge/drift", "judge/early", "cause", "evidence", "experiment", "status", "issue", "due", "lineage/contents", "lineage/sourcetext"}

// homes says which packages each dependency lives in. One home for a neighbour
// keeps what we know about its faults in one place; go-github's has four rooms.
var homes = map[string][]string{
	"github.com/sethvargo/go-githubactions": {"runner"},
	"github.com/google/go-github/v60":       {"github", "github/gitdata", "github/workflow", "github/pullrequest", "github/issues"},
	"gopkg.in/yaml.v3":                      {"doc"},
	"github.com/go-json-experiment/json":    {"doc"},
	"github.com/pelletier/go-toml/v2":       {"doc"},
	"modernc.org/sqlite":                    {"mlflow"},
	"github.com/spf13/cobra":                {"cli"},
	"github.com/spf13/pflag":                {"cli"}, // cobra's own flags
	"golang.org/x/sys":                      {"observe/system", "record"},
	"golang.org/x/term":                     {"."},
	"gonum.org/v1/gonum":                    {"judge/distribution"},
	"github.com/aymanbagabas/go-udiff":      {"report"},
	"github.com/mattn/go-runewidth":         {"report/terminal"},
	"github.com/getkin/kin-openapi":         {"github/githubtest"},
}

// standard says the same of Go's own packages that reach outside, that a second kind of would
// be one too many, or that the product does without; the others may be imported by all.
var standard = map[string][]string{
	"net/http":               {"github", "github/gitdata", "github/workflow", "github/pullrequest", "mlflow/rest", "retryafter", "webhook", "github/githubtest", "github/projecttest", "mlflow/mlflowtest"},
	"net/http/httptest":      {"github/githubtest", "github/projecttest", "mlflow/mlflowtest"},
	"net":                    {"github", "mlflow/rest", "webhook", "github/githubtest", "mlflow/mlflowtest"},
	"os/exec":                {"command", "demo", "environment", "git", "record", "git/gittest", "github/githubtest", "github/projecttest"},
	"os/signal":              {".", "record"},
	"database/sql":           {"mlflow"},
	"sort":                   {"order", "github/githubtest"}, // others: slices, by package order
	"encoding/json/v2":       {"doc"},
	"encoding/json/jsontext": {"doc"},
	"reflect":                {"redact", "report/reportjson", "report/reporttest"},
	"testing":                {"flow/flowtest", "git/gittest", "github/githubtest", "github/projecttest", "longtest", "mlflow/mlflowtest", "report/reporttest"},
	"flag":                   {"report/reporttest"}, // flags are cobra's
	"math/rand":              {},                    // math/rand/v2
	"log":                    {},                    // what is said goes through app and runner, where secrets are hidden
	"log/slog":               {},
	"unsafe":                 {},
	"plugin":                 {},
	"text/template":          {}, // kept by the linker with all methods of all types: megabytes
	"html/template":          {},
}

// TestLayers parses every import of the product and holds it against the maps
// above. Tests may import anything.
func TestLayers(t *testing.T) {
	seen := map[string]bool{}
	err := fs.WalkDir(os.DirFS("."), ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (file == "testdata" || entry.Name() == "vendor" || strings.HasPrefix(entry.Name(), ".") && file != ".") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		pkg, within := strings.CutPrefix(path.Dir(file), "internal/")
		if !within && pkg != "." {
			t.Errorf("%s: a package lies below internal, or others may import it", file)
			return nil
		}
		allowed, listed := layers[pkg]
		if !listed {
			t.Errorf("%s: package %q is not in the layer map", file, pkg)
			return nil
		}
		seen[pkg] = true
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			checkImport(t, file, pkg, imported, allowed)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if !seen["repro"] || !seen["."] {
		t.Errorf("the walk saw %d packages and not the core: it looked in the wrong place", len(seen))
	}
}

func checkImport(t *testing.T, file, pkg, imported string, allowed []string) {
	t.Helper()
	if ours, ok := strings.CutPrefix(imported, module+"/internal/"); ok {
		if !slices.Contains(allowed, ours) {
			t.Errorf("%s: %s may not import %s", file, pkg, ours)
		}
		return
	}
	if slices.Contains(pure, pkg) {
		for _, outside := range []string{"os", "os/exec", "os/user", "io/fs", "path/filepath", "syscall", "net", "net/http", "crypto/rand", "math/rand/v2", "log", "log/slog"} {
			if imported == outside {
				t.Errorf("%s: %s does no I/O and may not import %s", file, pkg, imported)
			}
		}
	}
	if !strings.Contains(strings.Split(imported, "/")[0], ".") { // standard library
		if rooms, has := standard[imported]; has && !slices.Contains(rooms, pkg) {
			t.Errorf("%s: %s is at home in %s, not in %s", file, imported, cmp.Or(strings.Join(rooms, ", "), "no package"), pkg)
		}
		return
	}
	for dependency, rooms := range homes {
		if imported == dependency || strings.HasPrefix(imported, dependency+"/") {
			if !slices.Contains(rooms, pkg) {
				t.Errorf("%s: %s is at home in %s, not in %s", file, dependency, strings.Join(rooms, ", "), pkg)
			}
			return
		}
	}
	t.Errorf("%s: %s has no home; give it one in the map or do without it", file, imported)
}
