package doc

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The two families of YAML readers type a plain scalar by different rules, and
// a training meets both: DVC reads params by one, the script mostly by the
// other. The patterns below are those of the readers, not of the specification.

var (
	bool11  = regexp.MustCompile(`^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$`)
	float11 = regexp.MustCompile(`^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$`)
	int11   = regexp.MustCompile(`^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$`)

	bool12  = regexp.MustCompile(`^(?:true|True|TRUE|false|False|FALSE)$`)
	float12 = regexp.MustCompile(`^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+|[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$`)
	int12   = regexp.MustCompile(`^(?:[-+]?0b[0-1_]+|[-+]?0o?[0-7_]+|[-+]?[0-9][0-9_]*|[-+]_[0-9_]*|[-+]?0x[0-9a-fA-F_]+)$`)

	null      = regexp.MustCompile(`^(?:~|null|Null|NULL|)$`)
	timestamp = regexp.MustCompile(`^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9][0-9]?-[0-9][0-9]?(?:[Tt]|[ \t]+)[0-9][0-9]?:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9][0-9]?(?::[0-9]{2})?))?)$`)
)

// Resolve11 types a plain scalar by YAML 1.1 as PyYAML does.
// https://github.com/yaml/pyyaml/blob/main/lib/yaml/resolver.py
func Resolve11(text string) Value {
	return spelled(resolve11(text), text)
}

func resolve11(text string) Value {
	switch {
	case !typed(text):
		return Value{TypeText, text}
	case bool11.MatchString(text):
		return boolValue(strings.ContainsAny(text[:1], "yYtT") || strings.EqualFold(text, "on"))
	case float11.MatchString(text):
		return readFloat(text)
	case int11.MatchString(text):
		return readInt(text, true)
	default:
		return common(text)
	}
}

// Resolve12 types a plain scalar by YAML 1.2 as ruamel.yaml does, which is what
// DVC reads params with.
// https://sourceforge.net/p/ruamel-yaml/code/ci/default/tree/resolver.py
func Resolve12(text string) Value {
	return spelled(resolve12(text), text)
}

func resolve12(text string) Value {
	switch {
	case !typed(text):
		return Value{TypeText, text}
	case bool12.MatchString(text):
		return boolValue(strings.ContainsAny(text[:1], "tT"))
	case float12.MatchString(text):
		return readFloat(text)
	case int12.MatchString(text):
		return readInt(text, false)
	default:
		return common(text)
	}
}

// spelled leaves the text of what cannot be read as it was.
func spelled(v Value, text string) Value {
	if v.Type == TypeInvalid {
		v.Text = text
	}
	return v
}

// typed rules out most texts by their first byte.
func typed(text string) bool {
	return text == "" || strings.IndexByte("yYnNtTfFoO-+0123456789.~=<", text[0]) >= 0
}

func common(text string) Value {
	switch {
	case null.MatchString(text):
		return Value{TypeNull, "None"}
	case text == "=", text == "<<":
		return Value{TypeInvalid, text} // neither reader has a constructor for them as values
	case timestamp.MatchString(text):
		if _, err := time.Parse(time.DateOnly, text); len(text) == len(time.DateOnly) && err != nil {
			return Value{TypeInvalid, text}
		}
		return Value{TypeTime, text}
	default:
		return Value{TypeText, text}
	}
}

func readFloat(text string) Value {
	digits := strings.ToLower(strings.ReplaceAll(text, "_", ""))
	sign, unsigned := 1.0, strings.TrimLeft(digits, "+-")
	if digits[0] == '-' {
		sign = -1
	}
	switch {
	case unsigned == ".inf":
		return floatValue(math.Inf(int(sign)))
	case unsigned == ".nan":
		return floatValue(math.NaN())
	case strings.Contains(unsigned, ":"):
		return readSexagesimal(unsigned, sign)
	}
	f, err := strconv.ParseFloat(unsigned, 64)
	if err != nil && !math.IsInf(f, 0) {
		return Value{TypeInvalid, text}
	}
	return floatValue(sign * f)
}

// readSexagesimal reads 190:20:30.15, the base 60 of YAML 1.1.
func readSexagesimal(text string, sign float64) Value {
	parts := strings.Split(text, ":")
	const exact = 9 // powers of 60 that a float64 holds without rounding
	if len(parts) > exact {
		return Value{TypeInvalid, text}
	}
	sum, base := 0.0, 1.0
	for i := len(parts) - 1; i >= 0; i-- {
		f, err := strconv.ParseFloat(parts[i], 64)
		if err != nil {
			return Value{TypeInvalid, text}
		}
		sum += f * base
		base *= 60
	}
	return floatValue(sign * sum)
}

func readInt(text string, yaml11 bool) Value {
	digits := strings.ReplaceAll(text, "_", "")
	sign := ""
	if digits[0] == '-' || digits[0] == '+' {
		sign, digits = strings.TrimPrefix(digits[:1], "+"), digits[1:]
	}
	switch {
	case digits == "0":
		return Value{TypeInt, "0"}
	case strings.HasPrefix(digits, "0b"):
		return intValue(sign+digits[2:], 2)
	case strings.HasPrefix(digits, "0x"):
		return intValue(sign+digits[2:], 16)
	case strings.HasPrefix(digits, "0o"):
		return intValue(sign+digits[2:], 8)
	case yaml11 && strings.HasPrefix(digits, "0"):
		return intValue(sign+digits, 8)
	case yaml11 && strings.Contains(digits, ":"):
		return readTime60(digits, sign)
	default:
		return intValue(sign+digits, 10)
	}
}

// readTime60 reads 1:30 as the ninety that PyYAML makes of it.
func readTime60(text, sign string) Value {
	parts := strings.Split(text, ":")
	const most = 9 // as many as readSexagesimal; the sum stays in an int64
	if len(parts) > most || len(parts[0]) > 4 {
		return Value{TypeInvalid, text}
	}
	sum := int64(0)
	for _, part := range parts {
		digit, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			return Value{TypeInvalid, text}
		}
		sum = sum*60 + digit
	}
	return intValue(sign+strconv.FormatInt(sum, 10), 10)
}
