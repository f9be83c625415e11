package scaffold

import (
	"io/fs"
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/dvc"
	"github.com/reproduce-action/reproduce/internal/dvc/dvcconfig"
)

// Software is how a runner gets what a training needs.
type Software struct {
	Python  string   // its version, "3.11"
	Install []string // commands
	Prefix  string   // before the command that trains: "uv run "
	From    string   // the file that says so; "" where none does
}

var (
	pythonVersion  = regexp.MustCompile(`^\s*(3\.\d{1,2})`)
	requiresPython = regexp.MustCompile(`(?m)^\s*(?:requires-python|python)\s*=\s*["'][^"'\d]*(3\.\d{1,2})`)
	needsDVC       = regexp.MustCompile(`(?im)(?:^|["'\s])dvc(?:[-_]\w+)?\s*(?:\[|[=<>~!;"',]|$)`)
)

// softwareOf reads the lock files and requirements of a project, the strictest first.
func softwareOf(files fs.FS, withDVC string) Software {
	s := Software{Python: "3.11"}
	project, _ := readSmall(files, "pyproject.toml")
	if found := requiresPython.FindStringSubmatch(project); found != nil {
		s.Python = found[1]
	}
	if text, ok := readSmall(files, ".python-version"); ok {
		if found := pythonVersion.FindStringSubmatch(text); found != nil {
			s.Python = found[1]
		}
	}
	for _, kind := range []struct {
		file    string
		install []string
		prefix  string
	}{
		{"uv.lock", []string{"pip install uv", "uv sync --locked"}, "uv run "},
		{"poetry.lock", []string{"pip install poetry", "poetry install --no-interaction"}, "poetry run "},
		{"Pipfile.lock", []string{"pip install pipenv", "pipenv sync"}, "pipenv run "},
		{"requirements.txt", []string{"pip install -r requirements.txt"}, ""},
		{"environment.yml", []string{`"$CONDA/bin/conda" env create --name train --file environment.yml`}, `"$CONDA/bin/conda" run --name train --no-capture-output `},
		{"pyproject.toml", []string{"pip install ."}, ""},
		{"setup.py", []string{"pip install ."}, ""},
	} {
		text, ok := readSmall(files, kind.file)
		if !ok {
			continue
		}
		s.From, s.Install, s.Prefix = kind.file, kind.install, kind.prefix
		if s.Prefix != "" && kind.file != "environment.yml" {
			text += project
		}
		if withDVC != "" && !needsDVC.MatchString(text) && !needsDVC.MatchString(project) {
			s.Install = append(s.Install[:len(s.Install):len(s.Install)], strings.TrimPrefix(s.Prefix, "uv run ")+"pip install '"+withDVC+"'")
			if kind.file == "uv.lock" {
				s.Install[len(s.Install)-1] = "uv pip install '" + withDVC + "'"
			}
		}
		return s
	}
	if withDVC != "" {
		s.Install = []string{"pip install '" + withDVC + "'"}
	}
	return s
}

// A dataRemote is where a project's data is kept, as far as a runner has to know.
type dataRemote struct {
	scheme  string // s3, gs, azure, ssh, https; "" where there is no remote
	local   bool   // a directory of this machine
	secrets []string
	pull    []string // the .dvc files to fetch
}

// dvcPackages are the packages of DVC for a scheme of a remote, and the variables that
// such a remote is read with. https://dvc.org/doc/user-guide/data-management/remote-storage
var dvcPackages = map[string]struct {
	name    string
	secrets []string
}{
	"s3":     {"dvc[s3]", []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}},
	"gs":     {"dvc[gs]", nil},
	"azure":  {"dvc[azure]", []string{"AZURE_STORAGE_CONNECTION_STRING"}},
	"ssh":    {"dvc[ssh]", nil},
	"gdrive": {"dvc[gdrive]", []string{"GDRIVE_CREDENTIALS_DATA"}},
}

var remoteURL = regexp.MustCompile(`(?m)^\s*url\s*=\s*([a-z0-9]+)://`)

// remoteOf reads the default remote of .dvc/config, which is committed.
func remoteOf(files fs.FS, pipeline *dvc.Project) dataRemote {
	var r dataRemote
	for _, tracked := range pipeline.Tracked {
		if tracked.Import == "" && !tracked.Runs {
			r.pull = append(r.pull, tracked.File)
		}
	}
	config, ok := readSmall(files, ".dvc/config")
	if !ok {
		return r
	}
	remote, named := dvcconfig.DefaultRemote(dvcconfig.Outer{}, []byte(config), nil, "/")
	if !named {
		return r
	}
	if r.local = remote.Dir != ""; r.local {
		return r
	}
	section := config[max(0, strings.Index(config, `remote "`+remote.Name+`"`)):]
	if found := remoteURL.FindStringSubmatch(section); found != nil {
		r.scheme = found[1]
	}
	r.secrets = dvcPackages[r.scheme].secrets
	return r
}

// packageName is what DVC's own package is called for such a remote.
func (r dataRemote) packageName() string {
	if kind, ok := dvcPackages[r.scheme]; ok {
		return kind.name
	}
	return "dvc"
}
