package environment

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/command"
	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/packaging"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// An installer makes environments and installs into them: uv, or Python's own venv and pip.
type installer struct {
	uv     string // its path; "" for pip
	python string // that the environment is made of
}

// name is how people call it.
func (i installer) name() string {
	if i.uv != "" {
		return "uv"
	}
	return "pip"
}

// installer takes uv where it is on PATH. Where only pip is told where packages come from,
// uv would look elsewhere: pip is taken then.
func (b *Builder) installer(python string) installer {
	uv := lookPath(b.Environ, "uv")
	if uv != "" && b.says(pipSources, pipFiles, pipSource) && !b.says(uvSources, uvFiles, nil) {
		uv = ""
	}
	return installer{uv, python}
}

var (
	pipSources = []string{"PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX"}
	uvSources  = []string{"UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS", "UV_CONFIG_FILE"}
	pipSource  = regexp.MustCompile(`(?m)^\s*(?:(?:extra-)?index-url|find-links|no-index)\s*=`)

	pipFiles = []string{"$PIP_CONFIG_FILE", "$XDG_CONFIG_HOME/pip/pip.conf", "$HOME/.config/pip/pip.conf", "$HOME/.pip/pip.conf", "$HOME/Library/Application Support/pip/pip.conf", "/etc/pip.conf", "/etc/xdg/pip/pip.conf"}
	uvFiles  = []string{"$XDG_CONFIG_HOME/uv/uv.toml", "$HOME/.config/uv/uv.toml", "/etc/uv/uv.toml"}
)

// says tells whether a variable is set, or a file has what is looked for.
func (b *Builder) says(variables, files []string, what *regexp.Regexp) bool {
	if slices.ContainsFunc(variables, func(name string) bool { return getenv(b.Environ, name) != "" }) {
		return true
	}
	return slices.ContainsFunc(files, func(file string) bool {
		file = os.Expand(file, func(name string) string { return getenv(b.Environ, name) })
		if !filepath.IsAbs(file) {
			return false
		}
		data, err := doc.ReadFile(os.DirFS(filepath.Dir(file)), filepath.Base(file))
		return err == nil && (what == nil || what.Match(data))
	})
}

// kept are the variables of pip and uv that say where packages come from and how they are
// fetched. All others could have them installed elsewhere, or others.
var kept = regexp.MustCompile(`^(?:PIP_(?:INDEX_URL|EXTRA_INDEX_URL|FIND_LINKS|NO_INDEX|CERT|CLIENT_CERT|TRUSTED_HOST|PROXY|RETRIES|TIMEOUT|DEFAULT_TIMEOUT|CACHE_DIR|CONFIG_FILE|KEYRING_PROVIDER|DISABLE_PIP_VERSION_CHECK)` +
	`|UV_(?:DEFAULT_INDEX|INDEX|INDEX_[A-Z0-9_]+|EXTRA_INDEX_URL|FIND_LINKS|CACHE_DIR|OFFLINE|HTTP_TIMEOUT|HTTP_RETRIES|NATIVE_TLS|SYSTEM_CERTS|INSECURE_HOST|KEYRING_PROVIDER|CONFIG_FILE|PYTHON_INSTALL_DIR|PYTHON_INSTALL_MIRROR|CONCURRENT_[A-Z]+))$`)

// foreign are variables of other environments, and of Python itself.
var foreign = []string{"VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", "CONDA_PREFIX", "CONDA_DEFAULT_ENV", "CONDA_PYTHON_EXE", "PYTHONHOME", "PYTHONPATH", "PYTHONUSERBASE", "__PYVENV_LAUNCHER__"}

// environ is the environment of the installer.
func (b *Builder) environ() []string {
	return slices.DeleteFunc(slices.Clone(b.Environ), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		tools := strings.HasPrefix(name, "PIP_") || strings.HasPrefix(name, "UV_")
		return slices.Contains(foreign, name) || tools && !kept.MatchString(name)
	})
}

// run runs a program to its end, and tells its output to who waits.
func (b *Builder) run(ctx context.Context, dir string, args ...string) repro.Execution {
	quoted := make([]string, len(args))
	for i, arg := range args {
		quoted[i] = wording.Quote(arg)
	}
	return command.Run(ctx, command.Spec{Command: strings.Join(quoted, " "), Dir: dir, Env: b.environ(), Grace: time.Second, OnLine: func(text string, ends bool) {
		if ends && b.OnLine != nil {
			b.OnLine(text)
		}
	}})
}

// make makes an empty environment in dir.
func (b *Builder) make(ctx context.Context, i installer, dir string) repro.Execution {
	if i.uv != "" {
		return b.run(ctx, filepath.Dir(dir), i.uv, "venv", "--quiet", "--no-project", "--no-python-downloads", "--python", i.python, dir)
	}
	return b.run(ctx, filepath.Dir(dir), i.python, "-I", "-m", "venv", dir)
}

// install installs what the files requirements.txt and constraints.txt beside the
// environment say; dry only resolves.
func (b *Builder) install(ctx context.Context, i installer, w Target, dir string, dry bool) repro.Execution {
	beside, python := filepath.Dir(dir), filepath.Join(dir, "bin", "python")
	args := []string{python, "-I", "-m", "pip", "install", "--no-input", "--progress-bar", "off"}
	if i.uv != "" {
		// uv would link files of its cache, through which a training could write into that.
		args = []string{i.uv, "pip", "install", "--no-progress", "--link-mode", "copy", "--python", python}
		if w.bound(i) {
			args = append(args, "--exclude-newer", w.Before.UTC().Format(time.RFC3339))
		}
	}
	if !b.Allow.Builds {
		args = append(args, "--only-binary", ":all:")
	}
	if dry {
		args = append(args, "--dry-run")
	}
	args = append(args, "-r", "requirements.txt")
	if len(w.Pins)+len(w.Never) > 0 {
		args = append(args, "-c", "constraints.txt")
	}
	return b.run(ctx, beside, args...)
}

// list gives what is installed, by names in normal form.
func (b *Builder) list(ctx context.Context, i installer, dir string) ([]repro.Package, error) {
	python := filepath.Join(dir, "bin", "python")
	args := []string{python, "-I", "-m", "pip", "list", "--format", "json", "--disable-pip-version-check"}
	if i.uv != "" {
		args = []string{i.uv, "pip", "list", "--format", "json", "--python", python}
	}
	ctx, cancel := context.WithTimeout(ctx, listTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir, cmd.Env, cmd.WaitDelay = filepath.Dir(dir), b.environ(), time.Second
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("list what was installed: %w", err)
	}
	var listed []packageJSON
	if err := doc.DecodeJSON(bytes.NewReader(out), maxLock, &listed); err != nil {
		return nil, fmt.Errorf("list what was installed: %w", err)
	}
	packages := make([]repro.Package, len(listed))
	for k, p := range listed {
		packages[k] = repro.Package{Name: packaging.PackageName(p.Name), Version: p.Version}
	}
	return packages, nil
}

// listTime is how long the list of what is installed may take.
const listTime = 2 * time.Minute
