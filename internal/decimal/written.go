package decimal

import (
	"math"
	"strconv"
	"strings"
)

// tellingDigits are the significant digits of a number that is no coincidence.
const tellingDigits = 4

// IsTelling says whether a number has so many digits that to find it elsewhere is
// no coincidence.
func IsTelling(v float64) bool {
	digits := strings.Trim(strings.Split(strconv.FormatFloat(math.Abs(v), 'e', -1, 64), "e")[0], "0")
	return len(strings.ReplaceAll(digits, ".", "")) >= tellingDigits
}

// SameWritten says whether a number is another one, perhaps written with fewer
// digits. Two decimals are the least that tell anything.
func SameWritten(was, is float64) bool {
	if SameValue(was, is) {
		return true
	}
	decimals := func(x float64) int {
		_, after, _ := strings.Cut(strconv.FormatFloat(x, 'f', -1, 64), ".")
		return len(after)
	}
	fewer := decimals(is)
	return fewer >= 2 && fewer < decimals(was) && strconv.FormatFloat(was, 'f', fewer, 64) == strconv.FormatFloat(is, 'f', -1, 64)
}
