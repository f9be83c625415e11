//go:build !linux

package observe

// fileEvents are those of a place. This system has none that name each file.
type fileEvents struct{}

func watchFiles(string) *fileEvents   { return nil }
func watchOutside(string) *fileEvents { return nil }

func (*fileEvents) end() (map[string]File, string) { return nil, "" }
