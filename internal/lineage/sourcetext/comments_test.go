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

// TestDirectives: comments that somebody reads are none.
func TestDirectives(t *testing.T) {
	t.Parallel()
	const rest = "import x\nprint(x)\n"
	for _, tt := range []struct {
		name, then, now string
		same            bool
	}{
		{"a comment", "# one\n" + rest, "# two\n" + rest, true},
		{"dependencies of a script", "# /// script\n# dependencies = [\"featlib==1.0\"]\n# ///\n" + rest, "# /// script\n# dependencies = [\"featlib==1.1\"]\n# ///\n" + rest, false},
		{"a comment below them", "# /// script\n# dependencies = []\n# ///\n# one\n" + rest, "# /// script\n# dependencies = []\n# ///\n# two\n" + rest, true},
		{"processors of a job", "#!/bin/sh\n#SBATCH --cpus-per-task=4\n", "#!/bin/sh\n#SBATCH --cpus-per-task=9\n", false},
		{"memory of a job", "#!/bin/sh\n#PBS -l mem=4gb\n", "#!/bin/sh\n#PBS -l mem=9gb\n", false},
		{"a cell of another language", "# MAGIC %sql select 1\n" + rest, "# MAGIC %sql select 2\n" + rest, false},
		{"a magic", "# %run setup.py\n" + rest, "# %run other.py\n" + rest, false},
		{"the mark of a cell", "# %%\n" + rest, "# %% [markdown]\n" + rest, true},
		{"of the compiler", "# cython: boundscheck=False\n" + rest, "# cython: boundscheck=True\n" + rest, false},
	} {
		if same := WithoutComments(tt.then) == WithoutComments(tt.now) && Directives(tt.then) == Directives(tt.now); same != tt.same {
			t.Errorf("%s: same %v", tt.name, same)
		}
		if same := SameProgram(tt.then, tt.now); same && !tt.same {
			t.Errorf("%s: the same program", tt.name)
		}
	}
}
