package environment

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Sizes and times of files can be set; what a training runs is their content. A gigabyte
// of it is read in seconds, where building an environment takes minutes.

// intact says whether an environment has the files that its manifest tells of.
func intact(venv string, m manifest) bool {
	content, _, err := contentOf(venv)
	return err == nil && content == m.Content
}

// contentOf is a digest of the names, kinds and content of all files, and how many bytes
// these have. What Python compiles for itself is left out.
func contentOf(dir string) (digest string, size int64, err error) {
	all := sha256.New()
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == compiled:
			return fs.SkipDir
		}
		sum := []byte{}
		switch mode := info.Mode(); {
		case entry.IsDir():
		case mode&fs.ModeSymlink != 0:
			to, err := os.Readlink(path)
			if err != nil {
				return err
			}
			sum = []byte(to)
		case mode.IsRegular():
			var n int64
			if sum, n, err = sumOf(path); err != nil {
				return err
			}
			size += n
		default:
			return fmt.Errorf("%s is neither a file, a directory nor a link", path)
		}
		fmt.Fprintf(all, "%q %v %x\n", path, info.Mode().Type()|info.Mode()&0o111, sum)
		return nil
	})
	return hex.EncodeToString(all.Sum(nil)), size, err
}

func sumOf(path string) (sum []byte, size int64, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	defer file.Close()
	content := sha256.New()
	size, err = io.Copy(content, file)
	return content.Sum(nil), size, err
}

// compiled is the directory in which Python keeps what it compiled. It loads such a file
// for a module of the same size and time, whatever is in it.
const compiled = "__pycache__"

// removeCompiled removes what Python compiled for itself, below a directory.
func removeCompiled(dir string) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && entry.Name() == compiled {
			if err = os.RemoveAll(path); err == nil { //nolint:gosec // G122: the environment is ours alone, and a link in a path's place is removed itself
				return fs.SkipDir
			}
		}
		return err
	})
}
