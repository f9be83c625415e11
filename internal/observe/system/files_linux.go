package system

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

const (
	maxWatches = 2000   // directories of a place, of the system's few thousand for a user
	maxOutside = 200    // of one that is elsewhere
	maxFiles   = 50_000 // that are remembered
)

// FileEvents are those of the files of a place, while its training runs. They
// name no process.
type FileEvents struct {
	top      string
	only     string // the one file of top that is watched, which is "." then; "" for all
	most     int    // directories
	notify   *os.File
	done     chan struct{}
	dirs     map[int32]string // by watch, from the top
	files    map[string]File
	created  map[string]bool // files that were, and not written yet: a link never is
	moving   map[uint32]bool // by the kernel's cookie: what was moved away is such a file
	written  int
	tooMany  bool // directories
	unlisted bool // files
	lost     bool // events
}

// Watch watches the directories of a place. nil says that nobody can.
func Watch(top string) *FileEvents { return watchDirs(top, maxWatches) }

// WatchOutside watches a directory elsewhere, as far as it has not too many, or one
// file: beside it there may be anything.
func WatchOutside(name string) *FileEvents {
	if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
		return watch(filepath.Dir(name), filepath.Base(name), 1)
	}
	return watchDirs(name, maxOutside)
}

func watchDirs(top string, most int) *FileEvents { return watch(top, "", most) }

func watch(top, only string, most int) *FileEvents {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return nil
	}
	e := &FileEvents{
		top: top, only: only, most: most, notify: os.NewFile(uintptr(fd), "inotify"), done: make(chan struct{}),
		dirs: map[int32]string{}, files: map[string]File{}, created: map[string]bool{}, moving: map[uint32]bool{},
	}
	e.watch(".", false)
	go e.read()
	return e
}

// watch adds a directory and those in it. What lies in one that was made meanwhile
// was written before anybody watched.
func (e *FileEvents) watch(dir string, made bool) {
	_ = fs.WalkDir(os.DirFS(e.top), filepath.ToSlash(dir), func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil //nolint:nilerr // it is gone again, or nobody may look
		case !entry.IsDir():
			if made { // nobody knows how often
				e.note(name, unix.IN_CLOSE_WRITE, 0)
				e.note(name, unix.IN_CLOSE_WRITE, 0)
			}
			return nil
		case name != "." && (e.only != "" || IsUnwatched(entry.Name())):
			return fs.SkipDir
		case len(e.dirs) >= e.most:
			e.tooMany = true
			return fs.SkipAll
		}
		connection, err := e.notify.SyscallConn()
		if err != nil {
			e.tooMany = true
			return fs.SkipAll
		}
		var watch int
		var failed error
		if err := connection.Control(func(fd uintptr) {
			const events = unix.IN_CLOSE_NOWRITE | unix.IN_CLOSE_WRITE | unix.IN_MOVED_TO | unix.IN_CREATE | unix.IN_MOVED_FROM | unix.IN_DELETE | unix.IN_ONLYDIR | unix.IN_DONT_FOLLOW
			watch, failed = unix.InotifyAddWatch(int(fd), filepath.Join(e.top, filepath.FromSlash(name)), events)
		}); err != nil || failed != nil {
			e.tooMany = e.tooMany || failed == unix.ENOSPC // the system call gives the number itself
			return nil
		}
		e.dirs[int32(watch)] = name // the kernel's own size
		return nil
	})
}

// read takes events until the file is closed.
func (e *FileEvents) read() {
	defer close(e.done)
	buffer := make([]byte, 64<<10)
	for {
		n, err := e.notify.Read(buffer)
		if err != nil || n == 0 {
			return
		}
		e.take(buffer[:n])
	}
}

// take reads the kernel's records: watch, mask, cookie, length, name.
func (e *FileEvents) take(data []byte) {
	for len(data) >= unix.SizeofInotifyEvent {
		watch := int32(binary.NativeEndian.Uint32(data)) // the kernel's own size
		mask, cookie, size := binary.NativeEndian.Uint32(data[4:]), binary.NativeEndian.Uint32(data[8:]), int(binary.NativeEndian.Uint32(data[12:]))
		data = data[unix.SizeofInotifyEvent:]
		if size > len(data) {
			e.lost = true
			return
		}
		name := string(bytes.TrimRight(data[:size], "\x00"))
		data = data[size:]
		dir, known := e.dirs[watch]
		switch {
		case mask&unix.IN_Q_OVERFLOW != 0:
			e.lost = true
		case mask&unix.IN_IGNORED != 0:
			delete(e.dirs, watch)
		case !known || name == "" || e.only != "" && name != e.only:
		case e.only != "":
			e.note(".", mask, cookie)
		case mask&unix.IN_ISDIR != 0:
			if mask&(unix.IN_CREATE|unix.IN_MOVED_TO) != 0 && !IsUnwatched(name) {
				e.watch(strings.TrimPrefix(dir+"/"+name, "./"), true)
			}
		default:
			e.note(strings.TrimPrefix(dir+"/"+name, "./"), mask, cookie)
		}
	}
}

// note remembers what happened to a file.
func (e *FileEvents) note(name string, mask, cookie uint32) {
	file, known := e.files[name]
	if !known && len(e.files) >= maxFiles {
		e.unlisted = true
		return
	}
	const wrote, gone = unix.IN_CLOSE_WRITE | unix.IN_MOVED_TO | unix.IN_CREATE, unix.IN_MOVED_FROM | unix.IN_DELETE
	switch {
	case mask&wrote != 0:
		e.written++
		file.Written, file.WrittenAt = true, e.written
	case mask&unix.IN_CLOSE_NOWRITE != 0 && file.Writes == 0:
		file.Read = true
	case mask&unix.IN_CLOSE_NOWRITE != 0:
		file.ReadAfter = true
	}
	file.Gone = file.Gone || mask&gone != 0
	switch {
	case mask&unix.IN_MOVED_FROM != 0:
		e.moving[cookie] = e.created[name]
	case mask&unix.IN_MOVED_TO != 0:
		file.Linked = file.Linked || e.linked(name, cookie)
	}
	if mask&(unix.IN_MOVED_TO|gone) != 0 && e.created[name] {
		file.Linked = true
	}
	if mask&wrote != 0 && (mask&unix.IN_CLOSE_WRITE == 0 || !e.created[name]) {
		if file.Writes++; file.Writes == 1 {
			file.FirstAt = clock()
		}
	}
	delete(e.created, name)
	if mask&unix.IN_CREATE != 0 { // its first content comes with the end of writing
		e.created[name] = true
	}
	e.files[name] = file
}

// linked says whether a link was moved to a name: by what was seen of the name that it
// came from, else by a look.
func (e *FileEvents) linked(name string, cookie uint32) bool {
	if link, seen := e.moving[cookie]; seen {
		delete(e.moving, cookie)
		return link
	}
	info, err := os.Lstat(filepath.Join(e.top, filepath.FromSlash(name)))
	return err != nil || info.Mode()&fs.ModeSymlink != 0
}

// End stops watching, and says why the files are not all. What the kernel still has
// is read first.
func (e *FileEvents) End() (map[string]File, string) {
	_ = e.notify.SetReadDeadline(time.Unix(1, 0))
	<-e.done
	if connection, err := e.notify.SyscallConn(); err == nil {
		buffer := make([]byte, 64<<10)
		_ = connection.Control(func(fd uintptr) {
			for {
				n, err := unix.Read(int(fd), buffer) // a descriptor
				if err != nil || n <= 0 {
					return
				}
				e.take(buffer[:n])
			}
		})
	}
	_ = e.notify.Close()
	for name := range e.created {
		file := e.files[name]
		file.Linked = true
		e.files[name] = file
	}
	switch {
	case e.lost:
		return e.files, "the system lost file events, as there were too many at once"
	case e.tooMany:
		return e.files, fmt.Sprintf("file events were watched in %d directories, and the place has more", len(e.dirs))
	case e.unlisted:
		return e.files, fmt.Sprintf("file events of %d files were kept, and there were more", maxFiles)
	}
	return e.files, ""
}
