package repro

import "testing"

// TestIsSteering: each variable that steers has values of a known form; what else stands in
// one may be private.
func TestIsSteering(t *testing.T) {
	t.Parallel()
	for variable, values := range map[string][]string{
		"OMP_NUM_THREADS":         {"4", "4,2"},
		"PYTHONHASHSEED":          {"0", "random"},
		"TOKENIZERS_PARALLELISM":  {"false"},
		"OMP_SCHEDULE":            {"static", "dynamic,4", "nonmonotonic:guided,2"},
		"OPENBLAS_CORETYPE":       {"Haswell", "SkylakeX", "ARMV8"},
		"MKL_CBWR":                {"COMPATIBLE", "AVX2,STRICT", "AVX512_E1", "AUTO"},
		"CUBLAS_WORKSPACE_CONFIG": {":4096:8", ":16:8:4096:2"},
		"CUDA_VISIBLE_DEVICES":    {"0", "0,1", "-1", "GPU-8932f937-d72c-4106-c12f-20bd9faed9f6"},
		"TZ":                      {"UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "EST5EDT", "CET-1CEST,M3.5.0,M10.5.0/3", ":Asia/Tokyo", "W-SU"},
		"LANG":                    {"C", "C.UTF-8", "en_US.UTF-8", "de_DE@euro", "de_DE.ISO8859-1", "POSIX"},
		"LC_ALL":                  {"C", "tr_TR.utf8"},
		"SEED":                    {"7"},
		"DATA_SEED":               {"2024"},
		"RANDOM_STATE":            {"0"},
	} {
		if !Steers(variable) {
			t.Errorf("%s steers nothing", variable)
		}
		for _, value := range values {
			if !IsSteering(variable, value) {
				t.Errorf("%s=%s is not of its form", variable, value)
			}
		}
		for _, value := range []string{"", "tok_LANGsecret99xx", "Sekret_Tz_Pass7733", "tokcuda_8833hhGG", "pw-mkl-Sx8812", "hunter2pass", "s3cr3t", "ghp_A1b2C3d4E5f6"} {
			if IsSteering(variable, value) {
				t.Errorf("%s=%s is of its form", variable, value)
			}
		}
	}
}

// TestSeedVariable: what is called like the seed of a training, and not like a secret.
func TestSeedVariable(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"SEED": true, "SPLIT_SEED": true, "RANDOMSTATE": true, "SEEDS_DIR": false, "TOTP_SEED": false, "WALLET_SEED": false, "SEED_PHRASE": false, "VAULT_SEED": false, "seed": false, "PYTHONHASHSEED": false,
	} {
		if SeedVariable(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
	if Steers("TOTP_SEED") || SteersNumbers("SEED") || !Steers("PYTHONHASHSEED") {
		t.Error("what steers")
	}
}
