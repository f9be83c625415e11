package page

import (
	"cmp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/cause"
	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// This file tells what an input is that a check does not list: what is the original's,
// or what nobody compared.

// A filesKnown is how much of the tracked files a check lists that are not the original's.
type filesKnown int

const (
	filesUnknown filesKnown = iota // the two commits were not compared
	filesInPart                    // some are only counted
	filesAll
)

func filesOf(inputs []repro.Input) filesKnown {
	commit := inputs[0]
	compared := commit.Name == "commit" && (commit.Kind == repro.KindDerived || // file by file
		commit.Kind == repro.KindCode && commit.State != repro.InputDiffers && commit.Original != "" && commit.Now == commit.Original ||
		commit.Kind == repro.KindCode && commit.State == repro.InputSame)
	switch {
	case !compared:
		return filesUnknown
	case slices.ContainsFunc(inputs, repro.IsMoreFiles):
		return filesInPart
	}
	return filesAll
}

// unlisted are the inputs, by kind and name, that a check lists only where they are not
// the original's, and does not list.
func unlisted(known map[inputKey]repro.Input, listed map[inputKey]bool) []inputKey {
	var keys []inputKey
	for k := range known {
		if k.listedIfOther() && !listed[k] {
			keys = append(keys, k)
		}
	}
	order.Stable(keys, func(a, b inputKey) int {
		return cmp.Or(strings.Compare(a.kind, b.kind), strings.Compare(a.name, b.name))
	})
	return keys
}

// original says what an input is that a check does not list, and is the original's for it;
// "" where that is not known. is is false where what was known of it still stands.
func original(c repro.Check, known repro.Input, files filesKnown) (now string, is bool) {
	if known.Kind == repro.KindParams {
		value, logged := c.Params.Get(known.Name)
		return value, logged && value != known.Now
	}
	elsewhere := func(in repro.Input) bool { return in.Kind != known.Kind && in.Name == known.Name }
	switch {
	case known.Name == "commit" || files == filesUnknown && cause.OfGit(known):
		return "", false
	case files != filesAll || !cause.OfGit(known) || known.State != repro.InputDiffers || slices.ContainsFunc(c.Inputs, elsewhere):
		return "", true
	}
	return known.Original, true
}
