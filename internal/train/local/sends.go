package local

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
)

// This file finds what a training may leave with others where no file event shows it: a copy
// that a shell makes, and what goes over the network.

// sending are calls of tools that copy to a path outside of the checkout, or to a name that
// only the shell knows; and of those that send files to another machine or a store.
var sending = regexp.MustCompile(`(?m)(?:^|[\s;&|(@])(?:(?:cp|mv|install|rsync|ln|dd|tee)[ \t][^\n;&|]*(?:[\s=]["']?(?:/(?:[^d]|d[^e])|~|\.\./|\w[\w.@-]*:)|\$)[^\n;&|]*` +
	`|(?:scp|sftp|aws|gsutil|gcloud|azcopy|rclone|s3cmd|hdfs|kubectl)[ \t][^\n;&|]+` +
	`|curl[ \t][^\n;&|]*(?:-T|--upload-file|-F|-X[ \t]*P)[^\n;&|]*|(?:git|dvc)[ \t]+push\b[^\n;&|]*)` +
	`|\b(?:requests|httpx|session)\.put\(|method=["']PUT["']|\b(?:boto3|paramiko|ftplib|smtplib)\b|\.(?:push_to_hub|upload_file|upload_blob|upload_from_filename)\(`)

// sends is the first call in the command, its scripts and the programs of the commit that may
// leave files with others; "" for none. Where all was seen, a program that nobody read or ran
// sends nothing. text is the command and what it calls.
func (l *Project) sends(seen *observe.Observation, p place, text string) string {
	programs := used(seen, p.stamps, text, l.Prefix, p.clone.Dir, filestate.RealPath(p.clone.Dir))
	return sendingIn(restorerOf(text, p.root.FS(), programs, l.Repository.Dir).all)
}

// used are those of a project's files that somebody read or ran, where all was seen.
func used(seen *observe.Observation, files filestate.Stamps, text, prefix string, dirs ...string) filestate.Stamps {
	if seen == nil || seen.Unwatched != "" || seen.Unreported || othercode.Unhooked(text) != "" {
		return files
	}
	ran := seen.CodeIn(dirs...)
	return files.Only(func(file string) bool {
		own := path.Join(prefix, file)
		return seen.Files[own].Read || slices.Contains(ran, own)
	})
}

// sendingIn is the first such call in a text; "" for none.
func sendingIn(text string) string { return strings.TrimSpace(sending.FindString(text)) }
