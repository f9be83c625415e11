package webhook

import (
	"regexp"
	"strings"

	"github.com/reproduce-action/reproduce/internal/printable"
)

// maxLine is how long one line about a model may be.
const maxLine = 600

// mentions are what chats find people and links by: "<!channel>" and "<@U1>" in Slack,
// "<@1>" and "@here" in Discord, "@here" in Mattermost, "<at>" in Teams, and "[text](page)"
// in all but the first. An invisible space or another bracket stands for them.
var mentions = strings.NewReplacer("@", "@\u2060", "<", "‹", ">", "›", "](", "]\u2060(", "://", ":\u2060//")

// hosts are what chats take for an address though it names no protocol: "www.evil.example"
// and "evil.example".
var hosts = regexp.MustCompile(`([\pL\pN])\.(\pL)`)

// Plain makes one line of text from elsewhere, in which a chat finds nobody to call and
// no link, of another text or of its own.
func Plain(text string) string {
	return hosts.ReplaceAllString(mentions.Replace(printable.OneLine(text, maxLine)), "$1\u2060.$2")
}
