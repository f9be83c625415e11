package observe

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
)

// Python imports from zips as from directories, and names a module of one by a path
// that leads through the file.

// archiveOf gives the file that a path leads through, and the rest of the path, with
// slashes; "" where it leads through none.
func archiveOf(file string) (archive, inside string) {
	for dir := filepath.Dir(file); dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		if err != nil {
			continue
		}
		if !info.Mode().IsRegular() {
			return "", ""
		}
		inside, err := filepath.Rel(dir, file)
		if err != nil {
			return "", ""
		}
		return dir, filepath.ToSlash(inside)
	}
	return "", ""
}

// codeOf reads a program, in an archive or not; not there says that nobody can, or
// that it is too large for one.
func codeOf(file string) (data []byte, there bool) {
	if info, is := regular(file); is {
		if info.Size() > maxCode {
			return nil, false
		}
		data, err := os.ReadFile(file)
		return data, err == nil
	}
	inMember(file, func(member *zip.File) {
		if member.UncompressedSize64 > maxCode {
			return
		}
		open, err := member.Open()
		if err != nil {
			return
		}
		defer open.Close()
		data, err = io.ReadAll(io.LimitReader(open, maxCode+1))
		there = err == nil && len(data) <= maxCode
	})
	return data, there
}

// inMember calls a function for the member of an archive that a path leads to.
func inMember(file string, do func(*zip.File)) {
	archive, inside := archiveOf(file)
	if archive == "" {
		return
	}
	opened, err := zip.OpenReader(archive)
	if err != nil {
		return
	}
	defer opened.Close()
	for _, member := range opened.File {
		if member.Name == inside {
			do(member)
			return
		}
	}
}

// exists says whether a path leads to a program, in an archive or not.
func exists(file string) bool {
	_, there := codeOf(file)
	return there
}

// tooLarge says whether a program is there, in an archive or not, and is larger than what
// is read of one.
func tooLarge(file string) (is bool) {
	if info, there := regular(file); there {
		return info.Size() > maxCode
	}
	inMember(file, func(member *zip.File) { is = member.UncompressedSize64 > maxCode })
	return is
}
