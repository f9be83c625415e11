# The container action: one static binary and the certificate authorities on
# an empty base. No shell, no package, nothing to update but the binary.
#
# It runs as root on purpose: the runner's output and summary files belong to
# root and a container action cannot write them as anybody else.
FROM --platform=$BUILDPLATFORM golang:1.26.8-bookworm AS build
ARG TARGETARCH
ARG VERSION=""
WORKDIR /src
COPY . .
# Without VCS stamp, build id and paths, one commit makes one binary. It is kept
# small because every job builds or pulls it: without SQLite (3.9 MB; a database
# beside the container never sees a training elsewhere), without what needs a shell, git
# or a clone (1.2 MB: training here, demo, init, questions to git), without inlining
# (1.1 MB; a check waits for servers, not for its own processor), with functions side by
# side (0.4 MB; arm64 aligns them to 16 bytes at least) and without
# HTTP/2 (0.3 MB; MLflow does not speak it and GitHub's API does not need it), with Go's
# former collector (0.04 MB; its heap is small), and with
# Go's own second JSON package in place of the module that it grew out of (0.2 MB; the
# module then is names for it alone; `make test-raced` runs the program in that build). The
# notices of what it does not hold are left out (0.1 MB).
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 GOEXPERIMENT=jsonv2,nogreenteagc GOARCH=${TARGETARCH} go build -trimpath -buildvcs=false -tags nosqlite,nodesk,nethttpomithttp2 -gcflags=all=-l \
    -ldflags "-s -w -buildid= -funcalign=$([ "${TARGETARCH}" = arm64 ] && echo 16 || echo 1) -X github.com/reproduce-action/reproduce/internal/app.Version=${VERSION}" \
    -o /out/reproduce . \
 && mkdir -p /out/etc/ssl/certs && cp /etc/ssl/certs/ca-certificates.crt /out/etc/ssl/certs/ \
 && cp LICENSE /out/ && sed '/^The container image holds none of these./,$d' THIRD_PARTY_NOTICES >/out/THIRD_PARTY_NOTICES

FROM scratch
COPY --from=build /out/ /
ENTRYPOINT ["/reproduce"]
