package othercode

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/lineage"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// Whether the program that a run names is one of the commit's. MLflow records
// sys.argv[0]: a path relative to where Python was started, a full one for modules
// (-m) and console scripts, and "-" or "-c" for code that no file holds.

// A Checkout is the place of a training, by the names that it held before.
type Checkout struct {
	top, dir string   // of the repository and of the project in it, full paths
	Files    []string // from the top, links among them
}

// maxFiles bounds the files that are looked at; what is beyond is not known.
const maxFiles = 200_000

// CheckoutOf looks at a place before its training.
func CheckoutOf(top, dir string) Checkout {
	c := Checkout{top: top, dir: dir}
	_ = fs.WalkDir(os.DirFS(top), ".", func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // what cannot be read cannot be run
		case len(c.Files) >= maxFiles:
			return fs.SkipAll
		case entry.IsDir() && entry.Name() == ".git":
			return fs.SkipDir
		case !entry.IsDir():
			c.Files = append(c.Files, file)
		}
		return nil
	})
	return c
}

// has says whether the commit has a file or a directory that a command may call
// so from one of its directories.
func (c Checkout) has(program string) bool {
	name := path.Clean("/" + filepath.ToSlash(program))[1:] // without ../ at the start
	if name == "" {
		return true // the directory itself, with a __main__.py
	}
	return slices.ContainsFunc(c.Files, func(file string) bool {
		return strings.HasPrefix(file+"/", name+"/") || strings.Contains("/"+file+"/", "/"+name+"/")
	})
}

// notebook says whether the commit has a notebook that a script was made of.
func (c Checkout) notebook(program string) bool {
	return c.has(strings.TrimSuffix(program, path.Ext(program)) + ".ipynb")
}

// copied says whether a file is byte for byte one of the commit's of its name, or
// bears its name in a place that cannot be looked at: in a container.
func (c Checkout) copied(program string) bool {
	_, err := os.Stat(program)
	return slices.ContainsFunc(c.Files, func(file string) bool {
		return path.Base(file) == filepath.Base(program) && (err != nil || filestate.SameContent(program, filepath.Join(c.top, filepath.FromSlash(file))))
	})
}

// copiedInside says whether a program of the project's directory holds what a file of the
// commit holds, whatever its name: a build put it there.
func (c Checkout) copiedInside(program string) bool {
	if !filepath.IsAbs(program) {
		program = filepath.Join(c.dir, program)
	}
	info, err := os.Stat(program)
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 || !filestate.Below(filestate.RealPath(program), c.top) {
		return false
	}
	return slices.ContainsFunc(c.Files, func(file string) bool {
		return lineage.IsProgram(file) && filestate.SameContent(program, filepath.Join(c.top, filepath.FromSlash(file)))
	})
}

// installed finds programs of an environment, and launchers of notebooks.
var installed = regexp.MustCompile(`/(?:site-packages|dist-packages|lib/python[\d.]+|Scripts)/|(?:^|/)\w*kernel_launcher\.py$|^/usr/(?:local/)?bin/`)

// IsInstalled says whether a file belongs to an environment by its path.
func IsInstalled(file string) bool { return installed.MatchString(filepath.ToSlash(file)) }

// ofEnvironment says whether a program belongs to an environment of Python.
func (c Checkout) ofEnvironment(program string) bool {
	if IsInstalled(program) {
		return true
	}
	if !filepath.IsAbs(program) {
		program = filepath.Join(c.dir, program)
	}
	return observe.IsEnvironment(filepath.Dir(filepath.Dir(program)))
}

// foreign says why a run's program is none of the commit's; "" where it is, and
// where nobody can say. again says that the commit is the one that the original
// recorded: what it made to run itself, it makes again under the same name.
func (c Checkout) foreign(program string, original repro.Run, again bool) string {
	was := original.Tags[lineage.MlflowSource]
	same := was != "" && path.Base(filepath.ToSlash(program)) == path.Base(filepath.ToSlash(was))
	script := path.Ext(program) == ".py"
	if program == "" || strings.Contains(program, "://") || program == was && !script {
		return ""
	}
	if program == "-" || program == "-c" || program == "-m" {
		if was == "" {
			return ""
		}
		return fmt.Sprintf("its program is %q, which is not a file of the commit; the original's was %s", program, was)
	}
	inside := !filepath.IsAbs(program)
	if !inside {
		name, below := filestate.Relative(realDir(program), c.top)
		if inside = below; inside {
			if slices.Contains(c.Files, filepath.ToSlash(name)) {
				return ""
			}
		} else if !script || program == was {
			return ""
		}
	} else if c.has(program) {
		return ""
	}
	switch {
	case c.ofEnvironment(program), c.notebook(program) && inside:
		return ""
	case filepath.IsAbs(program) && c.copied(program), inside && c.copiedInside(program):
		return ""
	case same && (again || !script):
		return ""
	case !script && was == "":
		return ""
	}
	return "its program is " + program + ", which is not a file of the commit"
}

// realDir is a file's path with the real name of its directory: the file itself
// may be gone.
func realDir(file string) string {
	return filepath.Join(filestate.RealPath(filepath.Dir(file)), filepath.Base(file))
}

// Holds says whether the program that a run names may lie in the place: what is not on
// this machine may, in a container.
func (c Checkout) Holds(run repro.Run) bool {
	program := filepath.FromSlash(run.Tags[lineage.MlflowSource])
	if !filepath.IsAbs(program) {
		return true
	}
	_, err := os.Stat(program)
	return err != nil || filestate.Below(realDir(program), c.top)
}

// unrecorded says why a run that recorded no commit did not run in the checkout,
// where the original's did by MLflow's own tag; "" where it may have.
func unrecorded(run, original repro.Run) string {
	program, was := run.Tags[lineage.MlflowSource], original.Tags[lineage.MlflowSource]
	if taggedByMLflow(run) || !taggedByMLflow(original) || program == "" {
		return ""
	}
	if path.Ext(program) != ".py" && (was == "" || path.Base(filepath.ToSlash(program)) == path.Base(filepath.ToSlash(was))) {
		return ""
	}
	return fmt.Sprintf("it recorded no commit, though the original did: its program %s ran outside of the checkout, or without git; run it in the checkout, with git and GitPython installed", program)
}

// taggedByMLflow says whether MLflow found a commit where a run's program lies.
func taggedByMLflow(run repro.Run) bool { return run.Tags[lineage.MlflowCommit] != "" }
