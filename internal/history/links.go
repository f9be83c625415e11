package history

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// CheckNoLinks says that a directory on the way from dir to a file below it, by its path
// with slashes, is a link: what it leads to is nobody's to write to. dir itself may be one,
// for somebody named it. What is not there is no link.
func CheckNoLinks(dir, file string) error {
	parts := strings.Split(file, "/")
	for i := 1; i < len(parts); i++ {
		path := strings.Join(parts[:i], "/")
		info, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(path)))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case !info.IsDir():
			return fmt.Errorf("%s is a link or no directory, and nothing is written through it; remove it", path)
		}
	}
	return nil
}
