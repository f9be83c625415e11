package system

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFileEventsAreBounded: what is beyond the bounds is told.
func TestFileEventsAreBounded(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	events := Watch(top)
	if events == nil {
		t.Fatal("the system gives no file events")
	}
	for i := range maxWatches + 1 {
		if err := os.MkdirAll(filepath.Join(top, "d", string(rune('a'+i%26)), strings.Repeat("x", 1+i/26)), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if _, why := events.End(); !strings.Contains(why, "more") && !strings.Contains(why, "lost") {
		t.Errorf("%q, want a bound that is told", why)
	}
	e := &FileEvents{dirs: map[int32]string{1: "."}, files: map[string]File{}}
	e.take([]byte{1, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 'x'}) // a name that is cut
	if !e.lost {
		t.Error("a record that is cut is no loss")
	}
}
