package gitformat

import (
	"net/url"
	"strings"
)

// WithoutUser is an address, of a repository or of what is in it, without who signs in; "" where it cannot be told.
func WithoutUser(address string) string {
	parsed, err := url.Parse(address)
	if err == nil && parsed.Scheme == "file" {
		return address
	}
	if err != nil || parsed.Host == "" {
		if at := strings.LastIndexByte(address, '@'); at >= 0 {
			address = address[at+1:]
		}
		return address
	}
	parsed.User, parsed.RawQuery, parsed.Fragment = nil, "", ""
	return parsed.String()
}
