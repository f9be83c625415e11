package othercode

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// What variables have loaded before a program's own code, which it can change:
// a library before all others, a module before a script.

var (
	// preloading are variables that name such code, among options or not.
	preloading = words("LD_PRELOAD LD_AUDIT DYLD_INSERT_LIBRARIES NODE_OPTIONS PERL5OPT PERL5DB RUBYOPT LUA_INIT JAVA_TOOL_OPTIONS _JAVA_OPTIONS JDK_JAVA_OPTIONS DOTNET_STARTUP_HOOKS")
	// preloads finds where a command sets one.
	preloads = regexp.MustCompile(`\b(LD_PRELOAD|LD_AUDIT|DYLD_INSERT_LIBRARIES|NODE_OPTIONS|PERL5OPT|PERL5DB|RUBYOPT|LUA_INIT|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|DOTNET_STARTUP_HOOKS)=("[^"]*"|'[^']*'|\S+)`)
	// fullPaths finds full paths in options, glued to them or not.
	fullPaths = regexp.MustCompile(`(?:^|[\s=:;,@"']|-[A-Za-z])(?:file://)?(/[^\s:;,"']+)`)
	// perlModule finds a module that Perl is told to load.
	perlModule = regexp.MustCompile(`-[Mmd]:?-?([A-Za-z_]\w*(?:::\w+)*)`)
)

// preloaded takes what the value of a variable has loaded.
func (n *naming) preloaded(name, value string) {
	load := func(file string) {
		n.outside(file)
		if told := file + " (loaded by " + name + ")"; !slices.Contains(n.found.Loaded, told) {
			n.found.Loaded = append(n.found.Loaded, told)
		}
	}
	for _, found := range fullPaths.FindAllStringSubmatch(value, maxPathLists) {
		if n.foreign(found[1]) && !passive[strings.ToLower(filepath.Ext(found[1]))] {
			load(found[1])
		}
	}
	if name == "PERL5OPT" {
		n.perlModules(value, load)
	}
}

// perlModules gives the files of elsewhere that options have Perl load.
func (n *naming) perlModules(options string, load func(file string)) {
	dirs := filepath.SplitList(n.values["PERL5LIB"])
	for _, found := range fullPaths.FindAllStringSubmatch(options, maxPathLists) {
		dirs = append(dirs, found[1])
	}
	for _, found := range perlModule.FindAllStringSubmatch(options, maxPathLists) {
		for _, dir := range dirs {
			if file := filepath.Join(dir, strings.ReplaceAll(found[1], "::", "/")+".pm"); filepath.IsAbs(dir) && n.foreign(file) {
				load(file)
			}
		}
	}
}
