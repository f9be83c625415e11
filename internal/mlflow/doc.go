// Package mlflow reads a model registry and the runs behind it: from a tracking
// server over REST, from an ./mlruns tree, from an mlflow.db.
//
// It refuses to write anything but a tag of a model version, to fetch the place
// a model version names as its source, and to send credentials to any host but
// the one that was configured. Everything a server or a store says is untrusted
// and bounded: bodies, pages, retries, waits, recursion.
//
// One invariant holds: the three stores answer alike. The same content read
// through any of them is the same repro.ModelVersion and the same repro.Run,
// except for the pages for people, which only a server has, and the logged
// model of a version that is a copy, which only a tree records.
package mlflow
