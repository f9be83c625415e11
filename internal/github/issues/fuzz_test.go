package issues

import "testing"

// FuzzParseNote: a note that is read is written as the same note, in a text of anybody's.
func FuzzParseNote(f *testing.F) {
	f.Add(noteOpen + `{"model":"iris","at":"2026-11-20T02:00:00Z"}` + noteClose + "\ntext")
	f.Add(noteOpen + `{"model":"-->","at":"2026-11-20T02:00:00+01:00"}` + noteClose + "\r\n")
	f.Fuzz(func(t *testing.T, body string) {
		note, ok := parseNote(body)
		if !ok {
			return
		}
		text, err := Body(note, body)
		if err != nil {
			return // too long a name
		}
		again, ok := parseNote(text)
		if !ok || again.Model != note.Model || !again.At.Equal(note.At) {
			t.Errorf("%+v became %+v", note, again)
		}
	})
}
