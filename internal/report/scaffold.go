package report

import (
	"github.com/reproduce-action/reproduce/internal/report/terminal"
	"github.com/reproduce-action/reproduce/internal/scaffold"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// Scaffold says what was found in a repository, what is added to it as a diff, and what is
// left to do. Once it is written, the diff has been shown.
func Scaffold(p scaffold.Plan, written bool, style terminal.Style) string {
	s := newScreen(style)
	for _, found := range p.Found {
		s.Paragraph("", "  ", found)
	}
	s.Gap()
	for _, file := range p.Files {
		if !written {
			for _, line := range whole(file) {
				s.Line("%s", line)
			}
			s.Gap()
		}
	}
	if len(p.Files) == 0 {
		s.Line("Nothing to add. What the workflows and settings here say was not checked.")
		s.Gap()
	}
	if written {
		for _, file := range p.Files {
			s.Line("Wrote %s", file.Path)
		}
		s.Gap()
	}
	s.numbered(p.Notes)
	s.Gap()
	if written {
		s.scaffoldSteps(p)
	}
	return s.String()
}

// scaffoldSteps are the lines to paste once the files are there.
func (s *screen) scaffoldSteps(p scaffold.Plan) {
	s.Line("Next:")
	if len(p.Files) > 0 {
		line := "git add"
		for _, file := range p.Files {
			line += " " + wording.Quote(file.Path)
		}
		s.Command("  ", line+" && git commit -m 'Check that models still come back'")
		s.Command("  ", "git push")
	}
	for _, line := range p.Next {
		s.Command("  ", line)
	}
}
