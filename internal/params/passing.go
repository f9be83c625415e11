package params

import "regexp"

// This file knows values that every training has another of by nature: they are no
// input, and nothing shows which of them a training worked out for itself.

var (
	// jobName are names of what a job is called by whoever started it.
	jobName = regexp.MustCompile(`(?i)^(?:.*[._/-])?(?:(?:slurm_|batch_|ray_)?job_?id|task_?id|run_?id|wandb_?id|trace_?id|execution_?id|invocation_?id|pod_?name)$`)
	uuid    = regexp.MustCompile(`(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|(?:^|[/_-])[0-9a-f]{32}\b`)
	// aMoment is a date and a time of day, which a path may have as directories.
	aMoment       = regexp.MustCompile(`[0-9]{4}[-_/.]?[0-9]{2}[-_/.]?[0-9]{2}[-_/. T]{0,2}[0-9]{2}[-:._h]?[0-9]{2}(?:[-:._m]?[0-9]{2}(?:[-.,_]?[0-9]{3,9})?)?Z?|[A-Z][a-z]{2}[0-9]{2}_[0-9]{2}-[0-9]{2}-[0-9]{2}|\b1[0-9]{9}(?:\.[0-9]+|[0-9]{3})?\b`)
	ofAProcess    = regexp.MustCompile(`(?i)\b(pid|proc|job)[-_.]?[0-9]{2,10}\b`)
	temporaryPath = regexp.MustCompile(`^(?:/private)?/(?:tmp|var/tmp|scratch|dev/shm|run)/`)
	digits        = regexp.MustCompile(`[0-9]{3,}`)
)

// Passing says whether a param is by nature another in every training: by its name (a
// process, a job, a host, a start), or because its two values differ in a moment, a
// UUID, or a number of a process alone. By its values a date
// without a time may be that of the data, and a seed that was drawn is an input.
func Passing(name, original, reproduced string) bool {
	if original == reproduced {
		return false
	}
	return ByNature(name) || jobName.MatchString(name) || withoutPassing(original) == withoutPassing(reproduced)
}

func withoutPassing(value string) string {
	value = uuid.ReplaceAllString(value, "<uuid>")
	value = aMoment.ReplaceAllString(value, "<moment>")
	value = ofAProcess.ReplaceAllString(value, "$1<number>")
	if temporaryPath.MatchString(value) {
		value = digits.ReplaceAllString(value, "<number>")
	}
	return value
}
