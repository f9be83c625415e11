# The container action: one static binary and the certificate authorities on
# an empty base. No shell, no package, nothing to update but the binary.
#
# It runs as root on purpose: the runner's output and summary files belong to
# root and a container action cannot write them as anybody else.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
ARG VERSION=""
# Without VCS stamp, build id and paths, one commit makes one binary.
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 go build -trimpath -buildvcs=false \
    -ldflags "-s -w -buildid= -X github.com/reproduce-action/reproduce/internal/cli.Version=${VERSION}" \
    -o /out/reproduce . \
 && mkdir -p /out/etc/ssl/certs && cp /etc/ssl/certs/ca-certificates.crt /out/etc/ssl/certs/

FROM scratch
COPY --from=build /out/ /
ENTRYPOINT ["/reproduce"]
