package repro

import (
	"regexp"
	"slices"
)

// Steering are variables of the environment that change numbers or how many threads compute
// them; no value that one is meant to have is private.
var Steering = []string{
	"OMP_NUM_THREADS", "OMP_DYNAMIC", "OMP_SCHEDULE", "OPENBLAS_NUM_THREADS", "OPENBLAS_CORETYPE", "GOTO_NUM_THREADS", "BLIS_NUM_THREADS",
	"MKL_NUM_THREADS", "MKL_DYNAMIC", "MKL_CBWR", "MKL_ENABLE_INSTRUCTIONS", "VECLIB_MAXIMUM_THREADS", "NUMEXPR_NUM_THREADS", "NUMEXPR_MAX_THREADS",
	"NUMBA_NUM_THREADS", "LOKY_MAX_CPU_COUNT", "POLARS_MAX_THREADS", "RAYON_NUM_THREADS", "TOKENIZERS_PARALLELISM",
	"TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "TF_DETERMINISTIC_OPS", "TF_CUDNN_DETERMINISTIC", "TF_ENABLE_ONEDNN_OPTS",
	"CUBLAS_WORKSPACE_CONFIG", "CUDA_VISIBLE_DEVICES", "NVIDIA_TF32_OVERRIDE", "PYTHONHASHSEED", "PYTHONOPTIMIZE", "TZ", "LANG", "LC_ALL", "LC_NUMERIC", "LC_COLLATE",
}

// What stands in the place of a variable's value that was not recorded, or that may be private.
const (
	AValue       = "a value"
	AnotherValue = "another value"
)

// Steers says whether a variable is one of them, or is called like a seed.
func Steers(variable string) bool {
	return slices.Contains(Steering, variable) || SeedVariable(variable)
}

// SeedVariable says whether a variable is called like the seed of a training, as SEED,
// DATA_SEED and RANDOM_STATE: what it is used for its programs know. The seed of a wallet or of
// one-time passwords is none.
func SeedVariable(variable string) bool {
	return seedVariable.MatchString(variable) && !otherSeed.MatchString(variable)
}

var (
	seedVariable = regexp.MustCompile(`^(?:[A-Z\d]{1,20}_){0,4}(?:SEED|RANDOM_?STATE)$`)
	otherSeed    = regexp.MustCompile(`OTP|MFA|WALLET|MNEMONIC|HMAC|KEY|SECRET|PASS|TOKEN|AUTH|PRIVATE|VAULT`)
)

// SteersNumbers says of a variable that another value of it changes what is computed,
// whatever the program: how many threads add up, in which order a set is gone through. At
// time zone and locale a program has to look.
func SteersNumbers(variable string) bool {
	return slices.Contains(Steering, variable) && !slices.Contains([]string{"TZ", "LANG", "LC_ALL", "LC_NUMERIC", "LC_COLLATE"}, variable)
}

// IsSteering says whether a value has the form of those that such a variable has: what else
// stands there may be private.
func IsSteering(variable, value string) bool { return steeringForm.MatchString(variable + "=" + value) }

// steeringForm are a number or several and a switch, of any of them; then what single ones have.
var steeringForm = regexp.MustCompile(`^(?:[A-Z_\d]+=(?:-?\d{1,10}(?:,-?\d{1,10})*|(?i:true|false|yes|no|on|off|random|auto))` +
	`|OMP_SCHEDULE=(?i:(?:(?:non)?monotonic:)?(?:static|dynamic|guided|auto|runtime)(?:,\d{1,9})?)` +
	`|(?:OPENBLAS_CORETYPE|MKL_CBWR|MKL_ENABLE_INSTRUCTIONS)=[A-Za-z]{2,14}\d{0,3}(?:_[A-Z]?\d{1,4})?(?:,STRICT)?` +
	`|CUBLAS_WORKSPACE_CONFIG=(?::\d{1,9}:\d{1,9})+` +
	`|CUDA_VISIBLE_DEVICES=(?:(?:GPU|MIG)-[\da-f/,GPUMI-]{4,300}|NoDevFiles)` +
	`|TZ=:?(?:/usr/share/zoneinfo/)?(?:[A-Z][A-Za-z]{0,9}(?:-[A-Z]{2})?|[A-Z][A-Za-z]{1,12}(?:/[A-Z][A-Za-z_+-]{1,20}){1,2}\d{0,2}|[A-Z]{3,5}[+-]?\d{1,2}(?::\d\d)?(?:[A-Z]{3,5})?(?:,[MJ\d./:,]{1,40})?)` +
	`|(?:LANG|LC_[A-Z]+)=(?:C|POSIX|[a-z]{2,3}(?:_[A-Z]{2})?)(?:\.[A-Za-z]{2,4}-?\d{1,4}(?:-\d{1,2})?)?(?:@[a-z]{3,10})?)$`)
