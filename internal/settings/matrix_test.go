package settings

import (
	"testing"
)

func TestMatrix_isReadBack(t *testing.T) {
	first, err := Values{"due": `[{"name":"a b","version":"7","run_id":"r"},{"name":"c","version":"1"}]`}.ActionSettings("report")
	if err != nil || len(first.Due) != 2 || first.Due[0].Name != "a b" || first.Due[1].Version != "1" {
		t.Fatalf("got %+v, %v", first.Due, err)
	}
	again, err := Values{"due": Matrix(first.Due)}.ActionSettings("report")
	if err != nil || len(again.Due) != 2 || again.Due[0].RunID != "r" {
		t.Errorf("got %+v, %v", again.Due, err)
	}
	for _, wrong := range []string{"x", `{"a":1}`, "[1]"} {
		if _, err := (Values{"due": wrong}).ActionSettings("report"); err == nil {
			t.Errorf("due %q was taken", wrong)
		}
	}
	if Matrix(nil) != "[]" {
		t.Errorf("nothing is %q, want an empty array", Matrix(nil))
	}
}
