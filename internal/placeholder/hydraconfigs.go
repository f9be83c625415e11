//go:build !nodesk

package placeholder

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// maxConfigs bounds the files that are looked at for the type of a key.
const maxConfigs = 200

// hydraConfigs are the YAML files of a project that may be Hydra's: in a directory, up to
// three groups deep. The zero value reads them when it is first asked.
type hydraConfigs struct {
	read bool
	all  []hydraConfig
}

type hydraConfig struct {
	name   string   // of the file, without .yaml
	groups []string // the directories of the file: where its keys may stand in the whole
	root   *doc.Node
}

// isText says whether a config has the param's key as a text that looks like something else:
// release: "2024". A log does not tell the two apart, and an override without quotes would
// make a number of it. own says that a config has the very text: else the original's value came
// from elsewhere, as an override, and its type is assumed.
func (c *hydraConfigs) isText(files fs.FS, param repro.Param) (text, own bool) {
	c.load(files)
	key := strings.Split(param.Name, ".")
	for _, config := range c.all {
		node := config.find(key)
		if node == nil || node.Kind != doc.Scalar || node.Value11().Type != doc.TypeText {
			continue
		}
		if node.Text == param.Value {
			return true, true
		}
		text = text || !plainText(node.Text)
	}
	return text, false
}

// plainText says whether a text is one without quotes as well.
func plainText(text string) bool {
	return doc.Resolve12(text).Type == doc.TypeText && !strings.HasPrefix(text, "[") && !strings.HasPrefix(text, "{")
}

// find gives the value of a key of the whole config: below the file's groups, or as the
// file has it.
func (c hydraConfig) find(key []string) *doc.Node {
	for n := min(len(c.groups), len(key)-1); n >= 0; n-- {
		if !slices.Equal(key[:n], c.groups[len(c.groups)-n:]) {
			continue
		}
		if node := c.root.Get(key[n:]...); node != nil {
			return node
		}
	}
	return nil
}

func (c *hydraConfigs) load(files fs.FS) {
	if c.read {
		return
	}
	c.read = true
	for _, directories := range []string{"*", "*/*", "*/*/*", "*/*/*/*"} {
		names, err := fs.Glob(files, directories+"/*.yaml")
		if err != nil {
			continue
		}
		for _, name := range names[:min(len(names), maxConfigs-len(c.all))] {
			data, err := doc.ReadFile(files, name)
			if err != nil {
				continue
			}
			if document, err := doc.Parse(doc.YAML, data); err == nil {
				c.all = append(c.all, hydraConfig{strings.TrimSuffix(path.Base(name), ".yaml"), strings.Split(path.Dir(name), "/"), document.Root})
			}
		}
	}
}
