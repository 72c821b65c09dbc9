using System.Numerics;
using Opml.Ethereum.Transactions;

namespace Opml.Ethereum.Accounts;

/// <summary>Turns a node's suggestion into the fee fields of a transaction.</summary>
internal static class FeePolicy
{
    public static Transaction Price(
        FeeSuggestion fees, TransactionRequest request, TransactionSenderOptions options, ulong chainId, ulong nonce, ulong gasLimit)
    {
        if (options.Legacy || fees.BaseFee is not { } baseFee)
        {
            return new LegacyTransaction
            {
                ChainId = chainId,
                Nonce = nonce,
                GasLimit = gasLimit,
                To = request.To,
                Value = request.Value,
                Data = request.Data,
                GasPrice = Within(options.FeeCeiling, needed: fees.GasPrice, wished: LegacyPrice(fees, options)),
            };
        }

        var maxFee = Within(options.FeeCeiling, needed: baseFee, wished: baseFee * options.BaseFeeHeadroom + fees.PriorityFee);
        return new Eip1559Transaction
        {
            ChainId = chainId,
            Nonce = nonce,
            GasLimit = gasLimit,
            To = request.To,
            Value = request.Value,
            Data = request.Data,
            MaxFeePerGas = maxFee,
            MaxPriorityFeePerGas = BigInteger.Min(fees.PriorityFee, maxFee),
        };
    }

    /// <summary>What a transaction offers at most, in wei a gas.</summary>
    public static BigInteger PriceOf(Transaction transaction) => transaction switch
    {
        Eip1559Transaction dynamic => dynamic.MaxFeePerGas,
        LegacyTransaction legacy => legacy.GasPrice,
        _ => throw new ArgumentException($"A {transaction.GetType().Name} has no price that is known here.", nameof(transaction)),
    };

    /// <summary>Whether the next block's base fee is over the price: no block will have it.</summary>
    public static bool IsOutgrown(Transaction transaction, FeeSuggestion fees) =>
        PriceOf(transaction) < (fees.BaseFee ?? (transaction is LegacyTransaction ? fees.GasPrice : 0));

    /// <summary>Whether more money may be what a transaction waits for: not where its tip is far over what the chain takes.</summary>
    public static bool MayHelp(Transaction transaction, FeeSuggestion fees, ReplacementPolicy policy) => transaction switch
    {
        Eip1559Transaction dynamic => BigInteger.Min(dynamic.MaxPriorityFeePerGas, dynamic.MaxFeePerGas - (fees.BaseFee ?? 0)) < fees.PriorityFee * policy.MostTip,
        _ => PriceOf(transaction) < fees.GasPrice * policy.MostTip,
    };

    /// <summary>The same transaction at today's price, and raised as the policy says at least; null where the ceiling forbids it.</summary>
    public static Transaction? Raise(Transaction old, FeeSuggestion fees, TransactionSenderOptions options, ReplacementPolicy policy)
    {
        BigInteger More(BigInteger price) => price * (100 + Math.Max(policy.RaisePercent, ReplacementPolicy.LeastRaisePercent)) / 100 + 1;
        BigInteger? Allowed(BigInteger needed, BigInteger wished) =>
            options.FeeCeiling is not { } ceiling ? wished : needed > ceiling ? null : BigInteger.Min(wished, ceiling);

        switch (old)
        {
            case Eip1559Transaction transaction:
                var needed = BigInteger.Max(More(transaction.MaxFeePerGas), fees.BaseFee ?? 0);
                var tip = BigInteger.Max(More(transaction.MaxPriorityFeePerGas), fees.PriorityFee);
                var wished = BigInteger.Max(needed, (fees.BaseFee ?? 0) * options.BaseFeeHeadroom + tip);
                return Allowed(needed, wished) is { } maxFee && More(transaction.MaxPriorityFeePerGas) <= maxFee
                    ? transaction with { MaxFeePerGas = maxFee, MaxPriorityFeePerGas = BigInteger.Min(tip, maxFee) }
                    : null;
            case LegacyTransaction transaction:
                var least = More(transaction.GasPrice);
                return Allowed(least, BigInteger.Max(least, LegacyPrice(fees, options))) is { } price ? transaction with { GasPrice = price } : null;
            default:
                return null;
        }
    }

    /// <summary>A legacy transaction pays its whole price, so the headroom is a quarter and not a multiple.</summary>
    private static BigInteger LegacyPrice(FeeSuggestion fees, TransactionSenderOptions options) =>
        BigInteger.Max(fees.GasPrice, options.Legacy && fees.BaseFee is { } baseFee ? baseFee * 5 / 4 + fees.PriorityFee : fees.GasPrice);

    private static BigInteger Within(BigInteger? ceiling, BigInteger needed, BigInteger wished) => ceiling switch
    {
        null => wished,
        { } limit when needed > limit => throw new EthereumException(
            $"Gas costs {needed} wei now, over the ceiling of {limit}. Nothing was sent: wait, or raise the ceiling."),
        { } limit => BigInteger.Min(wished, limit),
    };
}
