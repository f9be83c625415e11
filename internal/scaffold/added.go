package scaffold

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/reproduce-action/reproduce/internal/doc"
)

// onlyAdded reads the edited workflow again: it says all that it said, and what was to
// be added, and nothing else.
func onlyAdded(before *doc.Node, after []byte) error {
	root, err := readWorkflow(after)
	if err != nil {
		return byHand(before, "the lines do not fit into it")
	}
	was, is := said(before), said(root)
	for _, line := range was {
		at := slices.Index(is, line)
		if at < 0 {
			return byHand(before, fmt.Sprintf("the lines would change what it says of %.60q", line))
		}
		is = slices.Delete(is, at, at+1)
	}
	for _, line := range is {
		if !slices.Contains(additions, line) {
			return byHand(before, fmt.Sprintf("the lines would say more than they should: %.60q", line))
		}
	}
	if _, passed := passesContext(root); !passed {
		return byHand(before, "the lines do not reach the training")
	}
	return nil
}

var additions = []string{
	"/on/workflow_dispatch/inputs/" + contextInput + "/required=false",
	"/on/workflow_dispatch/inputs/" + contextInput + "/type=string",
	"/env/" + contextName + "=" + contextValue,
}

// grown are the keys that may have had no value before.
var grown = []string{"/on", "/on/" + dispatchEvent, "/on/" + dispatchEvent + "/inputs", "/env"}

// said is everything that a workflow says, a line for each value. An event that stands
// alone or in a list is one without settings.
func said(root *doc.Node) []string {
	var lines []string
	var walk func(path string, n *doc.Node)
	walk = func(path string, n *doc.Node) {
		switch n.Kind {
		case doc.Scalar:
			if path == "/on" && n.Text != "" {
				path, n = path+"/"+n.Text, &doc.Node{}
			}
			if n.Text != "" || !slices.Contains(grown, path) {
				lines = append(lines, path+"="+n.Text)
			}
		case doc.List:
			for i, item := range n.Values {
				if path == "/on" && item.Kind == doc.Scalar {
					walk(path, item)
					continue
				}
				walk(path+"/"+strconv.Itoa(i), item)
			}
		default:
			for i, value := range n.Values {
				walk(path+"/"+strings.ReplaceAll(n.Keys[i].Text, "/", "~1"), value)
			}
		}
	}
	walk("", root)
	return lines
}
