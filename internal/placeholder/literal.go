package placeholder

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/params"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Literal names the params that a run command passes without a placeholder: --lr 0.1, --lr=0.1,
// lr=0.1 or LR=0.1, with the value that was logged wherever a word names the param. In quotes, as
// of a shell that is called, nothing is looked for.
func Literal(command string, logged repro.Params) []string {
	words := scan(command).all
	var passed []string
	for _, param := range logged {
		if values := optionValues(words, param.Name); len(values) > 0 && !slices.ContainsFunc(values, func(value string) bool { return !params.Equal(param.Value, value) }) {
			passed = append(passed, param.Name)
		}
	}
	return passed
}

// optionValues are the values that words give a name.
func optionValues(words []string, name string) (values []string) {
	for i, word := range words {
		option, value, has := strings.Cut(word, "=")
		if !has && strings.HasPrefix(option, "--") && i+1 < len(words) {
			value, has = words[i+1], true
		}
		if option = strings.TrimLeft(option, "-+"); has && spelledAlike(option, name) {
			values = append(values, strings.Trim(value, `'"`))
		}
	}
	return values
}

// spelledAlike takes - for _, and capitals for small letters.
func spelledAlike(a, b string) bool {
	return strings.EqualFold(strings.ReplaceAll(a, "-", "_"), strings.ReplaceAll(b, "-", "_"))
}
