package app

import (
	"fmt"
	"io"
	"os"
)

// ReadBounded reads a regular file of at most so many bytes. What was named may
// be a pipe that nobody writes to, a device that never ends, or a mistake.
func ReadBounded(path string, most int64) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s: not a regular file", path)
	case info.Size() > most:
		return nil, fmt.Errorf("%s: %d bytes long; at most %d are read", path, info.Size(), most)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, most+1)) // some files say that they are empty, and are not
	if err == nil && int64(len(data)) > most {
		err = fmt.Errorf("%s: at most %d bytes are read", path, most)
	}
	return data, err
}
