package redact

import (
	"reflect"
	"slices"
)

// Copy gives a copy of a value in which every text has its secrets hidden.
// What is rendered is made from such a copy: whoever shortens, wraps or escapes
// a text afterwards cannot cut a secret in two or spell it so that Text does not
// know it again. Texts of a type of their own are words of ours and stay. What
// stands beside a name, as a param's value and a tag do, is judged by the name too.
func Copy[T any](r *Redactor, value T) T {
	return r.copyOf(reflect.ValueOf(&value).Elem()).Interface().(T)
}

// copyOf is Copy for any type: one program for all.
func (r *Redactor) copyOf(value reflect.Value) reflect.Value {
	c := copier{Redactor: r}
	copied := reflect.New(value.Type()).Elem()
	c.copy(copied, value)
	if len(c.found) > 0 { // a log may tell what a param says, without its name
		r.Add(c.found...)
		copied.SetZero()
		c.copy(copied, value)
	}
	return copied
}

// Learn adds the secrets that stand beside their names in a value, so that they are
// hidden from then on where they stand alone, as a training may print them.
func Learn[T any](r *Redactor, value T) { Copy(r, value) }

// A copier copies one value, and collects the secrets that stand under names in it.
type copier struct {
	*Redactor
	found []string
}

var (
	textType  = reflect.TypeFor[string]()
	bytesType = reflect.TypeFor[[]byte]()
)

// copy sets to, which is a zero value, to from without secrets.
func (r *copier) copy(to, from reflect.Value) {
	to.Set(from)
	switch {
	case from.Type() == textType:
		to.SetString(r.Text(from.String()))
	case from.Type() == bytesType && !from.IsNil():
		to.SetBytes([]byte(r.Text(string(from.Bytes()))))
	case from.Kind() == reflect.Pointer && !from.IsNil():
		to.Set(reflect.New(from.Type().Elem()))
		r.copy(to.Elem(), from.Elem())
	case from.Kind() == reflect.Slice && from.Type().Elem() == textType && !from.IsNil(): // lines of a log
		to.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
		log := make([]string, from.Len())
		for i := range log {
			log[i] = from.Index(i).String()
		}
		hideHeadless(log)
		var lines acrossLines
		for i, line := range log {
			to.Index(i).SetString(r.Text(lines.hide(line, hintsIn(line))))
		}
	case from.Kind() == reflect.Slice && !from.IsNil():
		to.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
		for i := range from.Len() {
			r.copy(to.Index(i), from.Index(i))
		}
	case from.Kind() == reflect.Map && !from.IsNil():
		to.Set(reflect.MakeMapWithSize(from.Type(), from.Len()))
		for entries := from.MapRange(); entries.Next(); {
			key, value := reflect.New(from.Type().Key()).Elem(), reflect.New(from.Type().Elem()).Elem()
			r.copy(key, entries.Key())
			r.copy(value, entries.Value())
			if key.Type() == textType && value.Type() == textType && underName(entries.Key().String(), entries.Value().String()) {
				r.hide(value, entries.Value())
			}
			to.SetMapIndex(key, value)
		}
	case from.Kind() == reflect.Struct:
		for i := range from.NumField() {
			if from.Type().Field(i).IsExported() { // others, a time's or a number's, are no text of anybody's
				r.copy(to.Field(i), from.Field(i))
			}
		}
		r.hideValues(to, from)
	}
}

// valueFields hold what stands under a Name in the same struct; kindFields say of what
// kind that is. A file and a package have names that no secret is under.
var (
	valueFields = []string{"Value", "Logged", "Old", "New", "Original", "Now", "Then"}
	kindFields  = []string{"Kind", "Factor"}
	namedKinds  = []string{"params", "seed", "override", "derived", "command", "run"}
)

// hideValues hides the values of a struct whose name is that of a secret.
func (r *copier) hideValues(to, from reflect.Value) {
	name := from.FieldByName("Name")
	if !name.IsValid() || name.Type() != textType {
		return
	}
	for _, field := range kindFields {
		if kind := from.FieldByName(field); kind.IsValid() && !slices.Contains(namedKinds, kind.String()) {
			return
		}
	}
	for _, field := range valueFields {
		if value := from.FieldByName(field); value.IsValid() && value.Type() == textType && underName(name.String(), value.String()) {
			r.hide(to.FieldByName(field), value)
		}
	}
}

// alone looks like no word, which would be hidden in every sentence.
var alone = newPattern(`\d.*[^\d.]|[^\d.].*\d|[^\w.-]`)

func (r *copier) hide(to, from reflect.Value) {
	to.SetString("***")
	if text := from.String(); len(text) >= minAlone && alone.MatchString(text) {
		r.found = append(r.found, text)
	}
}

// minAlone is the length from which on a logged secret is hidden without its name, too.
const minAlone = 8
