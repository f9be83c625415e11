package lend

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/wording"
)

// linkWay says how a training comes to have what a link of the clone leads to.
func (s Source) linkWay(root *os.Root, file string) string {
	target, err := root.Readlink(file)
	if err != nil {
		return "have the training read what it points to by its full path"
	}
	if !filepath.IsAbs(target) {
		target = filepath.Join(s.Dir, filepath.FromSlash(path.Dir(file)), target)
	}
	within := file
	if s.Within != nil {
		within = s.Within(file)
	}
	making := ""
	if dir := path.Dir(within); dir != "." { // git may have nothing in it
		making = "mkdir -p " + wording.Quote(dir) + " && "
	}
	return beginWith + making + "ln -s " + wording.Quote(target) + " " + wording.Quote(within) + ends
}

const (
	beginWith = "begin the run command with: "
	ends      = " &&"
	mostWays  = 5 // links that one note has
)

// Ways are what several links say, in one.
func Ways(ways []string) string {
	var commands, others []string
	for _, way := range ways[:min(len(ways), mostWays)] {
		if command, is := strings.CutPrefix(way, beginWith); is {
			commands = append(commands, command)
		} else if !slices.Contains(others, way) {
			others = append(others, way)
		}
	}
	if len(commands) > 0 {
		others = append(others, beginWith+strings.Join(commands, " "))
	}
	said := strings.Join(others, "; or ")
	if more := len(ways) - mostWays; more > 0 {
		said += " (so of " + wording.Count(more, "link", "links") + " more)"
	}
	return said
}

// LinkWay says it of a path from the top of the clone that is a link and is not lent; "" of
// any other.
func (s Source) LinkWay(file string) string {
	root, err := os.OpenRoot(s.Dir)
	if err != nil {
		return ""
	}
	defer root.Close()
	info, err := root.Lstat(file)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 || s.linkInside(root, file) {
		return ""
	}
	return s.linkWay(root, file)
}
