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
