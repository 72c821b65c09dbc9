using System.Globalization;
using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Players;
using Opml.Ethereum;
using Opml.Node.Configuration;
using Opml.Node.Status;

namespace Opml.Node.Limits;

/// <summary>
/// Says whether a result is posted or a challenge opened: only where ether, disk and time suffice for a whole game, on top of every
/// game that may already have to be played. What was admitted and is not on the chain yet counts too.
/// </summary>
/// <param name="limits">The operator's.</param>
/// <param name="account">Whose ether.</param>
/// <param name="storeFolder">The folder of the store.</param>
/// <param name="speed">This machine's speed.</param>
/// <param name="load">What is in play now: gas reserved for games, and requests with a game.</param>
internal sealed class Admission(NodeLimits limits, Address account, string storeFolder, SpeedMeter speed, Func<Load> load)
{
    /// <summary>How long what was admitted is held for, when it does not show on the chain.</summary>
    private static readonly TimeSpan s_hold = TimeSpan.FromSeconds(20);

    private readonly Lock _turn = new();
    private readonly Dictionary<(UndertakingKind, ulong), (BigInteger Wei, long Until)> _held = [];

    /// <summary>Whether the terms are within the limits; what the chain and this machine can do now is not asked.</summary>
    public bool Takes(UndertakingKind kind, Model model) =>
        model.StepLimit <= limits.MaxSteps
        && (kind == UndertakingKind.Result
            ? (limits.MaxProposerBond is not { } most || model.ProposerBond <= most) && model.Fee >= limits.MinFee
            : limits.MaxChallengerBond is not { } stake || model.ChallengerBond <= stake);

    /// <summary>Null where it can be begun.</summary>
    /// <exception cref="EthereumException">The chain does not answer.</exception>
    public async Task<Refusal?> AskAsync(IEthereumClient client, Undertaking undertaking, CancellationToken cancellationToken)
    {
        Load now = load();
        Refusal? refusal = DiskRefusal() ?? TimeRefusal(undertaking, now);
        if (refusal is not null) return refusal;

        FeeSuggestion fees = await client.SuggestFeesAsync(cancellationToken).ConfigureAwait(false);
        BigInteger price = fees.BaseFee is { } baseFee ? baseFee + fees.PriorityFee : fees.GasPrice;
        BigInteger ceiling = limits.MaxFeePerGas ?? BigInteger.Max(undertaking.Model.FeeCeiling, price * 2);
        if (price > ceiling)
            return new Refusal(NodeWarningKind.GasPrice, $"gas costs {price} wei, and the limit is {ceiling}: a game might have to stand still; raise MaxFeePerGas, or wait");
        BigInteger balance = await client.GetBalanceAsync(account, BlockTag.Latest, cancellationToken).ConfigureAwait(false);
        return Reserve(undertaking, balance, ceiling, now);
    }

    private Refusal? Reserve(Undertaking undertaking, BigInteger balance, BigInteger ceiling, Load now)
    {
        Model model = undertaking.Model;
        BigInteger bond = undertaking.Kind == UndertakingKind.Result ? model.ProposerBond : model.ChallengerBond;
        BigInteger game = model.Terms().WholeGameGas * ceiling;
        var key = (undertaking.Kind, undertaking.RequestId);
        lock (_turn)
        {
            foreach (var over in _held.Where(pair => pair.Value.Until < Environment.TickCount64).Select(pair => pair.Key).ToArray()) _held.Remove(over);
            BigInteger held = _held.Where(pair => pair.Key != key).Aggregate(BigInteger.Zero, (sum, pair) => sum + pair.Value.Wei);
            BigInteger others = (now.GasReserved * ceiling) + held;
            if (balance < bond + game + others)
            {
                return new Refusal(
                    NodeWarningKind.Funds,
                    $"{Ether(bond + game)} ether are needed (a bond of {Ether(bond)}, and gas for a whole game at {ceiling} wei), besides {Ether(others)} for games that may come; the account has {Ether(balance)}: send it {Ether(bond + game + others - balance)} more");
            }
            // Held from the moment when the bond is about to be paid.
            if (undertaking.Steps is not null) _held[key] = (bond + game, Environment.TickCount64 + (long)s_hold.TotalMilliseconds);
        }
        return null;
    }

    /// <summary>A result or a game of a request shows on the chain: its cost shows in the balance.</summary>
    public void Release(UndertakingKind kind, ulong requestId)
    {
        lock (_turn) _held.Remove((kind, requestId));
    }

    private Refusal? DiskRefusal()
    {
        long free = new DriveInfo(storeFolder).AvailableFreeSpace;
        return free >= limits.MinFreeDisk
            ? null
            : new Refusal(NodeWarningKind.Disk, $"{free >> 20} MiB are free on the disk of '{storeFolder}', and {limits.MinFreeDisk >> 20} MiB have to stay so: make room, or lower MinFreeDisk");
    }

    private Refusal? TimeRefusal(Undertaking undertaking, Load now) => undertaking.Steps is { } steps && speed.StepsPerSecond is { } perSecond
        ? GameTime.Check(undertaking.Model, steps, perSecond, now.RunsInLine, now.SecondsPerMove, limits.SafetyMarginPercent)
        : null;

    private static string Ether(BigInteger wei) => ((double)wei / 1e18).ToString("0.######", CultureInfo.InvariantCulture);
}
