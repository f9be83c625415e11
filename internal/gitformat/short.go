package gitformat

// Short is the start of a commit's id for a sentence; text that is no id is cut
// in the same place.
func Short(commit string) string { return commit[:min(7, len(commit))] }
