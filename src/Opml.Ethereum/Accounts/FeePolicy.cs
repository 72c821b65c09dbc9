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

    /// <summary>
    /// A transaction in the place of one that cannot be mined at its price: the same but for that, which is today's, and an eighth more
    /// than it was at least, as nodes ask of a replacement. Null where the price still does.
    /// </summary>
    public static Transaction? Reprice(Transaction old, FeeSuggestion fees, TransactionSenderOptions options)
    {
        switch (old)
        {
            case Eip1559Transaction transaction when fees.BaseFee is { } baseFee && transaction.MaxFeePerGas < baseFee:
                var maxFee = BigInteger.Max(Raised(transaction.MaxFeePerGas), baseFee * options.BaseFeeHeadroom + fees.PriorityFee);
                maxFee = Within(options.FeeCeiling, needed: Raised(transaction.MaxFeePerGas), wished: maxFee);
                var tip = BigInteger.Max(Raised(transaction.MaxPriorityFeePerGas), fees.PriorityFee);
                return transaction with { MaxFeePerGas = maxFee, MaxPriorityFeePerGas = BigInteger.Min(tip, maxFee) };
            case LegacyTransaction transaction when transaction.GasPrice < fees.GasPrice:
                var price = BigInteger.Max(Raised(transaction.GasPrice), LegacyPrice(fees, options));
                return transaction with { GasPrice = Within(options.FeeCeiling, needed: Raised(transaction.GasPrice), wished: price) };
            default:
                return null;
        }
    }

    private static BigInteger Raised(BigInteger price) => price * 9 / 8 + 1;

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
