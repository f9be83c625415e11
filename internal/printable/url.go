package printable

import (
	"net/url"
	"strings"
)

// URL says whether an address may become a link: http or https, with a
// host, without credentials, and of characters that end no link.
func URL(address string) (string, bool) {
	if len(address) > 2000 || !Plain(address) || strings.ContainsAny(address, " <>()[]{}\"'`|\\^") {
		return "", false
	}
	parsed, err := url.Parse(address)
	if err != nil || parsed.Scheme != "https" && parsed.Scheme != "http" || parsed.Host == "" || parsed.User != nil {
		return "", false
	}
	return address, true
}
