package cause

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// What a cause is called in a sentence.

// causeLabel is a cause in a few words.
func causeLabel(c repro.Cause) string {
	switch {
	case c.Factor == repro.KindCommand && c.Name == "command":
		return "the program that was called"
	case c.Factor == repro.KindCommand && c.Name == "command line":
		return "the command line"
	case c.Factor == repro.KindCommand:
		return "the command of stage " + c.Name
	case c.Factor == repro.FactorChance || c.Name == "" || c.Name == c.Factor:
		return cmp.Or(c.Name, c.Factor)
	case c.Factor == repro.KindCode && c.Name == "commit":
		return "the commit"
	case c.Factor == repro.KindOverride:
		return c.Name + ", which is not as committed"
	}
	return c.Name
}

// causeChange is a cause with its two values.
func causeChange(c repro.Cause) string {
	switch {
	case c.Factor == repro.FactorChance && strings.HasPrefix(c.Name, "stage "):
		return "something in " + c.Name + " that was not recorded"
	case c.Factor == repro.FactorChance:
		return repro.FactorChance + " (" + c.Name + ")"
	case c.Factor == repro.FactorEvaluation && strings.HasSuffix(c.Evidence, short(repro.PatternEvaluation)):
		return "another evaluation behind " + c.Name
	case c.Factor == repro.FactorEvaluation:
		return "another definition of " + c.Name
	case (c.Factor == repro.KindData || c.Factor == repro.KindCode || c.Factor == repro.KindFile) && c.Original == repro.NotThere:
		return c.Name + ", which the original did not have"
	case c.Factor == repro.KindCommand && c.Original == repro.NotThere:
		return "stage " + c.Name + ", which the original did not have"
	case (c.Factor == repro.KindData || c.Factor == repro.KindCode || c.Factor == repro.KindFile) && c.Now == repro.NotThere:
		return c.Name + " being gone"
	case c.Factor == repro.KindData:
		return "other data in " + c.Name
	case c.Factor == repro.KindFile:
		return "other content of " + c.Name
	case c.Factor == repro.KindCode && c.Name == "commit":
		return "other code"
	case c.Factor == repro.KindCode:
		return "other code in " + c.Name
	case c.Factor == repro.KindCommand && c.Name == "command line":
		return "another command line"
	case c.Factor == repro.KindCommand:
		return "another command in stage " + c.Name
	case c.Factor == repro.KindEnvironment && c.Now == repro.NotThere:
		return c.Name + " being gone"
	case c.Factor == repro.KindEnvironment && c.Original == repro.NotThere:
		return c.Name + " being there"
	case (c.Factor == repro.KindParams || c.Factor == repro.KindSeed) && (c.Now == "nothing" || c.Now == repro.NotThere):
		return fmt.Sprintf("%s being gone (was %s)", causeLabel(c), c.Original)
	case (c.Factor == repro.KindParams || c.Factor == repro.KindSeed) && (c.Original == "nothing" || c.Original == repro.NotThere):
		return fmt.Sprintf("%s being %s (was not there)", causeLabel(c), c.Now)
	case c.Original == "" || c.Now == "":
		return "another " + causeLabel(c)
	}
	return fmt.Sprintf("%s being %s (was %s)", causeLabel(c), c.Now, c.Original)
}

// labels lists at most four causes, each once.
func labels(causes []repro.Cause) string {
	const most = 4
	var list []string
	seen := map[string]bool{}
	for _, cause := range causes {
		if label := causeLabel(cause); !seen[label] {
			seen[label] = true
			list = append(list, label)
		}
	}
	if len(list) > most {
		list = append(list[:most-1], fmt.Sprintf("%d more", len(list)-most+1))
	}
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}
