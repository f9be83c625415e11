package params

import (
	"fmt"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/params/literal"
	"github.com/reproduce-action/reproduce/internal/printable"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A decision is what to do with one place: leave it, write a value, refuse.
type decision struct {
	status repro.ParamStatus
	value  literal.Value // to write
	note   string
	hide   bool // the logged text may be what a reference resolved to
}

func refused(format string, args ...any) decision {
	return decision{status: repro.ParamRefused, note: fmt.Sprintf(format, args...)}
}

func written(value literal.Value, note string) decision {
	return decision{status: repro.ParamWritten, value: value, note: note}
}

func assumed(value literal.Value, note string) decision {
	return decision{status: repro.ParamAssumed, value: value, note: note}
}

// decide types a logged text by the value that stands in the file now. mapped
// says that a person named the place, so that a change of type is what they
// asked for and not a wrong match.
func decide(node *doc.Node, l logged, mapped bool) decision {
	suspect := ""
	if !l.typed {
		suspect = truncated(l.text)
	}
	if note, same := holds(node, l); same {
		if suspect != "" {
			note = suspect + "; the file holds just that text"
		}
		return decision{status: repro.ParamUnchanged, note: note}
	}
	if note := sameTruth(node, l); note != "" {
		return decision{status: repro.ParamUnchanged, note: note}
	}
	switch {
	case refers(node):
		d := refused("the file takes this value from elsewhere (${…}), and that is never overwritten")
		d.hide = true
		return d
	case suspect != "":
		return refused("%s", suspect)
	case l.opaque != nil:
		return refused("%s", l.opaque)
	case node.Kind == doc.Map:
		return refused("the file has a section here, the run a single value")
	case !l.typed && padded(l.text) && some(readings(node), func(v literal.Value) bool { return v.IsNumber() && v.Equal(l.value) }):
		return decidePadded(node, l, mapped)
	}
	return decideType(node, l, mapped)
}

// sameTruth says why a 1 or a 0 is the bool that was logged, or the other way round:
// programs ask a switch whether it is on. "" where it is not.
func sameTruth(node *doc.Node, l logged) string {
	truth := func(v literal.Value) (on, is bool) {
		switch {
		case v.Kind == literal.Bool:
			return v.True, true
		case v.Kind == literal.Int && (v.Text == "0" || v.Text == "1"):
			return v.Text == "1", true
		}
		return false, false
	}
	said, is := truth(l.value)
	if !is || l.typed || node.Kind != doc.Scalar || !all(readings(node), func(v literal.Value) bool {
		on, is := truth(v)
		return is && on == said && v.Kind != l.value.Kind
	}) {
		return ""
	}
	return fmt.Sprintf("%s is %s to a program that asks whether it is on", node.Raw, cut(l.text))
}

// decidePadded is of 3.10 where the file has 3.1. A program that prints all its
// numbers with two decimals logs it again, and one that had a text does not.
func decidePadded(node *doc.Node, l logged, mapped bool) decision {
	if mapped {
		return assumed(literal.Value{Kind: literal.String, Text: l.text}, fmt.Sprintf("%s is not how Python prints a number: written as text, because params-map names the key", cut(l.text)))
	}
	return refused("Python prints %s as %s, so %s was text, or a number with its own format. If it was text, quote it in the file or confirm the key with params-map",
		node.Raw, cut(literal.Repr(l.value)), cut(l.text))
}

// decideType types the logged text and decides by the value that is there.
func decideType(node *doc.Node, l logged, mapped bool) decision {
	now := readings(node)
	l, why := typeFor(l, now)
	d := decideKind(node, now, l, mapped)
	if why == "" || d.status == repro.ParamRefused {
		return d
	}
	if l.value.IsNumber() { // which may have been a text like the version 3.10
		d.status = repro.ParamAssumed
	}
	d.note = why
	return d
}

func decideKind(node *doc.Node, now []literal.Value, l logged, mapped bool) decision {
	is := func(kinds ...literal.Kind) bool {
		return some(now, func(v literal.Value) bool {
			for _, kind := range kinds {
				if v.Kind == kind {
					return true
				}
			}
			return false
		})
	}
	switch {
	case node.Kind == doc.List:
		return decideList(l, mapped)
	case is(literal.Unreadable):
		return refused("%s has a type of its own, %s; change it by hand", spelled(node), node.Tag)
	case is(literal.None):
		return assumed(l.value, "the file has no value yet: the type follows from the logged text")
	case is(literal.Bool):
		return decideSame(l, mapped, "a bool", l.value.Kind == literal.Bool)
	case l.value.Kind == literal.String && is(literal.String) && is(literal.Int, literal.Float) && (revision(node.Raw) || sexagesimal(node.Raw) && sexagesimal(l.text)):
		return written(l.value, "")
	case l.value.Kind == literal.String && now[0].Kind == literal.String && is(literal.Int, literal.Float) && numeral(l.text):
		return written(l.value, "")
	case is(literal.Int, literal.Float):
		d := decideSame(l, mapped, "a number", l.value.IsNumber())
		if d.note == "" {
			d.note = kindChange(node, now, l.value)
		}
		return d
	case is(literal.Date):
		return decideDate(l, mapped)
	case node.Quoted, node.Tag == "!!str", node.Tag == "!":
		return decideQuoted(node, l, mapped)
	default:
		return decidePlain(node, l, mapped)
	}
}

// decideSame writes a value of the type that is there, or null, which Python
// programs put in the place of anything.
func decideSame(l logged, mapped bool, kind string, fits bool) decision {
	switch {
	case fits:
		return written(l.value, "")
	case l.value.Kind == literal.None:
		return written(l.value, "None becomes null")
	case mapped:
		return assumed(l.value, fmt.Sprintf("the file has %s: the type follows from the logged text, because params-map names the key", kind))
	default:
		return refused("the file has %s and %s is not of that type; if this is the right key, confirm it with params-map", kind, show(l.text))
	}
}

func decideList(l logged, mapped bool) decision {
	if l.value.Kind == literal.None {
		return assumed(l.value, "None becomes null in the place of a list")
	}
	return decideSame(l, mapped, "a list", l.value.IsSequence())
}

// decideDate keeps a date a date to the readers that know dates.
func decideDate(l logged, mapped bool) decision {
	fits := l.value.Kind == literal.String && doc.Resolve11(l.text).Type == doc.TypeTime && doc.Resolve12(l.text).Type == doc.TypeTime
	if fits {
		l.value.Kind = literal.Date
	}
	return decideSame(l, mapped, "a date", fits)
}

// decideQuoted keeps quoted text as text wherever the log could be text.
func decideQuoted(node *doc.Node, l logged, mapped bool) decision {
	asText := literal.Value{Kind: literal.String, Text: l.text}
	before := readLogged(node.Text).value
	switch {
	case l.value.Kind == literal.String:
		return written(l.value, "")
	case l.typed:
		return assumed(l.value, "the file has quoted text, the logged literal "+article(l.value.Kind))
	case l.value.IsNumber() && before.IsNumber(), l.value.Kind == before.Kind, literal.IsContainer(l.value) && literal.IsContainer(before):
		return written(asText, "quoted text in the file stays text")
	case l.value.IsNumber():
		return assumed(asText, "the file has quoted text: written as text")
	case literal.IsContainer(l.value):
		return decideSame(l, mapped, "text", false)
	default:
		return assumed(l.value, "the file has quoted text: the type follows from the logged text")
	}
}

// decidePlain follows the log: a plain scalar has a type by its spelling only.
func decidePlain(node *doc.Node, l logged, mapped bool) decision {
	_, quoted := literalText(node)
	switch {
	case l.value.Kind == literal.String:
		return written(l.value, "")
	case literal.IsContainer(l.value) && quoted && !l.typed:
		return written(literal.Value{Kind: literal.String, Text: l.text}, "the file has it as text, and keeps it so")
	case literal.IsContainer(l.value):
		return decideSame(l, mapped, "text", false)
	default:
		return assumed(l.value, "the file has text: the type follows from the logged text")
	}
}

// kindChange tells of an int that becomes a float, or the other way round, and
// of text that becomes a number to the reader that took it for text.
func kindChange(node *doc.Node, now []literal.Value, value literal.Value) string {
	if !value.IsNumber() {
		return ""
	}
	switch old, dvc := now[0], now[1]; {
	case old.Kind == literal.String && dvc.IsNumber():
		return fmt.Sprintf("PyYAML reads %s as text, and the new value as %s", node.Raw, article(value.Kind))
	case old.IsNumber() && dvc.Kind == literal.String:
		return fmt.Sprintf("PyYAML reads %s as the %s %s, DVC as text", node.Raw, old.Kind, literal.Repr(old))
	}
	for _, before := range now {
		if before.IsNumber() && before.Kind != value.Kind {
			return fmt.Sprintf("%s becomes %s", article(before.Kind), article(value.Kind))
		}
	}
	return ""
}

func article(kind literal.Kind) string {
	if kind == literal.Int {
		return "an int"
	}
	return "a " + kind.String()
}

// maxShown is what a report has room for of a value.
const maxShown = 60

// show quotes a text, cut where it would fill the report.
func show(text string) string { return printable.Quote(text, maxShown) }

func cut(text string) string { return printable.Clip(text, maxShown) }
