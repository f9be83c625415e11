package repro

import "slices"

// Steering are variables of the environment that change numbers or how many threads compute
// them; none of their values is private.
var Steering = []string{
	"OMP_NUM_THREADS", "OMP_DYNAMIC", "OMP_SCHEDULE", "OPENBLAS_NUM_THREADS", "OPENBLAS_CORETYPE", "GOTO_NUM_THREADS", "BLIS_NUM_THREADS",
	"MKL_NUM_THREADS", "MKL_DYNAMIC", "MKL_CBWR", "MKL_ENABLE_INSTRUCTIONS", "VECLIB_MAXIMUM_THREADS", "NUMEXPR_NUM_THREADS", "NUMEXPR_MAX_THREADS",
	"NUMBA_NUM_THREADS", "LOKY_MAX_CPU_COUNT", "POLARS_MAX_THREADS", "RAYON_NUM_THREADS", "TOKENIZERS_PARALLELISM",
	"TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "TF_DETERMINISTIC_OPS", "TF_CUDNN_DETERMINISTIC", "TF_ENABLE_ONEDNN_OPTS",
	"CUBLAS_WORKSPACE_CONFIG", "CUDA_VISIBLE_DEVICES", "NVIDIA_TF32_OVERRIDE", "PYTHONHASHSEED", "PYTHONOPTIMIZE", "TZ", "LANG", "LC_ALL", "LC_NUMERIC", "LC_COLLATE",
}

// Steers says whether a variable is one of them.
func Steers(variable string) bool { return slices.Contains(Steering, variable) }

// SteersNumbers says of a variable that another value of it changes what is computed,
// whatever the program: how many threads add up, in which order a set is gone through. At
// time zone and locale a program has to look.
func SteersNumbers(variable string) bool {
	return Steers(variable) && !slices.Contains([]string{"TZ", "LANG", "LC_ALL", "LC_NUMERIC", "LC_COLLATE"}, variable)
}
