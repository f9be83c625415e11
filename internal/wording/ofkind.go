package wording

import "strings"

// OfKind names one of a kind: "package numpy", and "data/train.csv" or "command line", in which
// the kind stands already. Without a name it is the kind.
func OfKind(kind, name string) string {
	switch {
	case name == "":
		return kind
	case kind == "", strings.HasPrefix(name, kind+" "), strings.HasPrefix(name, kind+"/"):
		return name
	}
	return kind + " " + name
}
