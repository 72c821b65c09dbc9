using System.Globalization;

namespace Opml.Dispute.Contracts;

/// <summary>A game: the request, which of its results is challenged, and which of the games against that. "7.1.2" in text.</summary>
/// <param name="Request">The request's id, from 1.</param>
/// <param name="Attempt">Number of the request's result, from 1, below 2^24.</param>
/// <param name="Number">Number of the game against this result, from 1, below 2^24.</param>
public readonly record struct GameId(ulong Request, uint Attempt, uint Number) : IParsable<GameId>
{
    private const int PartBits = 24;
    private const uint PartMask = (1 << PartBits) - 1;

    /// <summary>The id as the contract writes it: request · 2^48 + attempt · 2^24 + number.</summary>
    public UInt128 Value => ((UInt128)Request << (2 * PartBits)) | ((UInt128)(Attempt & PartMask) << PartBits) | (Number & PartMask);

    /// <summary>Reads an id as the contract writes it.</summary>
    public static GameId FromValue(UInt128 value) =>
        new((ulong)(value >> (2 * PartBits)), (uint)(value >> PartBits) & PartMask, (uint)value & PartMask);

    /// <inheritdoc/>
    public static GameId Parse(string s, IFormatProvider? provider = null) => TryParse(s, provider, out var id)
        ? id
        : throw new FormatException($"'{s}' is no game: write request.attempt.number, such as 7.1.2.");

    /// <inheritdoc/>
    public static bool TryParse(string? s, IFormatProvider? provider, out GameId result)
    {
        result = default;
        var parts = s?.Split('.') ?? [];
        if (parts.Length != 3
            || !ulong.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var request)
            || !uint.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var attempt)
            || !uint.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || attempt > PartMask
            || number > PartMask)
        {
            return false;
        }

        result = new GameId(request, attempt, number);
        return true;
    }

    /// <summary>"7.1.2": the second game against the first result of request 7.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Request}.{Attempt}.{Number}");
}
