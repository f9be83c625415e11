package lend

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/reproduce-action/reproduce/internal/printable"
)

// Bounds on what is copied for one training.
const (
	MaxFiles = 500_000
	MaxBytes = 50 << 30
)

// A Source is the clone that files are lent from.
type Source struct {
	Dir     string                   // its top
	Tracked func(file string) bool   // whether the commit that trains has the file; paths are from the top
	Refuse  func(file string) string // why a file is not lent; "" where it is
	Models  func(file string) bool   // whether a file may hold a model
	Within  func(file string) string // the path from where a training starts; nil is the top
}

// A File is one that is lent.
type File struct {
	Path  string // from the top
	Size  int64
	Mode  fs.FileMode
	Time  time.Time
	Model bool
}

// A Loan is what one path comes to.
type Loan struct {
	Path  string   // from the top
	Dirs  []string // that it has, the empty ones among them: a training may write there
	Files []File
	Bytes int64
	Left  []string // what below it is not lent, and why
}

// Find looks at what is to be lent, and copies nothing. A path that cannot be lent is an
// error that names it. The paths are from the top of the clone.
func (s Source) Find(paths []string) ([]Loan, error) {
	root, err := os.OpenRoot(s.Dir)
	if err != nil {
		return nil, fmt.Errorf("with: %w", err)
	}
	defer root.Close()
	var loans []Loan
	files, bytes, lent := 0, int64(0), map[string]bool{}
	for _, name := range paths {
		loan, err := s.find(root, name)
		if err != nil {
			return nil, fmt.Errorf("with %s: %w", printable.OneLine(name, 200), err)
		}
		loan.Files = slices.DeleteFunc(loan.Files, func(file File) bool { // of a folder in a folder once
			twice := lent[file.Path]
			lent[file.Path] = true
			return twice
		})
		files, bytes = files+len(loan.Files), bytes+loan.Bytes
		if files > MaxFiles || bytes > MaxBytes {
			return nil, fmt.Errorf("with: more than %d files or %d GiB; have the training read large data by its full path", MaxFiles, int64(MaxBytes)>>30)
		}
		loans = append(loans, loan)
	}
	return loans, nil
}

func (s Source) find(root *os.Root, name string) (Loan, error) {
	loan := Loan{Path: name}
	// Whoever is on the way to it counts as well: a linked directory leads out as a link does.
	for at := 0; at < len(name); at++ {
		if at+1 < len(name) && name[at+1] != '/' {
			continue
		}
		dir := name[:at+1]
		info, err := root.Lstat(dir)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return loan, errors.New("your clone has no such file; write the path from the project's directory")
		case err != nil:
			return loan, errors.New("it leads out of your clone; have the training read it by its full path")
		case info.Mode()&fs.ModeSymlink != 0 && (dir != name || !s.linkInside(root, dir)):
			return loan, fmt.Errorf("%s is a link, through which a training could write; %s", dir, s.linkWay(root, dir))
		}
	}
	if s.Tracked(name) {
		return loan, errors.New("git has it at the commit that trains, so nothing has to be lent")
	}
	info, err := root.Stat(name)
	if err != nil {
		return loan, err
	}
	if !info.IsDir() {
		if why := s.Refuse(name); why != "" {
			return loan, errors.New(why)
		}
		return loan, s.add(&loan, name, info)
	}
	return loan, s.walk(root, &loan, name)
}

// walk adds what is below a directory. What is not lent is left out and named.
func (s Source) walk(root *os.Root, loan *Loan, dir string) error {
	if why := s.Refuse(dir); why != "" {
		return errors.New(why)
	}
	tracked := false
	err := fs.WalkDir(root.FS(), dir, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		leave := func(why string) {
			const most = 20
			if len(loan.Left) < most {
				loan.Left = append(loan.Left, file+" ("+why+")")
			}
		}
		switch base := path.Base(file); {
		case entry.IsDir() && base == ".git":
			return fmt.Errorf("%s is a repository of its own; add it as a submodule", path.Dir(file))
		case entry.IsDir():
			for _, mark := range []string{"pyvenv.cfg", "conda-meta"} {
				if _, err := root.Lstat(path.Join(file, mark)); err == nil {
					return fmt.Errorf("%s is a Python environment: call its python by its full path in the run command", file)
				}
			}
			if why := s.Refuse(file); why != "" && file != dir {
				leave(why)
				return fs.SkipDir
			}
			if len(loan.Dirs) < MaxFiles {
				loan.Dirs = append(loan.Dirs, file)
			}
			return nil
		case entry.Type()&fs.ModeSymlink != 0 && !s.linkInside(root, file):
			return fmt.Errorf("%s is a link that leads to a directory or out of your clone, and a training could write through it; %s", file, s.linkWay(root, file))
		case s.Tracked(file):
			tracked = true
			return nil
		}
		if why := s.Refuse(file); why != "" {
			leave(why)
			return nil
		}
		info, err := root.Stat(file)
		if err != nil {
			return err
		}
		if len(loan.Files) >= MaxFiles {
			return fs.SkipAll // Find says so
		}
		return s.add(loan, file, info)
	})
	switch {
	case err != nil || len(loan.Files) > 0:
	case tracked && len(loan.Left) == 0:
		return errors.New("git has all that is below it at the commit that trains, so nothing has to be lent")
	case len(loan.Left) > 0:
		return fmt.Errorf("nothing below it can be lent: %s", strings.Join(loan.Left[:min(3, len(loan.Left))], ", "))
	}
	return err
}

func (s Source) add(loan *Loan, file string, info fs.FileInfo) error {
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is no regular file", file)
	}
	loan.Bytes += info.Size()
	loan.Files = append(loan.Files, File{file, info.Size(), info.Mode().Perm(), info.ModTime(), s.Models(file)})
	return nil
}

// linkInside says whether a link leads to a regular file of the clone. Its content is
// lent: a link would lead back to the user's file.
func (s Source) linkInside(root *os.Root, file string) bool {
	info, err := root.Stat(file)
	return err == nil && info.Mode().IsRegular()
}
