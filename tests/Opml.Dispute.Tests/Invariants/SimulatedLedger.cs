using System.Numerics;

namespace Opml.Dispute.Tests.Invariants;

/// <summary>Whose ether is whose, as the contract has it, and what each account paid in and took out.</summary>
public sealed class SimulatedLedger(int accounts)
{
    private readonly Account[] _accounts = [.. Enumerable.Range(0, accounts).Select(_ => new Account())];

    public int Count => _accounts.Length;

    public BigInteger Burnt { get; private set; }

    /// <summary>What the contract's balance must be.</summary>
    public BigInteger Balance { get; private set; }

    public BigInteger Free(int account) => _accounts[account].Free;

    public BigInteger Locked(int account) => _accounts[account].Locked;

    /// <summary>What an account has gained by the contract so far, its free wei included, its locked wei not.</summary>
    public BigInteger Gain(int account) => _accounts[account].Withdrawn + _accounts[account].Free - _accounts[account].Paid;

    /// <summary>All wei that are somebody's or burnt.</summary>
    public BigInteger Sum => Burnt + _accounts.Aggregate(BigInteger.Zero, (sum, account) => sum + account.Free + account.Locked);

    /// <summary>Whether no account is below zero.</summary>
    public bool IsSound => _accounts.All(account => account.Free.Sign >= 0 && account.Locked.Sign >= 0);

    public void Take(int account, BigInteger amount)
    {
        _accounts[account].Paid += amount;
        _accounts[account].Locked += amount;
        Balance += amount;
    }

    public void Release(int account, BigInteger amount, BigInteger kept)
    {
        _accounts[account].Locked -= amount;
        _accounts[account].Free += kept;
    }

    public void Give(int account, BigInteger locked) => _accounts[account].Locked += locked;

    public void Burn(BigInteger amount) => Burnt += amount;

    public void Withdraw(int account)
    {
        var amount = _accounts[account].Free;
        if (amount.IsZero) throw new RejectedException("NothingOwed");
        _accounts[account].Free = 0;
        _accounts[account].Withdrawn += amount;
        Balance -= amount;
    }

    private sealed class Account
    {
        public BigInteger Free { get; set; }

        public BigInteger Locked { get; set; }

        public BigInteger Paid { get; set; }

        public BigInteger Withdrawn { get; set; }
    }
}
