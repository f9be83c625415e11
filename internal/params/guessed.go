package params

import (
	"strings"

	"github.com/reproduce-action/reproduce/internal/params/literal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Guessed says whether a param was written as None or a bool by its spelling alone:
// the file had a text there, and Python prints the texts "None" and "True" no
// otherwise. Who names the key with params-map has confirmed it.
func Guessed(edit repro.ParamEdit) bool {
	if edit.Status != repro.ParamAssumed || edit.Rule == RuleMapped {
		return false
	}
	kind := readLogged(edit.Logged).value.Kind
	return (kind == literal.None || kind == literal.Bool) && edit.Old != "" && readLogged(strings.Trim(edit.Old, `"'`)).value.Kind == literal.String
}
