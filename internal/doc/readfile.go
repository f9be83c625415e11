package doc

import (
	"errors"
	"fmt"
	"io/fs"
)

// MaxFile is far above any params, metrics or metadata file.
const MaxFile = 16 << 20

// escapes is what os.Root says of a path that leaves it; it has no other name.
const escapes = "path escapes from parent"

// ReadFile reads a regular file of bounded size.
func ReadFile(files fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(files, name)
	if failed, ok := errors.AsType[*fs.PathError](err); ok && failed.Err.Error() == escapes {
		return nil, fmt.Errorf("%s is there, and a symbolic link leads out of the directory that is read; put the file itself there", name)
	}
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

// Reason is an error about a file without the operation and the path, which whoever
// tells it has named.
func Reason(err error) error {
	if failed, ok := errors.AsType[*fs.PathError](err); ok {
		return failed.Err
	}
	return err
}
