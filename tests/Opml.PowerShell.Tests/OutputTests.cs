namespace Opml.PowerShell.Tests;

/// <summary>Objects that cmdlets write, as scripts take hold of them.</summary>
[Collection(nameof(OnChain))]
public sealed class OutputTests(ChainScene scene)
{
    // PowerShell gives nothing, and no error, for an element of a list whose indexer it cannot see.
    [Theory]
    [InlineData("$devnet.Accounts")]
    [InlineData("$deployment.Transactions")]
    [InlineData("$registered.Transactions")]
    [InlineData("$request.Transactions")]
    [InlineData("$posted.Output")]
    [InlineData("@($stages | Where-Object Stage -EQ Round)[0].Hashes")]
    [InlineData("$stages[-1].Transactions")]
    public void Elements_of_lists_have_indices(string list) =>
        Assert.Equal(scene.Text($"{list}.Count"), scene.Text($"$list = {list}; @(0..($list.Count - 1) | Where-Object {{ $null -ne $list[$_] }}).Count"));
}
