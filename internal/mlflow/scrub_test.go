package mlflow

import "testing"

func TestScrub(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"GET https://ada:pw@h/x", "GET https://***@h/x"},
		{"http://token@h and http://h/a@b", "http://***@h and http://h/a@b"},
		{"/x?X-Amz-Signature=abc&y=1", "/x?X-Amz-Signature=***&y=1"},
		{"/x?access_token=abc#z", "/x?access_token=***"},
		{"/x?page_token=abc", "/x?page_token=***"},
		{"hunter2 hunter2000", "*** ***"},
		{"a pin", "a pin"},
	} {
		if got := scrub(test.text, []string{"hunter2", "hunter2000", "pin"}); got != test.want {
			t.Errorf("scrub(%q) = %q; want %q", test.text, got, test.want)
		}
	}
}
