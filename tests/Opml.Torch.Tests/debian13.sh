#!/usr/bin/env bash
# Runs the tests of -Engine Torch in a Debian 13, whose C++ library is new enough for libtorch, on a Debian whose own is not.
# As root, on 64-bit x86, with debootstrap; it takes 3 GB under $TMPDIR, gone afterwards, and downloads 0.8 GB.
set -euo pipefail
cd "$(dirname "$0")"
tree=$(mktemp -d)
close() {
    if mountpoint -q "$tree/root/proc"; then umount "$tree/root/proc"; fi
    rm -rf --one-file-system "$tree"
}
trap close EXIT
dotnet build -c Release -nologo -v:quiet -p:Libtorch=true -p:BaseOutputPath="$tree/built/"
debootstrap --variant=minbase --include=libstdc++6,libgomp1 trixie "$tree/root" http://deb.debian.org/debian >"$tree/log" 2>&1 || { tail "$tree/log"; exit 1; }
mkdir -p "$tree/root/opt/tests" "$tree/root/opt/dotnet"
cp -a "$tree/built/Release/net10.0/." "$tree/root/opt/tests/"
dotnet=$(dotnet --list-runtimes | sed -n 's|^Microsoft.NETCore.App 10[^ ]* \[\(.*\)/shared/Microsoft.NETCore.App\]$|\1|p' | tail -n 1)
cp -a "$dotnet/dotnet" "$dotnet/host" "$dotnet/shared" "$tree/root/opt/dotnet/"
mountpoint -q "$tree/root/proc" || mount -t proc proc "$tree/root/proc" # .NET does not start without it
chroot "$tree/root" /usr/bin/env DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 /opt/dotnet/dotnet /opt/tests/Opml.Torch.Tests.dll
