package sourcetext

import (
	"strings"
	"testing"
)

func TestWithoutComments(t *testing.T) {
	t.Parallel()
	const program = "import x\nprint('a # b')  \n\ndef f():\n    return 1\n"
	for _, c := range []struct {
		about, text string
		same        bool
	}{
		{"a comment of its own", "# why\nimport x\nprint('a # b')\n\ndef f():\n    # how\n    return 1\n", true},
		{"a comment behind code", "import x  # y\nprint('a # b')\ndef f():\n    return 1  # one\n", true},
		{"line ends of Windows", strings.ReplaceAll(program, "\n", "\r\n"), true},
		{"another string", strings.Replace(program, "# b", "# c", 1), false},
		{"another indentation", strings.Replace(program, "    return", "  return", 1), false},
		{"code in a string that looks like a comment", "import x\nprint('''\n# b\n''')\ndef f():\n    return 1\n", false},
	} {
		if same := WithoutComments(c.text) == WithoutComments(program); same != c.same {
			t.Errorf("%s: same %v, want %v", c.about, same, c.same)
		}
	}
	if a, b := WithoutComments("x = '''\n# one\n'''\n"), WithoutComments("x = '''\n# two\n'''\n"); a == b {
		t.Error("what stands in a string of three quotes is no comment")
	}
	for _, broken := range []string{"'", "'''", "'\\", "\"a\n# b", "x = '\\'# '"} {
		WithoutComments(broken) // ends
	}
}
