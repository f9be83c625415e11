// Package reportjson writes report.json, which keeps a result, and the JSON forms of
// an audit and of what show tells; and it reads report.json back.
//
// It refuses a report of another schema version, and one whose verdict its own
// evidence and metrics do not bear out. What was written reads back the same.
package reportjson
