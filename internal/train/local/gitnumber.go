package local

import (
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/lineage/sourcetext"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
)

// A number that a training makes of its commit or its branch is another in a reproduction, which
// has a commit and a branch of its own.

// asksGit finds questions for the commit or the branch, to git, to GitPython and to git's own files.
var asksGit = regexp.MustCompile(`\bgit["',\s]+(?:[^;&|\n]*?["',\s])?(?:rev-parse|rev-list|describe|log|branch|symbolic-ref|show-ref|name-rev)\b|\bhead\.(?:commit|object|ref(?:erence)?)\b|\b(?:active_branch|hexsha)\b|\.git["',\s/]+HEAD\b`)

// ofCommit finds a number that is made of a commit's or a branch's name, in Python and a shell.
var ofCommit = regexp.MustCompile(`(?i)(?:\bint\((?:[^\n]*,\s*(?:base\s*=\s*)?16\s*\))|\bfrom_bytes\(|\b(?:crc32|adler32|hash|default_rng|RandomState)\(|seed\(|\$\(\(|\bcksum\b|\bprintf\s[^\n]*%[diu])`)

var namesCommit = regexp.MustCompile(`(?i)(?:\b|_)(?:git|sha|head|commit|branch|rev|revision|hexsha|describe|ref)(?:\b|_)`)

// gitNumber is the line by which the command, its scripts or a program that ran makes a number of the
// commit or the branch; "" for none.
func gitNumber(seen *observe.Observation, p place, texts []string) string {
	if seen != nil {
		texts = append(texts[:len(texts):len(texts)], withoutComments(p.clone.Dir, seen.CodeIn(p.clone.Dir, filestate.RealPath(p.clone.Dir)))...)
	}
	return numberOfCommit(texts)
}

func numberOfCommit(texts []string) (found string) {
	asks := false
	for _, text := range texts {
		text = sourcetext.WithoutComments(text)
		asks = asks || asksGit.MatchString(text)
		for line := range strings.SplitSeq(text, "\n") {
			if found == "" && ofCommit.MatchString(line) && namesCommit.MatchString(line) {
				found = strings.TrimSpace(line)
			}
		}
	}
	if !asks {
		return ""
	}
	return found
}
