#!/bin/sh
# Builds mnist.elf beside this script, or with --check builds it elsewhere and compares: exit code 1 if they differ.
# Needs Go 1.19 or later; the committed file is that of Go 1.19.8, and another release gives another file.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

(cd "$here" && CGO_ENABLED=0 GOOS=linux GOARCH=mips GOMIPS=softfloat GOFLAGS= GOWORK=off GOEXPERIMENT= \
	go build -trimpath -buildvcs=false -ldflags='-w -buildid=' -o "$work/mnist.elf" .)

if [ "${1:-}" = --check ]; then
	if cmp "$work/mnist.elf" "$here/mnist.elf"; then
		echo "mnist.elf is what $(go version) builds from these sources."
	else
		echo "mnist.elf differs from what $(go version) builds; run $0 and commit the result (built with go1.19.8)." >&2
		exit 1
	fi
elif [ $# -gt 0 ]; then
	echo "usage: $0 [--check]" >&2
	exit 2
else
	cp "$work/mnist.elf" "$here/.mnist.elf.new"
	chmod 644 "$here/.mnist.elf.new"
	mv "$here/.mnist.elf.new" "$here/mnist.elf"
	echo "$here/mnist.elf: $(wc -c <"$here/mnist.elf") bytes, $(go version)"
fi
