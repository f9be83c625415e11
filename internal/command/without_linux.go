//go:build !nodesk

package command

import (
	"context"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// withoutScript makes files absent for the command that follows them and "--", in a mount
// namespace of its own: over the directory of each it mounts an overlay, in which the file is
// deleted. What the command writes there is gone with it. The directories in that one are put
// back as they are, and so are clones and tracking stores below it. The overlays are made in
// memory, at a place that no data are at.
// https://docs.kernel.org/filesystems/overlayfs.html
const withoutScript = `(
  set -e
  PATH=/usr/bin:/bin:/usr/sbin:/sbin
  mount -t tmpfs tmpfs /sys
  cd /sys
  while [ "$1" != -- ]; do
    dir=${1%/*}
    n=0
    while [ -e "$n/of" ] && [ "$(cat "$n/of"; echo .)" != "$dir." ]; do n=$((n + 1)); done
    if [ ! -e "$n/of" ]; then
      mkdir -p "$n/lower" "$n/upper" "$n/work"
      chmod "$(stat -c %a "$dir/")" "$n/upper"
      printf %s "$dir" >"$n/of"
      mount --rbind "$dir/" "$n/lower"
      mount -t overlay overlay -o "lowerdir=$n/lower,upperdir=$n/upper,workdir=$n/work,userxattr" "$dir/"
      for child in "$n"/lower/* "$n"/lower/.[!.]* "$n"/lower/..?*; do
        if [ -d "$child" ] && [ ! -L "$child" ]; then mount --rbind "$child" "$dir/${child##*/}"; fi
      done
    fi
    rm -- "$1"
    shift
  done
  umount -l /sys
)
[ $? -eq 0 ] || exit 125
while [ "$1" != -- ]; do shift; done
shift
cd "$PWD" && unset OLDPWD && exec "$@"`

// withoutFiles is a command in which files, by full paths, do not exist. Who is
// not root gets a user namespace to mount in, and in it another, to be who they are.
func withoutFiles(args, files []string) []string {
	if len(files) == 0 {
		return args
	}
	unshare := []string{"unshare", "--mount"}
	if id := os.Geteuid(); id != 0 {
		unshare = append(unshare, "--user", "--map-root-user")
		args = append([]string{"unshare", "--user", "--map-user=" + strconv.Itoa(id), "--map-group=" + strconv.Itoa(os.Getegid())}, args...)
	}
	unshare = append(unshare, "sh", "-c", withoutScript, "sh")
	return append(append(append(unshare, files...), "--"), args...)
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
