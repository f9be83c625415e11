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
	"time"
)

// SaveFiles writes the report's files: each one whole or not at all, and none where one is
// there that is not ours.
func (a *App) SaveFiles(dir string, files map[string]string) error {
	dir = a.absolute(dir)
	names := slices.Sorted(maps.Keys(files))
	if err := a.checkSaved(dir, names); err != nil {
		return fmt.Errorf("save the report: %w", err)
	}
	made, err := makeDirs(dir)
	if err == nil && len(made) > 0 {
		// A report is nothing to commit: git is told so inside the directory itself,
		// if it is ours. In somebody's own it would hide that person's files.
		err = writeFile(filepath.Join(dir, ".gitignore"), []byte("*\n"), 0o644)
	}
	if err != nil {
		removeDirs(made)
		return fmt.Errorf("save the report: %w", err)
	}
	var problems []error // what can be saved is, whatever is in the way of the rest
	for _, name := range names {
		text := a.hidden(name, files[name])
		if name == "report.md" {
			text += reportMark
		}
		if err := writeFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			problems = append(problems, fmt.Errorf("save the report: %w", err))
		}
	}
	if len(problems) == len(names) && len(made) > 0 {
		_ = os.Remove(filepath.Join(dir, ".gitignore"))
		removeDirs(made)
	}
	return errors.Join(problems...)
}

// hidden is a file's text without secrets: a JSON document stays one.
func (a *App) hidden(name, text string) string {
	if filepath.Ext(name) == ".json" {
		return a.Secrets.JSON(text)
	}
	return a.Secrets.Text(text)
}

// makeDirs makes a directory and those above it, and gives those that were not there, the
// innermost first. What is git's own is none to write to.
func makeDirs(dir string) (made []string, err error) {
	if err := outsideGit(dir); err != nil {
		return nil, err
	}
	for above := dir; !Exists(above) && filepath.Dir(above) != above; above = filepath.Dir(above) {
		made = append(made, above)
	}
	return made, os.MkdirAll(dir, 0o755)
}

// removeDirs takes them away again, where nobody put anything there.
func removeDirs(made []string) {
	for _, dir := range made {
		_ = os.Remove(dir)
	}
}

// room is what is tried whether there is room for: a report has more, and a disk that is
// as good as full has not even that.
const room = 64 << 10

// tryWriting says why no file can be made in a directory, which need not be there. It
// leaves nothing behind.
func tryWriting(dir string) error {
	made, err := makeDirs(dir)
	defer removeDirs(made)
	if err != nil {
		return err
	}
	file, err := os.CreateTemp(dir, ".reproduce-*")
	if err != nil {
		return err
	}
	_, err = file.Write(make([]byte, room))
	return errors.Join(err, file.Close(), os.Remove(file.Name()))
}

// Exists says whether something has this path, be it a link that leads nowhere.
func Exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// writeFile replaces a file in one step, so that nobody ever reads half of it.
func writeFile(path string, data []byte, mode os.FileMode) error {
	return writeFileBy(path, mode, nil, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// writeFileBy is writeFile for what is written in parts. A file that is there keeps its
// mode. A pipe or a device, such as /dev/null, is written to: a file in its place would
// take it from everybody; done ends it.
func writeFileBy(path string, mode os.FileMode, done <-chan struct{}, write func(io.Writer) error) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
	case isStream(info.Mode()):
		file, err := os.OpenFile(path, os.O_WRONLY|syscall.O_NONBLOCK, 0) // a pipe that nobody reads is an error, and no wait
		if err != nil {
			return err
		}
		over := make(chan struct{})
		defer close(over)
		go func() {
			select {
			case <-done:
				file.Close() // which ends a write
			case <-over:
			}
		}()
		return errors.Join(write(stream{file}), file.Close())
	case info.Mode().IsRegular():
		mode = info.Mode().Perm()
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

// A stream is a pipe or a device that is written to. Whoever reads it may take their
// time, and not for ever.
type stream struct{ file *os.File }

// streamPause is how long nobody may read.
const streamPause = 20 * time.Second

func (s stream) Write(data []byte) (int, error) {
	_ = s.file.SetWriteDeadline(time.Now().Add(streamPause)) // a device has none, and does not wait
	return s.file.Write(data)
}
