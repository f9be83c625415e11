package redact

import "testing"

// TestUserOfClient: what stands behind a user's name in a call of curl and its like is a
// password, however short it is and however the call is written.
func TestUserOfClient(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"curl -u user:pw https://x.example":                        "curl -u user:*** https://x.example",
		"curl -sSfu user:pw https://x.example":                     "curl -sSfu user:*** https://x.example",
		"curl -uada:pw https://x.example":                          "curl -uada:*** https://x.example",
		"curl --user=ada:4711 https://x.example":                   "curl --user=ada:*** https://x.example",
		"curl 'https://x.example/?a=1&b=2' -u ada:pw":              "curl 'https://x.example/?a=1&b=2' -u ada:***",
		`curl "https://x.example/?a=1&b=2" --user "ada:two words"`: `curl "https://x.example/?a=1&b=2" --user "ada:***"`,
		"curl -u 'ada:a b;c' -O x":                                 "curl -u 'ada:***' -O x",
		"curl -x p --proxy-user ada:pw y":                          "curl -x p --proxy-user ada:*** y",
		"curl -O x \\\n  -u ada:pw \\\n  y":                        "curl -O x \\\n  -u ada:*** \\\n  y",
		"curl \\\n-u ada:pw y":                                     "curl \\\n-u ada:*** y",
		"wget --user ada:pw x && make run":                         "wget --user ada:*** x && make run",
		"sh -c 'curl -u ada:pw x'":                                 "sh -c 'curl -u ada:*** x'",

		"curl -u ada:$PASS https://x.example":        "",
		`curl -u "ada:$PASS" https://x.example`:      "",
		"curl -XPUT https://x.example:8080/a":        "",
		"curl https://x.example && run -u 1000:1000": "",
		"curl https://x.example; tar -u a:b":         "",
		"make run -u ada:pw":                         "",
		"see https://curl.example -u is a flag: yes": "",
	} {
		if want == "" {
			want = text
		}
		if got := new(Redactor).Text(text); got != want {
			t.Errorf("%q is printed as %q, want %q", text, got, want)
		}
	}
}
