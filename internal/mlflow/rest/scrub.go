package rest

import (
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/order"
)

var (
	userinfo    = regexp.MustCompile(`(://)[^/\s@"']+@`)
	querySecret = regexp.MustCompile(`(?i)([?&](?:[a-z_.-]*(?:token|sig|signature|password|secret|key|credential)[a-z_.-]*)=)[^&\s"'<>]+`)
)

// scrub takes secrets out of text that is about to be shown: the ones that are
// known, user names and passwords in URLs, and signed queries.
func scrub(text string, secrets []string) string {
	for _, secret := range slices.Backward(order.Sorted(secrets, func(a, b string) int { return len(a) - len(b) })) {
		if len(secret) > 3 { // shorter ones would blot out the message, and hide nothing
			text = strings.ReplaceAll(text, secret, "***")
		}
	}
	text = userinfo.ReplaceAllString(text, "${1}***@")
	return querySecret.ReplaceAllString(text, "${1}***")
}
