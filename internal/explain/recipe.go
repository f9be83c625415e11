package explain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/experiment"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/gitformat"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// recipe are the lines that restore a cause in the user's own tree. Paths are quoted.
func (s *Search) recipe(cause experiment.Set) (lines []string) {
	var back, gone, submodules, commits []string
	at := map[string][]string{} // by commit, what it has as the original trained with it
	add := func(files []git.Replacement) {
		for _, file := range files {
			if file.Mode == "" {
				gone = append(gone, wording.Quote(file.Path))
			} else {
				commit := s.from(file.Path)
				back, at[commit] = append(back, wording.Quote(file.Path)), append(at[commit], wording.Quote(file.Path))
				if !slices.Contains(commits, commit) {
					commits = append(commits, commit)
				}
			}
			if file.Mode == gitformat.ModeSubmodule {
				submodules = append(submodules, wording.Quote(file.Path))
			}
		}
	}
	var others []string
	for _, i := range cause.Factors() {
		switch f := s.factors[i]; {
		case f.param != nil:
			file := wording.Quote(s.from(f.param.file) + ":" + f.param.file)
			others = append(others, fmt.Sprintf("git show %s # has the value of %s", file, printable.OneLine(strings.Join(f.param.key, "."), maxName)))
		case f.variable != nil:
			others = append(others, f.variable.recipe())
		case len(f.packages) > 0:
			for _, p := range f.packages {
				others = append(others, p.recipe())
			}
		case f.software:
			add(f.files)
			others = append(others, "# train with the original's software, as --environment original rebuilds it")
		default:
			add(f.files)
		}
	}
	if s.Local.Prefix != "" && len(back)+len(gone) > 0 {
		lines = append(lines, `cd "$(git rev-parse --show-toplevel)"`)
	}
	for _, commit := range commits {
		lines = append(lines, "git checkout "+commit+" -- "+strings.Join(at[commit], " "))
	}
	if len(submodules) > 0 { // checkout writes their commits, and not their files
		lines = append(lines, "git submodule update --init -- "+strings.Join(submodules, " "))
	}
	for _, file := range back {
		if strings.HasSuffix(strings.Trim(file, "'"), ".dvc") {
			lines = append(lines, "dvc checkout "+file)
		}
	}
	if len(gone) > 0 {
		lines = append(lines, "git rm "+strings.Join(gone, " "))
	}
	return append(lines, others...)
}
