namespace Opml.Mips.Image;

/// <summary>The commands that build what the machine runs, for error messages; the one for Go as PowerShell takes it.</summary>
internal static class BuildAdvice
{
    public const string Go =
        "$env:CGO_ENABLED = 0; $env:GOOS = 'linux'; $env:GOARCH = 'mips'; $env:GOMIPS = 'softfloat'; go build -trimpath -ldflags=-w";

    public const string C =
        "mips-linux-gnu-gcc -march=mips32 -msoft-float -static -nostdlib -mno-abicalls -fno-pic";

    public const string Both = $"Build it for 32-bit big-endian MIPS. Go: {Go}. C: {C}.";
}
