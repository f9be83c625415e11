package sourcetext

import (
	"regexp"
	"strings"
)

// Directives gives the comments of a program that somebody reads: the program that runs it
// and its encoding in the first two lines, the dependencies of a script for uv and pipx, what
// a batch system is asked for, magics of notebooks that are kept as programs, and Cython's.
// Two programs with other directives are not the same.
//
// https://peps.python.org/pep-0723/, https://slurm.schedmd.com/sbatch.html,
// https://docs.databricks.com/notebooks/notebook-export-import.html,
// https://jupytext.readthedocs.io/en/latest/formats-scripts.html
func Directives(program string) string {
	var said strings.Builder
	first, rest, _ := strings.Cut(program, "\n")
	second, _, _ := strings.Cut(rest, "\n")
	if strings.HasPrefix(first, "#!") {
		said.WriteString(strings.TrimRight(first, " \t\r") + "\n")
	}
	for _, line := range []string{first, second} {
		if at := encoding.FindStringSubmatch(line); at != nil && strings.ToLower(strings.ReplaceAll(at[1], "-", "")) != "utf8" {
			said.WriteString("# coding: " + at[1] + "\n")
		}
	}
	block := false
	for line := range strings.Lines(program) {
		text := strings.TrimRight(line, " \t\r\n")
		switch {
		case strings.HasPrefix(text, "# /// "):
			block = true
		case text == "# ///" || !strings.HasPrefix(text, "#"):
			block = false
		}
		if block || directive.MatchString(text) {
			said.WriteString(text + "\n")
		}
	}
	return said.String()
}

var (
	// encoding is how Python looks for it.
	encoding  = regexp.MustCompile(`^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)`)
	directive = regexp.MustCompile(`^#(?:SBATCH|PBS|BSUB|COBALT|MSUB|OAR|\$)[ \t]|^#[ \t]*(?:MAGIC[ \t]|%%?[a-zA-Z]|cython:|distutils:)`)
)
