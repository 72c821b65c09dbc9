#!/bin/sh
# Builds the guests that the tests run, and programs of other kinds that the converter must refuse.
# Needs Debian's gcc-mips-linux-gnu and Go; the committed files are those of its gcc 12.2 and Go 1.19.8.
# With --check nothing is written: exit code 1 if a committed file differs.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
check=
if [ "${1:-}" = --check ]; then check=yes; fi

publish() { # output, who built it
	output=$1
	chmod 644 "$work/$output"
	if [ $check ]; then
		cmp "$work/$output" "$output" || { echo "$output differs from what $2 builds; run $0." >&2; exit 1; }
	else
		cp "$work/$output" ".$output.new"
		mv ".$output.new" "$output"
	fi
}

compile() { # output, source, further options
	output=$1 source=$2
	shift 2
	mips-linux-gnu-gcc -Os -ffreestanding -fno-builtin -fno-ident -nostdlib -Wall -Wextra -Werror \
		-Wl,--build-id=none -Wl,-z,max-page-size=0x1000 "$@" -o "$work/$output" "$source"
	publish "$output" "gcc $(mips-linux-gnu-gcc -dumpfullversion)"
}

layout="-static -mno-abicalls -fno-pic -Wl,-Ttext-segment=0x10000"
for guest in hello echo stack memory trap compute; do
	compile $guest.elf $guest.c -march=mips32 -msoft-float $layout
done

# The same program built wrong.
compile refused-release2.elf hello.c -march=mips32r2 -msoft-float $layout
compile refused-hardfloat.elf hello.c -march=mips32 -mhard-float $layout
compile refused-pie.elf hello.c -march=mips32 -msoft-float -fPIC -mabicalls -pie
compile refused-object.elf hello.c -march=mips32 -msoft-float -mno-abicalls -fno-pic -c

# The guests' library, a layer at a time.
(cd layers && CGO_ENABLED=0 GOOS=linux GOARCH=mips GOMIPS=softfloat GOFLAGS= GOWORK=off GOEXPERIMENT= \
	go build -trimpath -buildvcs=false -ldflags='-w -buildid=' -o "$work/layers.elf" .)
publish layers.elf "$(go version)"
