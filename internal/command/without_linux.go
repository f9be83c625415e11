//go:build !nodesk

package command

import (
	"context"
	"os"
	"path"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// withoutScript makes files absent for a command, in a mount namespace of its own: over the
// folder of each it mounts an overlay, in which the file is deleted. What is written there, and
// below it, is gone with the command. Paths that are to be as they are for it are mounted anew above all.
// A database with a log that is written ahead is refused, as the log would be another's. The
// overlays are made in memory, at a place that no data are at. Its arguments are the files, "--",
// those paths, "--" and the command.
// https://docs.kernel.org/filesystems/overlayfs.html
const withoutScript = `(
  set -e
  below() { case $1 in "$2"*) ;; *) return 1 ;; esac; }
  PATH=/usr/bin:/bin:/usr/sbin:/sbin
  mount -t tmpfs tmpfs /sys
  cd /sys
  apart= i=0
  for path; do
    if [ "$path" = -- ]; then apart=$apart-; continue; fi
    if [ "$apart" = -- ]; then break; fi
    if [ "$apart" != - ] || [ ! -e "$path" ]; then continue; fi
    if [ -e "$path-wal" ]; then exit 1; fi
    i=$((i + 1))
    if [ -d "$path" ]; then mkdir "as$i"; else : >"as$i"; fi
    mount --rbind "$path" "as$i"
  done
  while [ "$1" != -- ]; do
    dir=${1%/*}
    n=0
    while [ -e "$n/of" ] && ! below "$dir/" "$(cat "$n/of"; echo /)"; do n=$((n + 1)); done
    if [ ! -e "$n/of" ]; then
      mkdir -p "$n/lower" "$n/upper" "$n/work"
      chmod "$(stat -c %a "$dir/")" "$n/upper"
      printf %s "$dir" >"$n/of"
      mount --rbind "$dir/" "$n/lower"
      mount -t overlay overlay -o "lowerdir=$n/lower,upperdir=$n/upper,workdir=$n/work,userxattr" "$dir/"
    fi
    rm -- "$1"
    shift
  done
  shift
  i=0
  while [ "$1" != -- ]; do
    if [ -e "$1" ]; then
      i=$((i + 1))
      mount --rbind "as$i" "$1"
    fi
    shift
  done
  umount -l /sys
)
[ $? -eq 0 ] || exit 125
while [ "$1" != -- ]; do shift; done
shift
while [ "$1" != -- ]; do shift; done
shift
cd "$PWD" && unset OLDPWD && exec "$@"`

// withoutFiles is a command in which files, by full paths, do not exist, and some paths below
// their folders are as they are. Who is not root gets a user namespace to mount in, and in it
// another, to be who they are.
func withoutFiles(args, files, as []string) []string {
	if len(files) == 0 {
		return args
	}
	unshare := []string{"unshare", "--mount"}
	if id := os.Geteuid(); id != 0 {
		unshare = append(unshare, "--user", "--map-root-user")
		args = append([]string{"unshare", "--user", "--map-user=" + strconv.Itoa(id), "--map-group=" + strconv.Itoa(os.Getegid())}, args...)
	}
	unshare = append(unshare, "sh", "-c", withoutScript, "sh")
	files = slices.SortedStableFunc(slices.Values(files), func(a, b string) int { return len(path.Dir(a)) - len(path.Dir(b)) }) // an overlay has what is below it
	return slices.Concat(unshare, files, []string{"--"}, as, []string{"--"}, args)
}

var (
	tryWithout  sync.Once
	runsWithout bool
)

// RunsWithout says whether a command can be run as if files did not exist: the kernel, or who
// keeps a container, may not let it mount. It is tried once, for at most ten seconds.
func RunsWithout(ctx context.Context) bool {
	tryWithout.Do(func() {
		file, err := os.CreateTemp("", "reproduce-without-")
		if err != nil {
			return
		}
		defer os.Remove(file.Name())
		defer file.Close()
		name := file.Name()
		tried := Run(ctx, Spec{Command: `test ! -e "$FILE"`, Env: []string{"PATH=/usr/bin:/bin", "FILE=" + name}, Without: []string{name}, Timeout: 10 * time.Second})
		runsWithout = tried.Status == repro.ExecSucceeded
	})
	return runsWithout
}
