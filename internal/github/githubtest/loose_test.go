package githubtest

import (
	"fmt"
	"strings"
	"testing"
)

// TestObjectsAreGits holds the objects that are written without git against
// those that git writes itself, and reads them again once git has packed them.
func TestObjectsAreGits(t *testing.T) {
	t.Parallel()
	s := New(t, Options{})
	s.Push("main", map[string][]byte{
		"a/x": []byte("1"), "a/y/z": []byte("2"), "a.b": []byte("3"), "a-b": []byte("4"), "run*": []byte("#!"), "empty": {}, "gone/deep/file": []byte("5"),
	})
	head := s.Push("main", map[string][]byte{"a/x": []byte("6"), "gone/deep/file": nil, "never/was": nil})

	// Git's own: the same entries through an index.
	if _, err := s.git(nil, "fsck", "--strict", "--no-dangling"); err != nil {
		t.Fatal(err)
	}
	env := []string{"GIT_INDEX_FILE=" + s.scratch + "/own"}
	list := s.must(s.git(nil, "ls-tree", "-r", head))
	if _, err := s.gitEnv(env, []byte(list+"\n"), "update-index", "--add", "--index-info"); err != nil {
		t.Fatal(err)
	}
	made := s.must(s.git(nil, "rev-parse", head+"^{tree}"))
	if want := s.must(s.gitEnv(env, nil, "write-tree")); made != want {
		t.Errorf("the tree is %s, and git makes %s of\n%s", made, want, list)
	}
	want := s.must(s.gitEnv(dates(s.now()), []byte("m\n"), "commit-tree", made, "-p", head))
	created := s.createCommit(nil, &call{body: fmt.Appendf(nil, `{"message":"m\n","tree":%q,"parents":[%q]}`, made, head)})
	if got := created.body.(map[string]any)["sha"]; got != want {
		t.Errorf("a commit is %s, and git makes %s of it", got, want)
	}
	for path, want := range map[string]string{"a/x": "100644 6", "run": "100755 #!", "empty": "100644 ", "gone/deep/file": " ", "never/was": " ", "a/x/below": " "} {
		if got := s.entry(head, path).mode + " " + string(s.File(head, path)); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
	if strings.Contains(list, "gone") {
		t.Errorf("a directory stays that has nothing in it:\n%s", list)
	}

	// Packed, git answers.
	loose := fmt.Sprint(s.treeBody(head, false), s.treeBody(head, true))
	s.must(s.git(nil, "repack", "-adq"))
	s.loose.Clear() // else nothing is read again
	if _, _, err := s.load(head); err == nil {
		t.Error("nothing was packed")
	}
	if packed := fmt.Sprint(s.treeBody(head, false), s.treeBody(head, true)); packed != loose {
		t.Errorf("packed, the trees are\n%s\nand they were\n%s", packed, loose)
	}
}
