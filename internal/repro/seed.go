package repro

import "regexp"

// IsSeed says whether a name, or a text that has names in it, names a random seed: seed,
// random_state of scikit-learn, randomState of Spark.
func IsSeed(name string) bool { return seedName.MatchString(name) }

var seedName = regexp.MustCompile(`(?i)seed|random_?state`)
