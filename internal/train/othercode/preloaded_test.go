package othercode

import (
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// TestPreloaded: code of elsewhere that a variable has loaded before a program's own is
// known, and what tells a program something else is none.
func TestPreloaded(t *testing.T) {
	t.Parallel()
	top, home := t.TempDir(), t.TempDir()
	write(t, filepath.Join(top, "patch.js"), "x")
	for _, name := range []string{"libfast.so", "patch.js", "lib/My/Patch.pm", "agent.jar", "start.lua", "ca.json"} {
		write(t, filepath.Join(home, filepath.FromSlash(name)), "x")
	}
	for _, tt := range []struct{ command, environ, want string }{
		{"make", "LD_PRELOAD=HOME/libfast.so", "libfast.so"},
		{"make", "LD_PRELOAD=/usr/lib/libm.so HOME/libfast.so", "libfast.so"},
		{"make", "LD_PRELOAD=HOME/gone.so", ""},
		{"node t.js", "NODE_OPTIONS=--require HOME/patch.js", "patch.js"},
		{"node t.js", "NODE_OPTIONS=--max-old-space-size=4096 --import=file://HOME/patch.js", "patch.js"},
		{"node t.js", "NODE_OPTIONS=--require TOP/patch.js", ""},
		{"node t.js", "NODE_OPTIONS=--max-old-space-size=4096 --title=HOME/ca.json", ""},
		{"NODE_OPTIONS='-r HOME/patch.js' node t.js", "", "patch.js"},
		{"perl t.pl", "PERL5OPT=-IHOME/lib -MMy::Patch", "lib/My/Patch.pm"},
		{"perl t.pl", "PERL5OPT=-IHOME/lib -Mstrict", ""},
		{"java T", "JAVA_TOOL_OPTIONS=-javaagent:HOME/agent.jar", "agent.jar"},
		{"java T", "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=HOME/lib", ""},
		{"lua t.lua", "LUA_INIT=@HOME/start.lua", "start.lua"},
	} {
		fill := strings.NewReplacer("HOME/", home+"/", "TOP/", top+"/").Replace
		got := CheckoutOf(top, top).Named([]string{fill(tt.command)}, []string{"PATH=/usr/bin:/bin", fill(tt.environ)}, filepath.Join(home, "clone"), func(fs.FileInfo) bool { return true })
		loaded, _, _ := strings.Cut(strings.ReplaceAll(strings.Join(got.Loaded, " "), home+"/", ""), " (loaded by ")
		if loaded != tt.want {
			t.Errorf("%s with %s: %q, want %q", tt.command, tt.environ, loaded, tt.want)
		}
	}
}
