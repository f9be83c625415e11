package dvc

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// A search is what find found.
type search struct {
	pipelines []string
	tracked   []string
	warnings  []string
}

// passed are directories that hold no pipelines but many files.
var passed = map[string]bool{
	".git": true, ".dvc": true, "node_modules": true, "__pycache__": true, "venv": true, ".venv": true, ".tox": true, "site-packages": true, "mlruns": true,
}

var errEnough = errors.New("enough")

// find looks for DVC's files, in the order of their paths.
func find(files fs.FS) (search, error) {
	var found search
	seen := 0
	err := fs.WalkDir(files, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			if file == "." {
				return fmt.Errorf("look for %s: %w", pipelineFile, err)
			}
			return nil // a directory that cannot be read holds no pipeline that could be run
		}
		if seen++; seen > maxFiles {
			return errEnough
		}
		name := entry.Name()
		switch {
		case entry.IsDir() && file != "." && passed[name]:
			return fs.SkipDir
		case !entry.Type().IsRegular():
		case name == pipelineFile:
			found.pipelines = append(found.pipelines, file)
		case strings.HasSuffix(name, ".dvc") && name != ".dvc":
			found.tracked = append(found.tracked, file)
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		found.warnings = append(found.warnings, fmt.Sprintf("looked at %d files for %s and stopped there", maxFiles, pipelineFile))
		err = nil
	}
	return found, err
}

// readBytes reads a file of at most limit bytes.
func readBytes(files fs.FS, file string, limit int64) ([]byte, error) {
	if !fs.ValidPath(file) {
		return nil, fmt.Errorf("read %q: not a path inside the repository", file)
	}
	info, err := fs.Stat(files, file) // first: opening a named pipe would wait for a writer
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, doc.Reason(err))
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("read %s: not a plain file", file)
	}
	opened, err := files.Open(file)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, doc.Reason(err))
	}
	defer opened.Close()
	data, err := io.ReadAll(io.LimitReader(opened, limit+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, doc.Reason(err))
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("read %s: more than %d bytes", file, limit)
	}
	return data, nil
}

func exists(files fs.FS, file string) bool {
	if !fs.ValidPath(file) {
		return false
	}
	_, err := fs.Stat(files, file)
	return err == nil
}

// beside gives the path of a file in the directory of another.
func beside(file, name string) string { return path.Join(path.Dir(file), name) }
