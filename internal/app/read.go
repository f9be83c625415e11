package app

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// ReadBounded reads a regular file of at most so many bytes. What was named may
// be a pipe that nobody writes to, a device that never ends, or a mistake.
func ReadBounded(path string, most int64) ([]byte, error) {
	file, info, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if info.Size() > most {
		return nil, fmt.Errorf("%s: %d bytes long; at most %d are read", path, info.Size(), most)
	}
	data, err := io.ReadAll(io.LimitReader(file, most+1)) // some files say that they are empty, and are not
	if err == nil && int64(len(data)) > most {
		err = fmt.Errorf("%s: at most %d bytes are read", path, most)
	}
	return data, err
}

// openRegular opens a regular file to read, and nothing else: opening a pipe would wait
// for a writer, and a device may act when it is opened.
func openRegular(path string) (*os.File, fs.FileInfo, error) {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s: not a regular file", path)
	}
	if err != nil {
		return nil, nil, err
	}
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) // it may be another by now
	if err != nil {
		return nil, nil, err
	}
	if info, err = file.Stat(); err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s: not a regular file", path)
	}
	if err != nil {
		file.Close()
		return nil, nil, err
	}
	return file, info, nil
}
