//go:build !nodesk

package placeholder

import (
	"io/fs"
	"path"
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

var (
	hydraKey  = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_][A-Za-z0-9_-]*)*$`)
	groupName = regexp.MustCompile(`^[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*$`)
)

// overrides are params as Hydra's overrides: ++key=value sets a key whether the config has
// it or not, and a config group is chosen as group=option. What is no key of a config, or
// a value that Hydra's grammar does not have, is left out and named.
// https://hydra.cc/docs/advanced/override_grammar/basic/
func (f *filler) overrides(all repro.Params) []given {
	var found []given
	var left, assumed []string
	var configs hydraConfigs
	for _, param := range all {
		value, ok := params.HydraValue(param.Value)
		if text, own := configs.isText(f.files, param); ok && text {
			if value, ok = params.HydraText(param.Value); ok && !own && doc.Resolve12(param.Value).Type != doc.TypeText {
				assumed = append(assumed, param.Name)
			}
		}
		switch {
		case strings.HasPrefix(param.Name, "hydra."):
		case groupName.MatchString(param.Name) && groupName.MatchString(param.Value) && f.isGroup(param.Name, param.Value):
			found = append(found, given{name: param.Name, word: param.Name + "=" + param.Value})
		case !ok || !hydraKey.MatchString(param.Name):
			left = append(left, param.Name)
		default:
			found = append(found, given{name: param.Name, word: "++" + param.Name + "=" + value})
		}
	}
	if len(left) > 0 {
		f.warnings = append(f.warnings, "run-command: {hydra} leaves out what no override can say: "+wording.ListUpTo(left, 5))
	}
	if len(assumed) > 0 {
		f.warnings = append(f.warnings, "run-command: {hydra} passes "+wording.ListUpTo(assumed, 5)+" as text, as the configs have it; that the original had text there, and no number, is assumed")
	}
	return found
}

// isGroup says whether the project has a config of that group: conf/GROUP/OPTION.yaml.
func (f *filler) isGroup(group, option string) bool {
	for _, below := range []string{"*", "*/*", "*/*/*"} {
		if found, err := fs.Glob(f.files, path.Join(below, group, option+".yaml")); err == nil && len(found) > 0 {
			return true
		}
	}
	return false
}
