#!/usr/bin/env bash
# Runs the tests of the machine and of native inference as arm64 programs, in qemu-aarch64 on another processor. What counts is the code
# for arm64: the runtime's compiler, Keccak's and inference's kernels. Speed says nothing there.
# On Debian 12, with qemu-user and debootstrap, as root; downloads 0.1 GB and takes some five minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
git clone -q . "$scratch/clone"
# Nothing is run in the tree: the libraries are unpacked, and that is all.
debootstrap --foreign --variant=minbase --arch=arm64 --include=libssl3,libstdc++6 bookworm "$scratch/root" http://deb.debian.org/debian >"$scratch/log" 2>&1 || { tail "$scratch/log"; exit 1; }
for package in "$scratch"/root/var/cache/apt/archives/lib{ssl3,stdc++6,gcc-s1}_*.deb; do dpkg-deb --fsys-tarfile "$package" | tar -x --keep-directory-symlink -C "$scratch/root"; done
# The emulator loses its way where code is mapped twice (W^X) or collected beside the program.
export QEMU_LD_PREFIX="$scratch/root" DOTNET_EnableWriteXorExecute=0 DOTNET_gcConcurrent=0 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
run() {
    local name=$1
    shift
    dotnet publish "$scratch/clone/tests/$name" -c Release -r linux-arm64 --self-contained -nologo -v:quiet -o "$scratch/$name"
    qemu-aarch64 "$scratch/$name/$name" "$@"
}
run Opml.Mips.Tests --filter-not-class '*.WithoutDynamicCodeTests' # it starts this machine's dotnet
run Opml.Models.Tests --filter-namespace '*.Inference' '*.Inference.Kernels' '*.Numerics'
