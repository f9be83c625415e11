package redact

import (
	"reflect"
)

// Copy gives a copy of a value in which every text has its secrets hidden.
// What is rendered is made from such a copy: whoever shortens, wraps or escapes
// a text afterwards cannot cut a secret in two or spell it so that Text does not
// know it again. Texts of a type of their own are words of ours and stay.
func Copy[T any](r *Redactor, value T) T {
	copied := reflect.New(reflect.TypeFor[T]()).Elem()
	r.copy(copied, reflect.ValueOf(&value).Elem())
	return copied.Interface().(T)
}

var (
	textType  = reflect.TypeFor[string]()
	bytesType = reflect.TypeFor[[]byte]()
)

// copy sets to, which is a zero value, to from without secrets.
func (r *Redactor) copy(to, from reflect.Value) {
	to.Set(from)
	switch {
	case from.Type() == textType:
		to.SetString(r.Text(from.String()))
	case from.Type() == bytesType && !from.IsNil():
		to.SetBytes([]byte(r.Text(string(from.Bytes()))))
	case from.Kind() == reflect.Pointer && !from.IsNil():
		to.Set(reflect.New(from.Type().Elem()))
		r.copy(to.Elem(), from.Elem())
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
			to.SetMapIndex(key, value)
		}
	case from.Kind() == reflect.Struct:
		for i := range from.NumField() {
			if from.Type().Field(i).IsExported() { // others, a time's or a number's, are no text of anybody's
				r.copy(to.Field(i), from.Field(i))
			}
		}
	}
}
