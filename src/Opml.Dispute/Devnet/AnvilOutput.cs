using System.Globalization;
using System.Text.RegularExpressions;

namespace Opml.Dispute.Devnet;

/// <summary>Reads what anvil prints at its start: the accounts' keys, and the address that it listens on.</summary>
internal sealed partial class AnvilOutput
{
    private const int KeptLines = 20;

    private readonly Lock _gate = new();
    private readonly List<DevnetAccount> _accounts = [];
    private readonly Queue<string> _tail = new();
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the port when anvil listens.</summary>
    public Task<int> Port => _port.Task;

    public IReadOnlyList<DevnetAccount> Accounts
    {
        get
        {
            lock (_gate)
                return _accounts.ToArray(); // an array, which PowerShell can index
        }
    }

    /// <summary>The last lines, for an error message. Lines with keys are not kept.</summary>
    public string Tail
    {
        get
        {
            lock (_gate)
                return string.Join('\n', _tail).Trim();
        }
    }

    public void Read(string line)
    {
        lock (_gate)
        {
            if (KeyLine().Match(line) is { Success: true } key)
            {
                _accounts.Add(new DevnetAccount(_accounts.Count, key.Groups[1].Value));
                return;
            }

            _tail.Enqueue(line);
            if (_tail.Count > KeptLines)
                _tail.Dequeue();
        }

        if (ListeningLine().Match(line) is { Success: true } listening)
            _port.TrySetResult(int.Parse(listening.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^\(\d+\) (0x[0-9a-f]{64})$")]
    private static partial Regex KeyLine();

    [GeneratedRegex(@"^Listening on 127\.0\.0\.1:(\d{1,5})$")]
    private static partial Regex ListeningLine();
}
