package app

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"syscall"
)

// SaveFiles writes the report's files: each one whole or not at all.
func (a *App) SaveFiles(dir string, files map[string]string) error {
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(a.Dir, dir)
	}
	ours := !Exists(dir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("save the report: %w", err)
	}
	// A report is nothing to commit: git is told so inside the directory itself,
	// if it is ours. In somebody's own it would hide that person's files.
	if ours {
		if err := writeFile(filepath.Join(dir, ".gitignore"), []byte("*\n"), 0o644); err != nil {
			return fmt.Errorf("save the report: %w", err)
		}
	}
	var problems []error // what can be saved is, whatever is in the way of the rest
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := writeFile(filepath.Join(dir, name), []byte(a.Secrets.Text(files[name])), 0o644); err != nil {
			problems = append(problems, fmt.Errorf("save the report: %w", err))
		}
	}
	return errors.Join(problems...)
}

// tryWriting says why no file can be made in a directory, which need not be there. It
// leaves nothing behind.
func tryWriting(dir string) error {
	var made []string // the innermost first
	for above := dir; !Exists(above) && filepath.Dir(above) != above; above = filepath.Dir(above) {
		made = append(made, above)
	}
	err := os.MkdirAll(dir, 0o755)
	if err == nil {
		var file *os.File
		if file, err = os.CreateTemp(dir, ".reproduce-*"); err == nil {
			err = errors.Join(file.Close(), os.Remove(file.Name()))
		}
	}
	for _, directory := range made {
		_ = os.Remove(directory) // others may have put something there
	}
	return err
}

func Exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// writeFile replaces a file in one step, so that nobody ever reads half of it.
func writeFile(path string, data []byte, mode os.FileMode) error {
	return writeFileBy(path, mode, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// writeFileBy is writeFile for what is written in parts. A pipe or a device, such as
// /dev/null, is written to: a file in its place would take it from everybody.
func writeFileBy(path string, mode os.FileMode, write func(io.Writer) error) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		file, err := os.OpenFile(path, os.O_WRONLY|syscall.O_NONBLOCK, 0) // a pipe that nobody reads is an error, and no wait
		if err != nil {
			return err
		}
		return errors.Join(write(file), file.Close())
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name()) // gone already when all went well
	err = write(temporary)
	err = errors.Join(err, temporary.Chmod(mode), temporary.Sync(), temporary.Close())
	if err != nil {
		return err
	}
	return os.Rename(temporary.Name(), path)
}
