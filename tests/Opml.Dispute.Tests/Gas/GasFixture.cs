using Opml.Dispute.Devnet;
using Opml.Dispute.Tests.Devnet;

namespace Opml.Dispute.Tests.Gas;

/// <summary>A node whose rules do not change with anvil's version.</summary>
public sealed class GasFixture : DevnetFixture
{
    public const string Hardfork = "prague";

    protected override DevnetOptions Options => new() { AccountCount = 40, Hardfork = Hardfork };
}
