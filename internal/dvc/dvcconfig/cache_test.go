package dvcconfig

import (
	"testing"
)

// TestCacheDir follows DVC: the local settings before the shared ones, and
// relative to .dvc.
func TestCacheDir(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ shared, local, outer, want string }{
		{"", "", "", "/p/.dvc/cache"},
		{"", "", "/outer", "/outer"},
		{"[core]\n    remote = r\n[cache]\n    dir = ../store\n", "", "/outer", "/p/store"},
		{"[cache]\n    dir = ../store\n", "[cache]\n    dir = /mnt/cache\n", "", "/mnt/cache"},
		{"['remote \"r\"']\n    dir = elsewhere\n", "", "", "/p/.dvc/cache"},
	} {
		if got := CacheDir([]byte(tt.shared), []byte(tt.local), "/p/.dvc", tt.outer); got != tt.want {
			t.Errorf("%q and %q: %s, want %s", tt.shared, tt.local, got, tt.want)
		}
	}
}
