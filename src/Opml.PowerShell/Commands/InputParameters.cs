using System.Management.Automation;
using Opml.Mips.Memory;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Reads the input that a cmdlet's parameters name.</summary>
internal static class InputParameters
{
    /// <summary>The bytes of the one input that is given, by path or as bytes.</summary>
    /// <exception cref="PSArgumentException">Several are given, or an empty one, which no request takes.</exception>
    public static byte[] ReadOne(ProviderPaths paths, string? path, InputBytes[] bytes)
    {
        if (bytes.Length > 1) throw new PSArgumentException($"One input is wanted, and {bytes.Length} are given.");
        byte[] input = bytes.Length == 1 ? bytes[0].Bytes : BoundedFile.Read(paths.ExistingFile(path!), MemoryMap.MaximumInputLength, "an input");
        return input.Length > 0 ? input : throw new PSArgumentException("The input is empty; the contract takes 1 to 16,777,212 bytes.");
    }
}
