using System.Management.Automation;
using Opml.Mips.Memory;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Reads the input that a cmdlet's parameters name.</summary>
internal static class InputParameters
{
    /// <summary>The bytes of the one input that is given, by path or as bytes.</summary>
    /// <exception cref="PSArgumentException">None, or several, are given.</exception>
    public static byte[] ReadOne(ProviderPaths paths, string? path, InputBytes[] bytes)
    {
        if (bytes.Length == 1) return bytes[0].Bytes;
        if (bytes.Length > 1) throw new PSArgumentException($"One input is wanted, and {bytes.Length} are given.");
        return BoundedFile.Read(paths.ExistingFile(path!), MemoryMap.MaximumInputLength, "an input");
    }
}
