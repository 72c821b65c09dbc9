using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Opml.Ethereum;

namespace Opml.PowerShell.Conversion;

/// <summary>State hashes by their indices, as scripts give them: <c>@{ 1000 = '0x03…' }</c>.</summary>
internal static class StateClaims
{
    /// <exception cref="PSArgumentException">A key is no index, or a value no hash.</exception>
    public static IReadOnlyDictionary<ulong, byte[]> From(IDictionary claims)
    {
        var read = new Dictionary<ulong, byte[]>(claims.Count);
        foreach (DictionaryEntry claim in claims) read.Add(Index(claim.Key), Hash(claim.Value));
        return read;
    }

    private static ulong Index(object key) =>
        ulong.TryParse(Convert.ToString(key, CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture, out ulong index)
            ? index
            : throw new PSArgumentException($"'{key}' is no step: -Claim has state hashes by the steps after which they are claimed, as in @{{ 1000 = '0x03…' }}.");

    private static byte[] Hash(object? value) => ByteArrays.Base(value ?? "") switch
    {
        Hash32 hash => hash.ToArray(),
        byte[] { Length: 32 } bytes => bytes,
        string text when Hash32.TryParse(text, out Hash32 hash) => hash.ToArray(),
        var other => throw new PSArgumentException($"'{other}' is no state hash: give 0x and 64 hex digits, or 32 bytes."),
    };
}
