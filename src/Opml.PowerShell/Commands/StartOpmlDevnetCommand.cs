using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Opml.Dispute.Devnet;
using Opml.PowerShell.Completers;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Starts a local Ethereum node, which ends with the shell at the latest.</summary>
[Cmdlet(VerbsLifecycle.Start, "OpmlDevnet", SupportsShouldProcess = true)]
[OutputType(typeof(AnvilDevnet))]
public sealed class StartOpmlDevnetCommand : AsyncOpmlCmdlet
{
    private static readonly DevnetOptions s_defaults = new();

    /// <summary>The chain's number.</summary>
    [Parameter]
    [ValidateRange(1UL, (ulong)long.MaxValue)]
    public ulong ChainId { get; set; } = s_defaults.ChainId;

    /// <summary>How many accounts there are.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int AccountCount { get; set; } = s_defaults.AccountCount;

    /// <summary>Seconds between blocks; without it a block is made for each transaction at once.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int? BlockTime { get; set; }

    /// <summary>The rules of the chain; anvil's newest unless named.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(HardforkCompleter))]
    public string? Hardfork { get; set; }

    /// <summary>The anvil program; looked for in the npm packages and on PATH unless named.</summary>
    [Parameter]
    public string? AnvilPath { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ShouldProcess("a local Ethereum node on a free port of 127.0.0.1", "Start")) ForAll(AnvilPath, Start);
    }

    private void Start()
    {
        var options = new DevnetOptions
        {
            ChainId = ChainId,
            AccountCount = AccountCount,
            BlockTime = BlockTime is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Hardfork = Hardfork,
            AnvilPath = AnvilPath is null ? null : Paths.ExistingFile(AnvilPath),
            SearchFolder = MyInvocation.MyCommand.Module?.ModuleBase,
        };
        Guid runspace = Runspace.DefaultRunspace.InstanceId;
        AnvilDevnet? node = null;
        using var downstream = new DownstreamWatch();
        try
        {
            Await(async token =>
            {
                Work.Begin("waiting until anvil answers");
                node = await AnvilDevnet.StartAsync(options, token).ConfigureAwait(false);
            });
            RunningDevnets.Add(node!, runspace);
            Emit(node!);
        }
        catch (Exception) when (node is not null && (Stopping || !downstream.HasEnough))
        {
            // Nobody got it, so nobody would stop it. Who has it and needs no more, as Select-Object -First, keeps it.
            RunningDevnets.StopAsync(node).GetAwaiter().GetResult();
            throw;
        }
    }
}
