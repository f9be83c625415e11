package app

import (
	"runtime/debug"
)

// Version is the release, set when one is built: -ldflags "-X …/app.Version=v1.2.3".
var Version = ""

// Release is what the binary knows of its own origin: the release it was built
// as, else the version control revision Go recorded.
func Release() string {
	if Version != "" {
		return Version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "devel"
	}
	revision, dirty := "", ""
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			revision = setting.Value[:min(12, len(setting.Value))]
		case "vcs.modified":
			if setting.Value == "true" {
				dirty = "+dirty"
			}
		}
	}
	switch {
	case info.Main.Version != "" && info.Main.Version != "(devel)":
		return info.Main.Version
	case revision != "":
		return "devel-" + revision + dirty
	default:
		return "devel"
	}
}
