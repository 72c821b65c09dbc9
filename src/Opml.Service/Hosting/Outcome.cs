using Opml.Dispute.Store;
using Opml.Ethereum.Accounts;
using Opml.Node.Configuration;

namespace Opml.Service.Hosting;

/// <summary>How the service ended, as an exit code (those of sysexits.h where there is one).</summary>
internal sealed class Outcome
{
    /// <summary>It was told to stop, and did.</summary>
    public const int Done = 0;

    /// <summary>Something unforeseen.</summary>
    public const int Unforeseen = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 64;

    /// <summary>The store cannot be had, or failed.</summary>
    public const int Store = 74;

    /// <summary>The configuration is wrong: starting again will not help.</summary>
    public const int Configuration = 78;

    /// <summary>The exit code.</summary>
    public int Code { get; private set; } = Done;

    /// <summary>Notes why the service cannot go on, and says it.</summary>
    public void Failed(Exception exception)
    {
        Code = exception switch
        {
            NodeConfigurationException or ChainIdMismatchException => Configuration,
            StoreException => Store,
            _ => Unforeseen,
        };
        Console.Error.WriteLine(Code == Unforeseen ? $"opml-node: {exception}" : $"opml-node: {exception.Message}");
    }
}
