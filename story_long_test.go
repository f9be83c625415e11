//go:build unix && long

package main

// The long stories: tricks by which a training looks as if it had been repeated, each of
// them tried, and whatever trains again and again.
func init() { storyFolders = append(storyFolders, "testdata/script/long") }
