using System.Numerics;

namespace Opml.Ethereum.Abi;

/// <summary>Why a call reverted: its data, and what they say as far as an ABI tells.</summary>
/// <param name="Data">The revert data; empty when there were none.</param>
/// <param name="ErrorName">The error's name: a custom error's, <c>Error</c> or <c>Panic</c>; null when nobody knows the data.</param>
/// <param name="Arguments">The error's arguments; null when nobody knows the data.</param>
/// <param name="Message">All of it in words.</param>
public sealed record Revert(byte[] Data, string? ErrorName, AbiValues? Arguments, string Message)
{
    private static readonly AbiError s_error = AbiError.Parse("Error(string message)");
    private static readonly AbiError s_panic = AbiError.Parse("Panic(uint256 code)");

    /// <summary>Reads revert data: Error(string), Panic(uint256), and the custom errors of the ABI, if one is given. Never fails.</summary>
    public static Revert Decode(byte[] data, ContractAbi? abi = null)
    {
        if (data.Length < Selector.Size)
            return new Revert(data, null, null, data.Length == 0 ? "reverted without data" : $"reverted with {Hex.Format(data)}");

        var selector = Selector.Read(data);
        var error = selector == s_error.Selector ? s_error : selector == s_panic.Selector ? s_panic : abi?.FindError(selector);
        if (error is null)
            return new Revert(data, null, null, $"reverted with an unknown error {selector} and {data.Length - Selector.Size} bytes of arguments");

        try
        {
            var arguments = AbiCoder.Decode(error.Inputs, data.AsMemory(Selector.Size));
            return new Revert(data, error.Name, arguments, Describe(error, arguments));
        }
        catch (AbiException)
        {
            return new Revert(data, null, null, $"reverted with what begins like {error.Signature}, but is no valid encoding of it");
        }
    }

    private static string Describe(AbiError error, AbiValues arguments)
    {
        if (error == s_error)
            return $"reverted: {arguments.Get<string>(0)}";

        return error == s_panic
            ? $"reverted with a panic: {Meaning(arguments.Get<BigInteger>(0))}"
            : $"reverted with {error.Name}({arguments})";
    }

    /// <summary>Solidity documentation, "Panic via assert and Error via require".</summary>
    private static string Meaning(BigInteger code) => "0x" + ((int)BigInteger.Min(code, int.MaxValue)).ToString("x2", null) + ", " + (code <= 0xff ? (int)code : -1) switch
    {
        0x00 => "a generic panic of the compiler",
        0x01 => "an assertion failed",
        0x11 => "arithmetic overflowed or underflowed",
        0x12 => "division or remainder by zero",
        0x21 => "a value is none of the enumeration's",
        0x22 => "a byte array in storage is encoded wrongly",
        0x31 => "pop on an empty array",
        0x32 => "an index is out of bounds",
        0x41 => "too much memory was asked for, or an array was too large",
        0x51 => "a function pointer that was never set was called",
        _ => "a code that Solidity does not document",
    };
}
