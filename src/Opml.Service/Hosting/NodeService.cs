using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using Opml.Ethereum.Keys;
using Opml.Node;
using Opml.Node.Status;
using Opml.Service.Configuration;

namespace Opml.Service.Hosting;

/// <summary>Runs a node for as long as the process is wanted, and tells the service manager how it does.</summary>
internal sealed class NodeService(
    ServiceSettings settings, PrivateKey key, Outcome outcome, ILoggerFactory loggers, IHostApplicationLifetime lifetime, IEnumerable<ISystemdNotifier> notifiers) : BackgroundService
{
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await using OpmlNodeHost node = OpmlNodeHost.Start(settings.Node, key, loggers);
            while (!stoppingToken.IsCancellationRequested && !node.Completion.IsCompleted)
            {
                Notify(node.Status);
                await Task.WhenAny(node.Completion, Task.Delay(s_beat, stoppingToken)).ConfigureAwait(false);
            }
            await node.StopAsync().ConfigureAwait(false);
            if (node.Completion.IsFaulted) await node.Completion.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            outcome.Failed(exception);
        }
        finally
        {
            lifetime.StopApplication();
        }
    }

    private void Notify(NodeStatus status)
    {
        string text = $"{status.State}, block {status.Height}, {status.Games.Length} games, {status.Warnings.Length} warnings";
        foreach (ISystemdNotifier notifier in notifiers.Where(notifier => notifier.IsEnabled))
        {
            notifier.Notify(new ServiceState($"STATUS={text}"));
            notifier.Notify(new ServiceState("WATCHDOG=1"));
        }
    }
}
