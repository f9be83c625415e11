package environment

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// decoded is the text of a requirements file as pip reads it: with a byte order mark, in UTF-8
// or in UTF-16, which a redirection in PowerShell writes.
// https://pip.pypa.io/en/stable/reference/requirements-file-format/#encoding
func decoded(data []byte) string {
	var order binary.ByteOrder = binary.LittleEndian
	switch text := string(data); {
	case strings.HasPrefix(text, "\xfe\xff"):
		order = binary.BigEndian
	case !strings.HasPrefix(text, "\xff\xfe"):
		return strings.TrimPrefix(text, "\ufeff")
	}
	units := make([]uint16, 0, len(data)/2)
	for at := 2; at+1 < len(data); at += 2 {
		units = append(units, order.Uint16(data[at:]))
	}
	return string(utf16.Decode(units))
}
