package doc

import (
	"fmt"
	"io/fs"
)

// MaxFile is far above any params, metrics or metadata file.
const MaxFile = 16 << 20

// ReadFile reads a regular file of bounded size.
func ReadFile(files fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(files, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", name)
	}
	if info.Size() > MaxFile {
		return nil, fmt.Errorf("%s is %d bytes long; at most %d are read", name, info.Size(), MaxFile)
	}
	return fs.ReadFile(files, name)
}
