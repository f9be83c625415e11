package othercode

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/reproduce-action/reproduce/internal/observe"
)

// What loaders and languages find by a search path.

// loadable are endings of what is found by a search path; of those that are not here, of
// libraries.
var loadable = map[string]map[string]bool{
	"NODE_PATH": words(".js .cjs .mjs .node"), "PERL5LIB": words(".pl .pm"), "PERLLIB": words(".pl .pm"), "RUBYLIB": words(".rb .so"), "CLASSPATH": words(".jar .class"),
	"R_LIBS": words(".r .so"), "R_LIBS_USER": words(".r .so"), "JULIA_LOAD_PATH": words(".jl"), "LUA_PATH": words(".lua"), "LUA_CPATH": words(".so"), "AWKPATH": words(".awk"), "AWKLIBPATH": words(".so"),
	"CPATH": words(".h .hpp .hh .cuh"), "C_INCLUDE_PATH": words(".h .hpp .hh"), "CPLUS_INCLUDE_PATH": words(".h .hpp .hh"), "OCTAVE_PATH": words(".m .mex"), "MATLABPATH": words(".m"),
}

// searched looks in directories where a loader does, for what stands for the commit's code.
func (n *naming) searched(name, list string) {
	loads := func(file string) bool {
		if endings := loadable[name]; endings != nil {
			return endings[strings.ToLower(filepath.Ext(file))]
		}
		return observe.IsLibrary(file) || filepath.Ext(file) == ".a"
	}
	for _, dir := range filepath.SplitList(list) {
		if !filepath.IsAbs(dir) || observe.IsOfSystem(filepath.Join(dir, "x")) || !n.elsewhere(dir) {
			continue
		}
		info, err := os.Stat(dir)
		if err == nil && info.Mode().IsRegular() { // LD_PRELOAD, CLASSPATH
			n.take(dir, false)
			continue
		}
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue
		}
		looked := 0
		for _, entry := range entries {
			file := filepath.Join(dir, entry.Name())
			if !loads(file) {
				continue
			}
			if looked++; looked > maxInPath {
				n.partial = true
				break
			}
			info, err := os.Stat(file)
			if err != nil || !info.Mode().IsRegular() || !n.stood(info) {
				continue
			}
			if _, is := n.tree.Of(file); is == observe.OtherContent {
				n.instead(file)
			}
		}
	}
}
