#!/bin/sh
# Builds the ELF file of each example's guest beside its sources; with --check builds them elsewhere and compares: exit code 1 if one differs.
# Needs Go 1.19 or later; the committed files are those of Go 1.19.8, and another release gives other files.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
if [ $# -gt 1 ] || [ "${1:---check}" != --check ]; then
	echo "usage: $0 [--check]" >&2
	exit 2
fi

differ=
for name in mnist lenet quantized; do
	elf=$name/guest/$name.elf
	(cd "$here/$name/guest" && CGO_ENABLED=0 GOOS=linux GOARCH=mips GOMIPS=softfloat GOFLAGS= GOWORK=off GOEXPERIMENT= \
		go build -trimpath -buildvcs=false -ldflags='-w -buildid=' -o "$work/$name.elf" .)
	if [ "${1:-}" != --check ]; then
		cp "$work/$name.elf" "$here/$name/guest/.$name.elf.new"
		chmod 644 "$here/$name/guest/.$name.elf.new"
		mv "$here/$name/guest/.$name.elf.new" "$here/$elf"
		echo "$here/$elf: $(wc -c <"$here/$elf") bytes, $(go version)"
	elif ! cmp "$work/$name.elf" "$here/$elf"; then
		echo "$elf differs from what $(go version) builds; run $0 and commit the result (built with go1.19.8)." >&2
		differ=yes
	fi
done
if [ $differ ]; then exit 1; fi
if [ $# -eq 1 ]; then echo "The committed ELF files are what $(go version) builds from these sources."; fi
