using System.Management.Automation;
using Opml.Node.Status;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Tells how nodes stand: those of this process, or one that runs as a service.</summary>
[Cmdlet(VerbsCommon.Get, "OpmlNode")]
[OutputType(typeof(NodeStatus))]
public sealed class GetOpmlNodeCommand : AsyncOpmlCmdlet
{
    private const int LargestAnswer = 16 << 20;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private bool _asksOthers;

    /// <summary>Where a node serves metrics and health, as http://host:port; the nodes of this process unless given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public Uri[] Url { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _asksOthers |= MyInvocation.BoundParameters.ContainsKey(nameof(Url));
        foreach (Uri url in Url)
            ForItem(url, () => Await(async token =>
            {
                NodeStatus status = await AskAsync(url, token).ConfigureAwait(false);
                Post(() => WriteObject(status));
            }));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!_asksOthers && !MyInvocation.ExpectingInput) WriteObject(RunningNodes.All.Select(node => node.Status), enumerateCollection: true);
    }

    private static async Task<NodeStatus> AskAsync(Uri url, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { UseProxy = !url.IsLoopback, AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { Timeout = s_patience, MaxResponseContentBufferSize = LargestAnswer };
        try
        {
            return NodeJson.Read(await http.GetByteArrayAsync(new Uri(url, "/status"), cancellationToken).ConfigureAwait(false));
        }
        catch (TaskCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No node answered at {url.Authority} within {s_patience.TotalSeconds} s.", exception);
        }
        catch (HttpRequestException exception)
        {
            throw new HttpRequestException($"No node answers at {url.Authority}: {exception.Message} Name where its metrics are (MetricsPort).", exception);
        }
    }
}
