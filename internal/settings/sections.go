package settings

// sections are the headings under which help shows a long list of flags, each
// by the option of the table that it begins with.
var sections = map[string]string{
	"command":           "Which model",
	"working-directory": "Code and params",
	"workflow":          "Training",
	"metrics-source":    "Comparison",
	"github-token":      "On GitHub",
	"models":            "Which models",
	"fail-on":           "Result",
}

// Section gives the heading of an option; "" for none of the table.
func Section(name string) string {
	title := ""
	for _, option := range Options {
		if begins, ok := sections[option.Name]; ok {
			title = begins
		}
		if option.Name == name {
			return title
		}
	}
	return ""
}
