package reportjson

import (
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"
)

// clean spells what JSON cannot hold: bytes that are no UTF-8, and
// times beyond year 9999, which a tracking server may well send. It
// changes the value behind v, and no list or map that v shares with others.
func clean(v reflect.Value) {
	if v.Kind() != reflect.Struct && !v.CanSet() {
		return
	}
	switch v.Kind() {
	case reflect.String:
		if text := v.String(); !utf8.ValidString(text) {
			v.SetString(validText(text))
		}
	case reflect.Pointer:
		clean(v.Elem())
	case reflect.Slice:
		if texts, ok := v.Interface().([]string); ok {
			v.Set(reflect.ValueOf(validTexts(texts)))
			return
		}
		for i := range v.Len() {
			clean(v.Index(i))
		}
	case reflect.Map:
		cleaned := reflect.MakeMap(v.Type())
		for _, key := range v.MapKeys() {
			cleaned.SetMapIndex(reflect.ValueOf(validText(key.String())), reflect.ValueOf(validText(v.MapIndex(key).String())))
		}
		if v.Len() > 0 {
			v.Set(cleaned)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			t := utc(v.Interface().(time.Time))
			if year := t.Year(); year < 1 || year > 9999 {
				t = time.Time{}
			}
			v.Set(reflect.ValueOf(t))
			return
		}
		for i := range v.NumField() {
			clean(v.Field(i))
		}
	}
}

// validText spells bytes that are no UTF-8 as visible does.
func validText(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && size == 1 {
			fmt.Fprintf(&out, `\x%02x`, text[i])
		} else {
			out.WriteRune(r)
		}
		i += size
	}
	return out.String()
}

// validTexts leaves its argument as it is.
func validTexts(texts []string) []string {
	valid := make([]string, len(texts))
	for i, text := range texts {
		valid[i] = validText(text)
	}
	return valid
}
