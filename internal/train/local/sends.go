package local

import (
	"regexp"
	"strings"
)

// This file finds what a training may leave with others where no file event shows it: a copy
// that a shell makes, and what goes over the network.

// sending are calls of tools that copy to a path outside of the checkout, or to a name that
// only the shell knows; and of those that send files to another machine or a store.
var sending = regexp.MustCompile(`(?m)(?:^|[\s;&|(@])(?:(?:cp|mv|install|rsync|ln|dd|tee)[ \t][^\n;&|]*(?:[\s=]["']?(?:/(?:[^d]|d[^e])|~|\.\./|\w[\w.@-]*:)|\$)[^\n;&|]*` +
	`|(?:scp|sftp|aws|gsutil|gcloud|azcopy|rclone|s3cmd|hdfs|kubectl)[ \t][^\n;&|]+` +
	`|curl[ \t][^\n;&|]*(?:-T|--upload-file|-F|-X[ \t]*P)[^\n;&|]*|(?:git|dvc)[ \t]+push\b[^\n;&|]*)` +
	`|\b(?:requests|httpx|session)\.put\(|method=["']PUT["']|\b(?:boto3|paramiko|ftplib|smtplib)\b|\.(?:push_to_hub|upload_file|upload_blob|upload_from_filename)\(`)

// sends is the first call in the command, its scripts and the commit's programs that may leave
// files with others; "" for none.
func sends(text string) string { return strings.TrimSpace(sending.FindString(text)) }
