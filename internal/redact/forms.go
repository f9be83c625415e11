package redact

import (
	"regexp"
	"strings"
)

// A tokenForm is how a kind of secret looks, whatever name it stands under. The first
// group of the pattern is the secret; without a group all of it is.
type tokenForm struct {
	hints   []string // one of them is in every text with such a secret
	pattern *regexp.Regexp
	random  bool // only where it looks drawn, as the pattern fits words too
}

// tokenForms are those that clouds, forges, registries and trackers document. The
// prefixes are facts that secret scanners share.
// https://docs.github.com/code-security/secret-scanning/introduction/supported-secret-scanning-patterns
var tokenForms = []tokenForm{
	{[]string{"gh"}, regexp.MustCompile(`\bgh[pousr]_[A-Za-z0-9_]{16,}`), false},
	{[]string{"github_pat_"}, regexp.MustCompile(`\bgithub_pat_\w{16,}`), false},
	{[]string{"gl"}, regexp.MustCompile(`\bgl(?:pat|dt|ptt|rt|cbt|oas|soat|ft|imt|agent)-[\w.-]{16,}`), false},
	{[]string{"hf_"}, regexp.MustCompile(`\bhf_[A-Za-z0-9]{20,}`), false},
	{[]string{"dapi"}, regexp.MustCompile(`\bdapi[a-f0-9]{32}(?:-\d)?`), false},
	{[]string{"AKIA", "ASIA", "ABIA", "ACCA"}, regexp.MustCompile(`\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b`), false},
	{[]string{"xox", "xapp-"}, regexp.MustCompile(`\b(?:xox[a-z]|xapp)-[A-Za-z0-9.-]{10,}`), false},
	{[]string{"sk-", "sk_", "rk_"}, regexp.MustCompile(`\b(?:sk-|[sr]k_(?:live|test)_)[\w-]{16,}`), true},
	{[]string{"npm_"}, regexp.MustCompile(`\bnpm_[A-Za-z0-9]{30,}`), false},
	{[]string{"pypi-"}, regexp.MustCompile(`\bpypi-[\w-]{32,}`), true},
	{[]string{"AIza"}, regexp.MustCompile(`\bAIza[\w-]{30,}`), false},
	{[]string{"ya29."}, regexp.MustCompile(`\bya29\.[\w-]{20,}`), false},
	{[]string{"GOCSPX-"}, regexp.MustCompile(`\bGOCSPX-[\w-]{16,}`), false},
	{[]string{"pat_", "_v1_", "_api_", "glsa_", "shp"}, regexp.MustCompile(`\b(?:dckr_pat|do[opr]_v1|lin_api|glsa|shp(?:at|ss|ca|pa))_[A-Za-z0-9_]{20,}`), false},
	{[]string{"-"}, regexp.MustCompile(`\b(?:nvapi|tskey|PMAK|CFPAT|xkeysib|sqp|sq0csp)-[\w-]{16,}`), true},
	{[]string{"hv"}, regexp.MustCompile(`\bhv[sbr]\.[\w-]{20,}`), false},
	{[]string{"SG."}, regexp.MustCompile(`\bSG\.[\w-]{16,}\.[\w-]{16,}`), false},
	{[]string{"whsec_", "gsk_", "r8_", "sntry", "rubygems_", "pul-", "ATATT", "ATBB"}, regexp.MustCompile(`\b(?:whsec_|gsk_|r8_|sntry[su]_|rubygems_|pul-|ATATT|ATBB)[\w=-]{20,}`), true},
	{[]string{"LTAI", "AGE-SECRET-KEY-1", "FLWSECK", "NRAK-", "CLOJARS_", "CCIPAT_", "HRKU-", "EZAK", "EZTK"}, regexp.MustCompile(`\b(?:LTAI[A-Za-z0-9]{12,}|AGE-SECRET-KEY-1[A-Z0-9]{20,}|FLWSECK(?:_TEST)?-[A-Za-z0-9]{12,}|NRAK-[A-Z0-9]{20,}|CLOJARS_[a-z0-9]{30,}|CCIPAT_[\w-]{20,}|HRKU-[\w-]{20,}|EZ[AT]K[A-Za-z0-9]{30,})`), false},
	{[]string{"dp.", "dt0c01."}, regexp.MustCompile(`\b(?:dp\.(?:pt|st|sa|ct|scim|audit)|dt0c01\.[A-Z0-9]{20,})\.[A-Za-z0-9._]{30,}`), false},
	{[]string{"_", "-"}, regexp.MustCompile(`\b(?:glc_|dckr_oat_|ntn_|pplx-|pscale_(?:tkn|oauth|pw)_|pnu_|rdme_|shippo_(?:live|test)_|tfp_|sbp_|bkua_|lsv2_(?:pt|sk)_|pcsk_|figd_|nfp_|xai-|api_org_|sq0atp-|ico-|fo1_|fm[12]_|ops_|dose)[\w=.-]{20,}`), true},
	{[]string{":AA"}, regexp.MustCompile(`\b\d{8,10}:AA[\w-]{30,}`), false},
	{[]string{"Q~"}, regexp.MustCompile(`\b[\w~.-]{3}\dQ~[\w~.-]{30,}`), false},
	{[]string{".atlasv1."}, regexp.MustCompile(`\b[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{50,}`), false},
	{[]string{"key-"}, regexp.MustCompile(`\bkey-[a-f0-9]{32}\b`), false},
	{[]string{"sha256~"}, regexp.MustCompile(`\bsha256~[\w-]{40,}`), false},
	{[]string{"eyJ"}, regexp.MustCompile(`\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]+)*`), false},
	{[]string{"-----BEGIN"}, regexp.MustCompile(`(?s)-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----(.*?)(?:-----END|$)`), false},
	{[]string{"hooks.slack.com/"}, regexp.MustCompile(`hooks\.slack\.com/(?:services|workflows|triggers)/([^\s"'<>)]+)`), false},
	{[]string{"/api/webhooks/"}, regexp.MustCompile(`discord(?:app)?\.com/api/webhooks/([^\s"'<>)]+)`), false},
	{[]string{"webhook.office.com/", "office.com/webhook/"}, regexp.MustCompile(`office\.com/(webhook[^\s"'<>)]+)`), false},
	{[]string{"telegram.org/bot"}, regexp.MustCompile(`telegram\.org/bot([^\s/"'<>)]+)`), false},
	{[]string{"://"}, regexp.MustCompile(`\b[A-Za-z][A-Za-z0-9+.-]*://[^\s:/@"'<>]*:([^\s@/"'<>]*[^\s@/"'<>\d][^\s@/"'<>]*(?:/[^\s@"'<>]*)?|[^\s@/"'<>]+)@`), false},
	{[]string{"://"}, regexp.MustCompile(`\b[A-Za-z][A-Za-z0-9+.-]*://([^\s:/@"'<>]{16,})@`), true},
	{[]string{"@tcp(", "@unix("}, regexp.MustCompile(`[^\s:@/"']+:([^\s@"']{6,})@(?:tcp|unix)\(`), false},
	{[]string{"="}, regexp.MustCompile(`(?i)[?&](?:sig|sv_sig|x-amz-signature|x-amz-security-token|x-goog-signature|access_token|private_token|token|api_?key|password|secret|client_secret)=((?:[^&\s"'<>;\\]|\\[^"'\s]){8,})`), false},
	{[]string{"="}, regexp.MustCompile(`(?i)(?:\b(?:accountkey|sharedaccesskey|sharedaccesssignature|password|passwd)|; ?pwd)=((?:[^;\s"'<>&,)\\]|\\[^"'\s]){6,})`), false},
	{[]string{"</"}, regexp.MustCompile(`(?i)<[\w:.-]*(?:password|passwd|secret|token|api-?key|private-?key)>([^<>\s]{6,})</`), false},
	{[]string{"ookie", "OOKIE"}, regexp.MustCompile(`(?i)\bcookies?["']?(?:[ \t]*[:=][ \t]*|[ \t]+)["']?((?:[\w.-]+=[^\s;"'\\]{6,}|[\w.-]+=[^\s;"'\\]*;[ \t]*[\w.-]+=)[^"'\\\r\n]*)`), false},
	{[]string{"uthorization", "UTHORIZATION"}, regexp.MustCompile(`(?i)\bauthorization["']?[ \t]*[:=][ \t]*["']?(?:bearer|basic|token|apikey|api-key|negotiate|ntlm)[ \t]+([^\s"'\\,]*[^A-Za-z\s"'\\,][^\s"'\\,]{5,}|[^\s"'\\,]{6,}[^A-Za-z\s"'\\,][^\s"'\\,]*|[A-Za-z]{16,})`), false},
	{[]string{"uthorization", "UTHORIZATION"}, regexp.MustCompile(`(?i)\bauthorization["']?[ \t]*[:=][ \t]*["']?(?:digest|oauth|hawk|signature|aws4-hmac-sha256)[ \t]+(\w+=[^\r\n'\\]{6,})`), false},
	{[]string{"uthorization", "UTHORIZATION"}, regexp.MustCompile(`(?i)\bauthorization["']?[ \t]*[:=][ \t]*["']?([^\s"'\\,]{6,})`), true},
	{[]string{"earer ", "asic "}, regexp.MustCompile(`\b[Bb](?:earer|asic) ([\w.~+/=-]{16,})`), true},
	// a header's value stands in quotes, or after its name; prose has no such word.
	{[]string{"earer ", "EARER ", "asic ", "ASIC "}, regexp.MustCompile(`(?i)["'](?:bearer|basic) ([\w.~+/=-]{6,})\\?["']`), false},
	{[]string{"earer ", "EARER "}, regexp.MustCompile(`(?i)[\w-]*(?:auth|header|token|bearer)[\w-]*[ \t]*[:=][ \t]*bearer ([\w.~+/=-]*[\d._~+/=][\w.~+/=-]*)`), false},
	{[]string{"Bearer "}, regexp.MustCompile(`\bBearer ([\w~+/-]*(?:[a-z][A-Z]|\d[A-Za-z]|[A-Za-z]\d|\w\.\w)[\w.~+/=-]*)`), false},
	{[]string{"assw", "PASSW"}, regexp.MustCompile(`(?i)\b(?:machine|login)[ \t\r\n]+\S+[ \t\r\n]+password[ \t\r\n]+(\S{6,})`), false},
	{[]string{"assw", "PASSW"}, regexp.MustCompile(`(?im)^[ \t]*password[ \t]+(\S*[^A-Za-z\s:=]\S*)[ \t]*$`), false},
	{[]string{" for "}, regexp.MustCompile(`(?i)\bpass(?:word|phrase|code) for [^\r\n:]{1,80}: ?(\S{6,})`), false},
	{[]string{"auth"}, regexp.MustCompile(`\bauth(?:=|["']:) ?\(["'][^"']*["'], ?["']([^"']{6,})["']\)`), false},
	{[]string{"curl ", "wget ", "http "}, regexp.MustCompile(`\b(?:curl|wget|https?) [^\r\n|;&]*?(?:-u|--user|-a|--auth)[ =]?["']?[^\s:"']+:([^\s"']{6,})`), false},
	{[]string{"mysql", "mariadb"}, regexp.MustCompile(`\b(?:mysql|mariadb)\w* [^\r\n|;&]*?-p([^\s"']{6,})`), false},
	{[]string{"jdbc:oracle:"}, regexp.MustCompile(`jdbc:oracle:\w+:[^\s/@"']+/([^\s@"']{6,})@`), false},
	{[]string{"key="}, regexp.MustCompile(`[?&]key=([\w-]{16,})`), true},
}

// maxTokenForm is how much of a line without an end is held back for a secret whose
// form is known.
const maxTokenForm = 4 << 10

// inForms gives the secrets that a text holds, by their form.
func inForms(text string) []string {
	var found []string
	for _, f := range tokenForms {
		f.each(text, func(start, end int) {
			found = append(found, text[start:end], strings.ReplaceAll(text[start:end], `\n`, "\n"))
		})
	}
	return found
}

// hideForms hides the secrets in a text whose form gives them away.
func hideForms(text string) string {
	if len(text) < MinLength {
		return text
	}
	for _, f := range tokenForms {
		var out strings.Builder
		at := 0
		f.each(text, func(start, end int) {
			out.WriteString(text[at:start])
			out.WriteString("***")
			at = end
		})
		if at > 0 {
			text = out.String() + text[at:]
		}
	}
	return text
}

func (f tokenForm) each(text string, take func(start, end int)) {
	hinted := false
	for _, hint := range f.hints {
		hinted = hinted || strings.Contains(text, hint)
	}
	if !hinted {
		return
	}
	for _, at := range f.pattern.FindAllStringSubmatchIndex(text, -1) {
		start, end := at[0], at[1]
		if len(at) > 2 {
			start, end = at[2], at[3]
		}
		if start == end || text[start:end] == "***" || plainWord.MatchString(text[start:end]) || f.random && !looksRandom(text[start:end]) {
			continue
		}
		take(start, end)
	}
}
