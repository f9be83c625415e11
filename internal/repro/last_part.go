package repro

import "strings"

// LastPart is the name of a param or a metric without the sections before it: depth of
// model.depth, model/depth and model:depth.
func LastPart(name string) string { return name[strings.LastIndexAny(name, "./:")+1:] }
