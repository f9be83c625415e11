// Package page turns past checks into one page for people, and into badges: how
// each model stands, since when, and what has changed.
//
// The page is one file that asks for nothing else, and reads without a script.
// Every text in it is somebody else's: each value is escaped, an address is a
// link only where it is http or https, and the page's own policy allows nothing
// but the style and the script that are in it.
package page
