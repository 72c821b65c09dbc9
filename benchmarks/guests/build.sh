#!/bin/sh
# Builds the programs whose speed is measured. Needs Go (the committed files are 1.19's) and Debian's gcc-mips-linux-gnu.
set -eu
cd "$(dirname "$0")"
for guest in matrix perceptron sha256 records; do
	CGO_ENABLED=0 GOOS=linux GOARCH=mips GOMIPS=softfloat GOFLAGS=-mod=mod \
		go build -trimpath -buildvcs=false -ldflags="-w -buildid=" -o $guest.elf ./$guest
done
for guest in bare endless; do
	mips-linux-gnu-gcc -O2 -march=mips32 -msoft-float -ffreestanding -fno-builtin -fno-ident -nostdlib -Wall -Wextra -Werror \
		-I../../tests/guests -static -mno-abicalls -fno-pic -Wl,-Ttext-segment=0x10000 -Wl,--build-id=none -Wl,-z,max-page-size=0x1000 \
		-o $guest.elf $guest/$guest.c
done
