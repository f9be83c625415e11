package challenge

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// general are sections that no value selects: every model is trained by them.
var general = strings.Fields("train training trainer fit fitting optimizer optim base common default defaults data dataset model models hparams params hyperparameters experiment run main")

// Unselected says whether a param is in a section of another model than the one that a logged
// text names, as nn.lr where model is ridge and ridge.alpha is logged too: it may stay unused
// by an honest training.
func Unselected(name string, logged repro.Params) bool {
	own := firstSection(name)
	if own == "" || slices.Contains(general, own) {
		return false
	}
	selects := func(section string) bool {
		return section != "" && slices.ContainsFunc(logged, func(param repro.Param) bool {
			value, _, _ := strings.Cut(strings.ToLower(param.Value), ":")
			return firstSection(param.Name) != section && strings.Trim(value, `"' `) == section
		})
	}
	return !selects(own) && slices.ContainsFunc(logged, func(param repro.Param) bool {
		other := firstSection(param.Name)
		return other != own && !slices.Contains(general, other) && selects(other)
	})
}

// firstSection is the first part of a name that has several, in small letters; "" for none.
func firstSection(name string) string {
	section, _ := sections(name)
	if at := strings.IndexAny(strings.ToLower(name), "./:"); at > 0 && section != "" {
		return strings.ToLower(name[:at])
	}
	return ""
}
