package recorded

import (
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/order"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// Between says which variables are others in two environments that were recorded. Of a value
// that neither has but as a digest of its own key nothing is known, and of a secret that a
// program names: unknown are those, where both had the variable. Those of a session or a machine
// are left out, as are secrets that no program names.
func (e Environment) Between(other Environment, named func(name string) bool) (changes []VariableChange, unknown []string) {
	if e.Salt == "" || other.Salt == "" { // a record without variables
		return nil, nil
	}
	find := func(list []Variable, name string) (Variable, bool) {
		at := slices.IndexFunc(list, func(v Variable) bool { return v.Name == name })
		if at < 0 {
			return Variable{}, false
		}
		return list[at], true
	}
	said := func(v Variable) string {
		if v.Value != "" {
			return v.Value
		}
		return repro.AValue
	}
	for _, then := range e.Variables {
		now, set := find(other.Variables, then.Name)
		switch {
		case isPassing(then.Name), (isHidden(then) || set && isHidden(now)) && !named(then.Name):
		case !set:
			changes = append(changes, VariableChange{then.Name, said(then), "", then.Value != ""})
		case isHidden(then), isHidden(now):
			unknown = append(unknown, then.Name)
		case then.Value != "" && now.Value != "":
			if then.Value != now.Value {
				changes = append(changes, VariableChange{then.Name, then.Value, now.Value, true})
			}
		case then.Value != "" || now.Value != "": // one has the form of its kind, the other has not
			changes = append(changes, VariableChange{then.Name, said(then), strings.Replace(said(now), repro.AValue, repro.AnotherValue, 1), false})
		case e.Salt == other.Salt && then.Digest != now.Digest:
			changes = append(changes, VariableChange{then.Name, repro.AValue, repro.AnotherValue, false})
		case e.Salt != other.Salt:
			unknown = append(unknown, then.Name)
		}
	}
	for _, now := range other.Variables {
		if _, had := find(e.Variables, now.Name); !had && !isPassing(now.Name) && (!isHidden(now) || named(now.Name)) {
			changes = append(changes, VariableChange{now.Name, "", said(now), now.Value != ""})
		}
	}
	order.By(changes, func(a, b VariableChange) int { return strings.Compare(a.Name, b.Name) })
	return changes, unknown
}

// isHidden says whether no more than a variable's name was recorded: it is a secret.
func isHidden(v Variable) bool { return v.Value == "" && v.Digest == "" }
