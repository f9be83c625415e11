package packaging

import "testing"

// FuzzVersions: a change is the same from either side, and of two versions at most one
// is the older.
func FuzzVersions(f *testing.F) {
	f.Add("1.0", "1.0.0")
	f.Add("2!1.0rc1+cu118", "1.0.post1.dev2")
	f.Add("v1.0-alpha", "01.00")
	f.Fuzz(func(t *testing.T, a, b string) {
		there, local := VersionChange(a, b)
		back, localBack := VersionChange(b, a)
		if there != back || local != localBack {
			t.Errorf("%q to %q: %s, back: %s", a, b, there, back)
		}
		if OlderThan(a, b) && (OlderThan(b, a) || there == VersionSame) {
			t.Errorf("%q is older than %q, which is %s", a, b, there)
		}
	})
}
