//go:build !linux

package system

// FileEvents are those of a place. This system has none that name each file.
type FileEvents struct{}

// Watch gives nil: nobody can.
func Watch(string) *FileEvents { return nil }

// WatchOutside gives nil: nobody can.
func WatchOutside(string) *FileEvents { return nil }

// End gives none.
func (*FileEvents) End() (map[string]File, string) { return nil, "" }
