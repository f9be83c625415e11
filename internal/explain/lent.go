package explain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/wording"
)

// lent says of what a training is lent with --with that no trial restores it: git has only
// what is in the clone now. inputs are the check's: of some files they tell whether the
// original had the same.
func lent(plan repro.Plan, inputs []repro.Input) (texts []string) {
	for _, loan := range plan.With {
		var others []string
		known := 0
		for _, input := range inputs {
			if input.Name != loan && !strings.HasPrefix(input.Name, strings.TrimSuffix(loan, "/")+"/") {
				continue
			}
			switch input.State {
			case repro.InputSame:
				known++
			case repro.InputDiffers:
				known++
				if !slices.Contains(others, input.Name) {
					others = append(others, input.Name)
				}
			}
		}
		const today = "git does not have it, so each trial gets today's"
		switch {
		case len(others) > 0:
			texts = append(texts, fmt.Sprintf("%s, lent with --with: %s differs from the original's; %s", loan, wording.ListUpTo(others, 3), today))
		case known > 0:
			texts = append(texts, fmt.Sprintf("%s, lent with --with: what is recorded of it is the original's; %s", loan, today))
		default:
			texts = append(texts, fmt.Sprintf("%s, lent with --with: what the original had is not known; %s", loan, today))
		}
	}
	return texts
}
