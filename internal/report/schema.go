package report

import _ "embed"

// Schema is the JSON Schema of report.json, schema_version 1.
//
//go:embed schema/report-1.json
var Schema []byte
