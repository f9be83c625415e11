package redact

import (
	"strings"
)

// A tokenForm is how a kind of secret looks, whatever name it stands under. The first
// group of the pattern is the secret; without a group all of it is.
type tokenForm struct {
	hints   []string // one of them is in every text with such a secret, in capitals or small
	also    []string // and one of these; nil: nothing more
	pattern string
	only    func(string) bool // what the secret must look like too, where the pattern fits words; nil: anything
}

// A hintedForm is one of the forms that are looked for; hint and the number after it are
// the bits of its hints.
type hintedForm struct {
	tokenForm
	compiled pattern
	hint     int
}

func hinted(first int, forms []tokenForm) []hintedForm {
	all := make([]hintedForm, len(forms))
	for i, form := range forms {
		all[i] = hintedForm{form, newPattern(form.pattern), 2 * (first + i)}
	}
	return all
}

// in says whether a text with such hints may hold a secret of the form.
func (f *hintedForm) in(hints *hintSet) bool {
	return hints.has(f.hint) && (f.also == nil || hints.has(f.hint+1))
}

// tokenForms are those that clouds, forges, registries and trackers document. The
// prefixes are facts that secret scanners share.
// https://docs.github.com/code-security/secret-scanning/introduction/supported-secret-scanning-patterns
var tokenForms = hinted(0, ofTokens)

// start is where a token begins: where a word does, or after the underscore of a name that it is put
// together with, as that of a metric or a file.
const start = `(?:\b|_)`

// A table of texts alone takes no code to make.
var ofTokens = []tokenForm{
	{[]string{"ghp_", "gho_", "ghu_", "ghs_", "ghr_"}, nil, start + `gh[pousr]_[A-Za-z0-9_]{16,}`, nil},
	{[]string{"github_pat_"}, nil, start + `github_pat_\w{16,}`, nil},
	{[]string{"glpat-", "gldt-", "glptt-", "glrt-", "glcbt-", "gloas-", "glsoat-", "glft-", "glimt-", "glagent-"}, nil, start + `gl(?:pat|dt|ptt|rt|cbt|oas|soat|ft|imt|agent)-[\w.-]{16,}`, nil},
	{[]string{"hf_"}, nil, start + `hf_[A-Za-z0-9]{20,}`, nil},
	{[]string{"dapi"}, nil, start + `dapi[a-f0-9]{32}(?:-\d)?`, nil},
	{[]string{"AKIA", "ASIA", "ABIA", "ACCA"}, nil, start + `(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b`, nil},
	{[]string{"xox", "xapp-"}, nil, start + `(?:xox[a-z]|xapp)-[A-Za-z0-9.-]{10,}`, nil},
	{[]string{"sk-", "sk_live_", "sk_test_", "rk_live_", "rk_test_"}, nil, start + `(?:sk-|[sr]k_(?:live|test)_)[\w-]{16,}`, hasRandomPart},
	{[]string{"sk_live_", "sk_test_", "rk_live_", "rk_test_"}, nil, start + `[sr]k_(?:live|test)_[A-Za-z0-9]{16,}`, nil},
	{[]string{"wandb_v1_"}, nil, start + `wandb_v1_[A-Za-z0-9_]{20,}`, nil},
	{[]string{"1//0"}, nil, start + `1//0[\w-]{30,}`, looksRandom},
	{[]string{"-us"}, nil, start + `[0-9a-f]{32}-us\d{1,2}\b`, nil},
	{[]string{"secret_"}, nil, start + `secret_[A-Za-z0-9]{30,}`, looksRandom},
	{[]string{"pat"}, []string{"."}, start + `pat[A-Za-z0-9]{14}\.[a-f0-9]{40,}`, nil},
	{[]string{"pat-na", "pat-eu"}, nil, start + `pat-(?:na|eu)\d-[0-9a-f-]{30,}`, nil},
	{[]string{"cio"}, nil, start + `cio[A-Za-z0-9]{32}\b`, looksRandom},
	{[]string{"AKCp", "AQVN", "EAA"}, nil, start + `(?:AKCp[A-Za-z0-9]{50,}|AQVN[\w-]{30,}|EAA[A-Za-z0-9]{50,})`, looksRandom},
	{[]string{"squ_", "sqa_", "rnd_"}, nil, start + `(?:sq[ua]_[0-9a-f]{32,}|rnd_[A-Za-z0-9]{24,})`, looksRandom},
	{[]string{"sl."}, nil, start + `sl\.[\w-]{50,}`, looksRandom},
	{[]string{"SSWS "}, nil, start + `SSWS +(00[\w-]{30,})`, nil},
	{[]string{"npm_"}, nil, start + `npm_[A-Za-z0-9]{30,}`, nil},
	{[]string{"pypi-"}, nil, start + `pypi-[\w-]{32,}`, looksRandom},
	{[]string{"AIza"}, nil, start + `AIza[\w-]{30,}`, nil},
	{[]string{"ya29."}, nil, start + `ya29\.[\w-]{20,}`, nil},
	{[]string{"GOCSPX-"}, nil, start + `GOCSPX-[\w-]{16,}`, nil},
	{[]string{"dckr_pat_", "doo_v1_", "dop_v1_", "dor_v1_", "lin_api_", "glsa_", "shpat_", "shpss_", "shpca_", "shppa_"}, nil, start + `(?:dckr_pat|do[opr]_v1|lin_api|glsa|shp(?:at|ss|ca|pa))_[A-Za-z0-9_]{20,}`, nil},
	{[]string{"nvapi-", "tskey-", "PMAK-", "CFPAT-", "xkeysib-", "sqp-", "sq0csp-"}, nil, start + `(?:nvapi|tskey|PMAK|CFPAT|xkeysib|sqp|sq0csp)-[\w-]{16,}`, looksRandom},
	{[]string{"hvs.", "hvb.", "hvr."}, nil, start + `hv[sbr]\.[\w-]{20,}`, nil},
	{[]string{"SG."}, nil, start + `SG\.[\w-]{16,}\.[\w-]{16,}`, nil},
	{[]string{"whsec_", "gsk_", "r8_", "sntrys_", "sntryu_", "rubygems_", "pul-", "ATATT", "ATBB"}, nil, start + `(?:whsec_|gsk_|r8_|sntry[su]_|rubygems_|pul-|ATATT|ATBB)[\w=-]{20,}`, looksRandom},
	{[]string{"LTAI", "AGE-SECRET-KEY-1", "FLWSECK", "NRAK-", "CLOJARS_", "CCIPAT_", "HRKU-", "EZAK", "EZTK"}, nil, start + `(?:LTAI[A-Za-z0-9]{12,}|AGE-SECRET-KEY-1[A-Z0-9]{20,}|FLWSECK(?:_TEST)?-[A-Za-z0-9]{12,}|NRAK-[A-Z0-9]{20,}|CLOJARS_[a-z0-9]{30,}|CCIPAT_[\w-]{20,}|HRKU-[\w-]{20,}|EZ[AT]K[A-Za-z0-9]{30,})`, nil},
	{[]string{"dp.pt.", "dp.st.", "dp.sa.", "dp.ct.", "dp.scim.", "dp.audit.", "dt0c01."}, nil, start + `(?:dp\.(?:pt|st|sa|ct|scim|audit)|dt0c01\.[A-Z0-9]{20,})\.[A-Za-z0-9._]{30,}`, nil},
	{[]string{"glc_", "dckr_oat_", "ntn_", "pplx-", "pscale_", "pnu_", "rdme_", "shippo_", "tfp_", "sbp_", "bkua_", "lsv2_", "pcsk_", "figd_", "nfp_", "xai-", "api_org_", "sq0atp-", "ico-", "fo1_", "fm1_", "fm2_", "ops_", "dose"}, nil, start + `(?:glc_|dckr_oat_|ntn_|pplx-|pscale_(?:tkn|oauth|pw)_|pnu_|rdme_|shippo_(?:live|test)_|tfp_|sbp_|bkua_|lsv2_(?:pt|sk)_|pcsk_|figd_|nfp_|xai-|api_org_|sq0atp-|ico-|fo1_|fm[12]_|ops_|dose)[\w=.-]{20,}`, looksRandom},
	{[]string{":AA"}, nil, start + `\d{8,10}:AA[\w-]{30,}`, nil},
	{[]string{"Q~"}, nil, start + `[\w~.-]{3}\dQ~[\w~.-]{30,}`, nil},
	{[]string{".atlasv1."}, nil, start + `[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{50,}`, nil},
	{[]string{"key-"}, nil, start + `key-[a-f0-9]{32}\b`, nil},
	{[]string{"sha256~"}, nil, start + `sha256~[\w-]{40,}`, nil},
	{[]string{"eyJ"}, nil, start + `eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]+)*`, nil},
	{[]string{"hooks.slack.com/"}, nil, `hooks\.slack\.com/(?:services|workflows|triggers)/([^\s"'<>)]+)`, nil},
	{[]string{"/api/webhooks/"}, nil, `discord(?:app)?\.com/api/webhooks/([^\s"'<>)]+)`, nil},
	{[]string{"office.com/webhook"}, nil, `office\.com/(webhook[^\s"'<>)]+)`, nil},
	{[]string{"telegram.org/bot"}, nil, `telegram\.org/bot([^\s/"'<>)]+)`, nil},
	{[]string{"://"}, []string{"@"}, start + `[A-Za-z][A-Za-z0-9+.-]*://[^\s:/@"'<>]*:((?:[^\s@/"'<>]|'\w)*(?:[^\s@/"'<>\d]|'\w)(?:[^\s@/"'<>]|'\w)*(?:/[^\s@"'<>]*|(?:@[^\s@/"'<>,;:]+)+)?|[^\s@/"'<>]+)@`, nil},
	{[]string{"://"}, []string{"@"}, start + `[A-Za-z][A-Za-z0-9+.-]*://([^\s:/@"'<>]{16,})@`, looksRandom},
	{[]string{"@tcp(", "@unix("}, nil, `[^\s:@/"']+:([^\s@"']{6,})@(?:tcp|unix)\(`, nil},
	{[]string{"sig=", "signature=", "token=", "key=", "password=", "secret="}, nil, `(?i)[?&](?:sig|sv_sig|x-amz-signature|x-amz-security-token|x-goog-signature|access_token|private_token|token|api_?key|password|secret|client_secret)=((?:[^&\s"'<>;\\]|\\[^"'\s]){8,})`, nil},
	{[]string{"key=", "signature=", "password=", "passwd=", "pwd="}, nil, `(?i)(?:\b(?:accountkey|sharedaccesskey|sharedaccesssignature|password|passwd)|; ?pwd)=((?:[^;\s"'<>&,)\\]|\\[^"'\s]){6,})`, nil},
	{[]string{"password>", "passwd>", "secret>", "token>", "key>"}, nil, `(?i)<[\w:.-]*(?:password|passwd|secret|token|api-?key|private-?key)>([^<>\s]{6,})</`, nil},
	{[]string{"cookie"}, nil, `(?i)\bcookies?["']?(?:[ \t]*[:=][ \t]*|[ \t]+)["']?((?:[\w.-]+=[^\s;"'\\]{6,}|[\w.-]+=[^\s;"'\\]*;[ \t]*[\w.-]+=)[^"'\\\r\n]*)`, nil},
	{[]string{"authorization"}, nil, `(?i)\bauthorization["']?[ \t]*[:=][ \t]*["']?(?:bearer|basic|token|apikey|api-key|negotiate|ntlm)[ \t]+([^\s"'\\,]*[^A-Za-z\s"'\\,][^\s"'\\,]{5,}|[^\s"'\\,]{6,}[^A-Za-z\s"'\\,][^\s"'\\,]*|[A-Za-z]{16,})`, nil},
	{[]string{"authorization"}, nil, `(?i)\bauthorization["']?[ \t]*[:=][ \t]*["']?(?:digest|oauth|hawk|signature|aws4-hmac-sha256)[ \t]+(\w+=[^\r\n'\\]{6,})`, nil},
	{[]string{"authorization"}, nil, `(?i)\bauthorization["']?[ \t]*[:=][ \t]*["']?([^\s"'\\,]{6,})`, looksRandom},
	{[]string{"bearer ", "basic "}, nil, `\b[Bb](?:earer|asic) ([\w.~+/=-]{16,})`, looksRandom},
	// a header's value stands in quotes, or after its name; prose has no such word.
	{[]string{"bearer ", "basic "}, []string{"\"", "'"}, `(?i)["'](?:bearer|basic) ([\w.~+/=-]{6,})\\?["']`, nil},
	{[]string{"bearer "}, nil, `(?i)[\w-]*(?:auth|header|token|bearer)[\w-]*[ \t]*[:=][ \t]*bearer ([\w.~+/=-]*[\d._~+/=][\w.~+/=-]*)`, nil},
	{[]string{"bearer "}, nil, `\bBearer ([\w~+/-]*(?:[a-z][A-Z]|\d[A-Za-z]|[A-Za-z]\d|\w\.\w)[\w.~+/=-]*)`, nil},
	{[]string{"password"}, nil, `(?im)^[ \t]*password[ \t]+(\S*[^A-Za-z\s:=]\S*)[ \t]*$`, nil},
	{[]string{"password for ", "passphrase for ", "passcode for "}, nil, `(?i)\bpass(?:word|phrase|code) for [^\r\n:]{1,80}: ?(\S{6,})`, nil},
	{[]string{"auth=(", "auth= (", "auth\": (", "auth': (", "auth\":(", "auth':("}, nil, `\bauth(?:=|["']:) ?\(["'][^"'\r\n]*["'], ?["']([^"'\r\n]{6,})["']\)`, nil},
	{[]string{"username"}, nil, `username\\?["'][ \t]*:[ \t]*\\?["'][^"'\\\r\n]*\\?["'],[ \t]*\\?["']key\\?["'][ \t]*:[ \t]*\\?["']([^\s"'\\]{6,})`, nil},
	{[]string{"username"}, nil, `["']key\\?["'][ \t]*:[ \t]*\\?["']([^\s"'\\]{6,})\\?["'],[ \t]*\\?["']username\\?["'][ \t]*:`, nil},
	// of prose: what is said of a password is a word, and a password that was chosen seldom.
	{[]string{"password", "passwd", "passphrase", "passcode", "pwd"}, []string{" is", "\tis", " was", "\twas", " set", "\tset"}, `(?i)\b(?:password|passwd|passphrase|passcode|pwd)[ \t]+(?:is|was|(?:is[ \t]+|was[ \t]+)?set[ \t]+to)[ \t]*[:=]?[ \t]+["']?([^\s"',;]{6,})`, looksTyped},
	{[]string{"secret", "token", "key"}, []string{" is", "\tis", " was", "\twas", " set", "\tset"}, `(?i)\b(?:secret|token|key)[ \t]+(?:is|was|(?:is[ \t]+|was[ \t]+)?set[ \t]+to)[ \t]*[:=]?[ \t]+["']?([^\s"',;]{6,})`, looksChosen},
	{[]string{"token "}, nil, `(?i)\btoken ["']?([\w.~+/=-]{16,})`, looksRandom},
	{[]string{"pass"}, nil, `(?i)\bpass[ \t]*[:=][ \t]*["']?([^\s"',;]{6,})`, looksChosen},
	{[]string{"user"}, []string{"pass"}, `(?i)\buser(?:name)?[ \t]*[:=][ \t]*["']?[^\s"',;]+["']?[,;]?[ \t]+pass[ \t]*[:=][ \t]*["']?([^\s"',;]{6,})`, nil},
	{[]string{"key", "token"}, []string{"api", "access", "secret", "private", "auth", "account", "subscription"}, `(?i)\b(?:api|access|secret|private|auth|account|subscription)[ _-]?(?:key|token)["']?(?:[ \t]+is|[ \t]+was)?[ \t]*[:=]?[ \t]*["']?([\w.~+/=-]{16,})`, hasRandomPart},
	{[]string{"wandb", "comet", "neptune", "kaggle", "clearml", "openai", "huggingface"}, []string{"key", "token", "login", "logged", "logging"}, `(?i)\b(?:wandb|comet(?:[ _-]?ml)?|neptune|kaggle|clearml|openai|huggingface)[: \t]+(?:api[ _-]?|secret[ _-]?|access[ _-]?)?(?:key|token|login|logg(?:ed|ing) in with)[ \t]*[:=]?[ \t]*["']?([0-9a-f]{32,64})\b`, nil},
	{[]string{"sshpass"}, nil, `\bsshpass (?:-[a-z]\S* )*-p ?["']?([^\s"']{6,})`, nil},
	{[]string{"lftp", "ncftp", "smbclient", "rpcclient"}, []string{"-u"}, `\b(?:lftp|ncftp\w*|smbclient|rpcclient) [^\r\n|;&]*?(?:-u|-U|--user)[ =]?["']?[^\s,%"']+[,%]([^\s"']{6,})`, nil},
	{[]string{"redis-cli", "valkey-cli"}, nil, `\b(?:redis|valkey)-cli [^\r\n|;&]*?(?:-a|--pass)[ =]["']?([^\s"']{6,})`, nil},
	{[]string{"docker login ", "podman login ", "nerdctl login ", "buildah login ", "skopeo login ", "oras login ", "helm registry login ", "crane auth login ", "az login ", "oc login "}, nil, `\b(?:docker|podman|nerdctl|buildah|skopeo|oras|helm registry|crane auth|az|oc) login (?:[^\r\n|;&]*? )?-p[ =]?["']?([^\s"']{6,})`, nil},
	{[]string{"mongo", "ldap", "sqlcmd", "bcp", "zip "}, []string{"-p", "-w"}, `\b(?:mongo\w*|ldap(?:search|add|modify|delete|whoami)|sqlcmd|bcp|zip|unzip) [^\r\n|;&]*?-[pPw] ["']?([^\s"']{6,})`, nil},
	{[]string{"htpasswd"}, nil, `\bhtpasswd -\w*b\w* \S+ \S+ ["']?([^\s"']{6,})`, nil},
	{[]string{"pass:"}, nil, `(?:(?m:^)|[ \t\r])-pass(?:in|out)? ["']?pass:([^\s"']{6,})`, nil},
	{[]string{"mysql", "mariadb"}, []string{"-p"}, `\b(?:mysql|mariadb)\w* [^\r\n|;&]*?-p([^\s"']{6,})`, nil},
	{[]string{"cqlsh ", "influx ", "beeline "}, []string{"-p"}, `\b(?:cqlsh|influx|beeline) [^\r\n|;&]*?-p[ =]?["']?([^\s"']{6,})`, nil},
	{[]string{"7z", "rar "}, []string{"-p"}, `\b(?:7z\w*|(?:un)?rar) [^\r\n|;&]*?[ \t]-p["']?([^\s"']{6,})`, nil},
	{[]string{"openssl "}, []string{"-k"}, `\bopenssl [^\r\n|;&]*?[ \t]-k ["']?([^\s"']{6,})`, nil},
	{[]string{"sqlplus "}, nil, `\bsqlplus (?:-\S+ )*["']?[\w.-]+/([^\s@"'/]{6,})`, nil},
	// of papermill -p is a param, whose name comes first; of a program that is given a user it is a password.
	{[]string{"password", "passwd", "secret", "api_key", "api-key", "apikey", "_token"}, []string{"-p", "-r", "--param"}, `(?i)[ \t](?:-p|-r|--parameters(?:_raw)?) ["']?[\w.-]*(?:password|passwd|secret|api[_-]?key|(?:api|auth|access|hf)_token)["']? ["']?([^\s"']{6,})`, nil},
	{[]string{"-u", "--user", "--login"}, []string{"-p"}, `[ \t](?:-u|-U|--user(?:name)?|--login)[ =]\S+ (?:[^\r\n|;&]*? )?-p[ =]?["']?([A-Za-z][\w!@#$%^&*?~+-]{4,}\d[\w!@#$%^&*?~+-]*)`, nil},
	{[]string{"-u", "--user", "--login"}, []string{"-p"}, `[ \t]-p[ =]?["']?([A-Za-z][\w!@#$%^&*?~+-]{4,}\d[\w!@#$%^&*?~+-]*)["']? (?:[^\r\n|;&]*? )?(?:-u|-U|--user(?:name)?|--login)[ =]`, nil},
	{[]string{"jdbc:oracle:"}, nil, `jdbc:oracle:\w+:[^\s/@"']+/([^\s@"']{6,})@`, nil},
	{[]string{"key="}, nil, `[?&]key=([\w-]{16,})`, looksRandom},
}

// clients are programs that a user and a password are given to as one word. userOf is such a
// call up to that word: its command may go on in the next line, and has its other words, be
// they addresses in quotes, before it.
var clients = []string{"curl ", "wget ", "http ", "https "}

const userOf = `\b(?:curl|wget|https?) (?:(?:[^\r\n|;&"'\\]|\\\r?\n|\\[^\r\n]|"[^"\r\n]*"|'[^'\r\n]*')*?(?:[ \t]|\\\r?\n))?(?:-[A-Za-z]*[uU]|--(?:proxy-)?user|-a|--auth)[ =]?`

// spanningForms are those that may reach over several lines; no other does.
var spanningForms = hinted(len(tokenForms), spanning)

var spanning = []tokenForm{
	{[]string{"private key"}, nil, `(?s)-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----(.+?)-----END [A-Z0-9 ]*PRIVATE KEY`, nil},
	{[]string{"private key"}, nil, `-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----((?:(?:\\[nr]|\s)+(?:[A-Z][\w-]+: [^\n\\]*|[A-Za-z0-9+/=]{16,}))+)`, nil},
	{clients, []string{" -", "\t-", "\n-"}, userOf + `[^\s:"']+:([^\s"'$|;&<>()]+)`, nil},
	{clients, []string{" -", "\t-", "\n-"}, userOf + `"[^\s:"]+:([^"$\r\n]+)"`, nil},
	{clients, []string{" -", "\t-", "\n-"}, userOf + `'[^\s:']+:([^'\r\n]+)'`, nil},
	{[]string{"password"}, nil, `(?i)\b(?:machine|login)[ \t\r\n]+\S+[ \t\r\n]+password[ \t\r\n]+(\S{6,})`, nil},
}

// maxTokenForm is how much of a line without an end is held back for a secret whose
// form is known.
const maxTokenForm = 4 << 10

// inForms gives the secrets that a text holds, by their form.
func inForms(text string) []string {
	var found []string
	take := func(text string) func(start, end int) {
		return func(start, end int) {
			found = append(found, text[start:end], strings.ReplaceAll(text[start:end], `\n`, "\n"))
		}
	}
	hints := hintsIn(text)
	if hints.none() {
		return nil
	}
	for i := range spanningForms {
		if f := &spanningForms[i]; f.in(&hints) {
			f.each(text, take(text))
		}
	}
	for line := range strings.Lines(text) {
		hints := hintsIn(line)
		for i := range tokenForms {
			if f := &tokenForms[i]; f.in(&hints) {
				f.each(line, take(line))
			}
		}
	}
	return found
}

// hideForms hides the secrets in a text whose form gives them away: one line for the
// forms of one.
func hideForms(text string, forms []hintedForm, hints hintSet) string {
	for i := range forms {
		if f := &forms[i]; f.in(&hints) {
			text = hideFound(text, f.each)
		}
	}
	return text
}

func (f *hintedForm) each(text string, take func(start, end int)) {
	for _, at := range f.compiled.FindAllStringSubmatchIndex(text, -1) {
		start, end := at[0], at[1]
		if len(at) > 2 {
			start, end = at[2], at[3]
		}
		if start == end || text[start:end] == "***" || placeholder.MatchString(text[start:end]) || plainWord.MatchString(text[start:end]) || f.only != nil && !f.only(text[start:end]) {
			continue
		}
		take(start, end)
	}
}
