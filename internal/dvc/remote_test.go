package dvc

import (
	"testing"
)

func TestRemotePath_isNeverOutsideTheRemote(t *testing.T) {
	t.Parallel()
	const digest = "8f14e45fceea167a5a36dedd4bea2543"
	for _, test := range []struct {
		hash Hash
		want string
	}{
		{Hash{MD5, digest}, "files/md5/8f/14e45fceea167a5a36dedd4bea2543"},
		{Hash{MD5, digest + ".dir"}, "files/md5/8f/14e45fceea167a5a36dedd4bea2543.dir"},
		{Hash{MD5DVC2, digest}, "8f/14e45fceea167a5a36dedd4bea2543"},
		{Hash{MD5, "../../../../../../../../etc/passwd00"}, ""},
		{Hash{MD5, digest[:31] + "/"}, ""},
		{Hash{"etag", digest}, ""},
		{Hash{}, ""},
	} {
		got, ok := test.hash.RemotePath()
		if got != test.want || ok != (test.want != "") {
			t.Errorf("%v: %q, %v; want %q", test.hash, got, ok, test.want)
		}
	}
}
