package repro

import (
	"slices"
	"strings"
)

// FillSubmodules is the command by which a clone gets the commits of its submodules. A
// training that is without one is told it in a warning.
const FillSubmodules = "git submodule update --init --recursive"

// LacksSubmodule says whether a training was without a submodule: what it failed of, most
// likely, and what no package makes good.
func LacksSubmodule(r Result) bool {
	return slices.ContainsFunc(r.Warnings, func(text string) bool { return strings.HasSuffix(text, FillSubmodules) })
}
