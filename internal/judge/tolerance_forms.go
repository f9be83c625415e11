package judge

// A ToleranceForm is one way to write a tolerance, for help and reference. The
// tests hold each against what it says.
type ToleranceForm struct {
	Spec    string
	Meaning string
}

// ToleranceForms is the tolerance language for people.
var ToleranceForms = []ToleranceForm{
	{"0.5%", "at most 0.5 % of the original's value away, up or down; 0.005 rel is the same"},
	{"0.01 abs", "at most 0.01 away"},
	{"0.5pp", "at most half a percentage point away, for values between -1 and 1"},
	{"1 of 30", "at most 1 of 30 examples more or fewer"},
	{"4 decimals", "at most one unit of the fourth decimal away"},
	{"2 ulp", "at most two representable numbers away"},
	{"1e-6 rel or 1e-12 abs", "the larger of both; this is the default"},
	{"+0.05 abs or -0.01 abs", "a band: at most 0.05 higher, at most 0.01 lower"},
	{"-0.01 abs", "at most 0.01 lower, as high as it likes; +0.01 abs is the reverse"},
	{"exact", "the same number"},
	{"float32", "1e-5 rel or 1e-7 abs; float64 is 1e-9 and 1e-12, float16 1e-2 and 1e-4"},
	{"report", "shown, not judged; ignore only names it"},
}
