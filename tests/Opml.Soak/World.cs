using System.Diagnostics;
using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Devnet;
using Opml.Dispute.Game;
using Opml.Dispute.Players.Faults;
using Opml.Ethereum;

namespace Opml.Soak;

/// <summary>One chain, honest nodes as processes, liars, and somebody who asks.</summary>
internal sealed class World : IAsyncDisposable
{
    private const int Accounts = 16;

    private readonly SoakOptions _options;
    private readonly string _folder;
    private readonly Random _random;
    private readonly Chain _chain;
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationTokenSource _settled = new();
    private readonly List<NodeProcess> _nodes = [];
    private readonly List<Task> _liars = [];
    private readonly Dictionary<ulong, byte[]> _inputs = [];
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private BigInteger _start;

    private World(SoakOptions options, string folder, Chain chain)
    {
        _options = options;
        _folder = folder;
        _random = new Random(options.Seed);
        _chain = chain;
    }

    private OpmlContract Contract => _chain.Requester.Contract;

    public static async Task<World> MakeAsync(SoakOptions options, string folder)
    {
        Terms terms = Terms.Sized(1 << 16, feeCeiling: 2_000_000_000, arity: 8) with { Fee = 1_000_000, ChallengeWindow = 45, Clock = 120 };
        var world = new World(options, folder, await Chain.MakeAsync(folder, terms, Accounts));
        try
        {
            await world.SetUpAsync();
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes requests until there are enough, while nodes are killed, and waits until all of them are over.</summary>
    public async Task EndureAsync()
    {
        Task mining = _chain.MineAsync(_settled.Token), killing = KillAsync();
        var open = new HashSet<ulong>();
        long lastEnd = Stopwatch.GetTimestamp();
        while (_inputs.Count < _options.Requests || _watch.Elapsed < _options.Duration || open.Count > 0)
        {
            bool wantsMore = _inputs.Count < _options.Requests || _watch.Elapsed < _options.Duration;
            while (wantsMore && open.Count < _options.AtOnce) open.Add(await RequestAsync());
            foreach (ulong id in open.ToArray())
            {
                if ((await Contract.GetRequestAsync(id)).Status != RequestStatus.Final) continue;
                open.Remove(id);
                lastEnd = Stopwatch.GetTimestamp();
                if ((_inputs.Count - open.Count) % 20 == 0) Console.WriteLine($"soak: {_inputs.Count - open.Count} requests are over after {_watch.Elapsed.TotalSeconds:0} s, {_nodes.Sum(node => node.Kills)} kills");
            }
            if (Stopwatch.GetElapsedTime(lastEnd) > _options.Patience) throw new SoakException($"Nothing has ended for {_options.Patience}: requests {string.Join(", ", open.Order())} hang.");
            if (killing.IsFaulted) await killing;
            if (_liars.FirstOrDefault(liar => liar.IsFaulted) is { } broken) await broken;
            await Task.Delay(100);
        }
        await _ending.CancelAsync();
        await killing;
        foreach (NodeProcess node in _nodes)
        {
            node.Mend();
            if (!node.IsRunning) node.Start();
        }
        await SettleAsync();
        await mining;
    }

    /// <summary>Looks at all that happened.</summary>
    /// <exception cref="SoakException">Something did not end as it should.</exception>
    public Task JudgeAsync() => new Verdict(_chain, [.. _nodes.Select(node => node.Address)], _inputs, _start)
        .GiveAsync(_nodes.Sum(node => node.Kills), _nodes.Sum(node => node.InjectedFaults), _watch.Elapsed);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _settled.CancelAsync();
        foreach (NodeProcess node in _nodes) await node.DisposeAsync();
        await Task.WhenAll(_liars).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _chain.DisposeAsync();
        _ending.Dispose();
        _settled.Dispose();
    }

    private async Task SetUpAsync()
    {
        _start = await Verdict.TotalAsync(_chain);
        for (int i = 0; i < _options.Nodes; i++)
        {
            _nodes.Add(new NodeProcess(_folder, i, _chain.Devnet.Accounts[1 + i], Contract.Address, _chain.ModelFolder, _chain.Devnet.RpcUrl, _random));
            _nodes[i].Start();
        }
        (bool Proposes, Fault Fault, double Share)[] liars =
        [
            (true, new Fault { Kind = FaultKind.Register }, 0.3),
            (true, new Fault { Kind = FaultKind.Memory }, 0.2),
            (true, new Fault { Kind = FaultKind.StepCount, Step = 20 }, 0.1),
            (true, new Fault { Kind = FaultKind.Silence, Round = 1 }, 0.04),
            (false, new Fault { Kind = FaultKind.Register, Step = 1 }, 0.2),
            (false, new Fault { Kind = FaultKind.Output }, 0.1),
            (false, new Fault { Kind = FaultKind.Silence, Round = 2 }, 0.03),
        ];
        for (int i = 0; i < liars.Length; i++)
        {
            (bool proposes, Fault fault, double share) = liars[i];
            DevnetAccount account = _chain.Devnet.Accounts[1 + _options.Nodes + i];
            _liars.Add(Task.Run(() => Liar.PlayAsync(_chain, _options.Seed, account, proposes, fault, share, _folder, _settled.Token)));
        }
    }

    private async Task<ulong> RequestAsync()
    {
        byte[] input = new byte[_random.Next(1, 60)];
        _random.NextBytes(input);
        ulong id = await _chain.RequestAsync(input);
        _inputs[id] = input;
        return id;
    }

    private async Task KillAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            await Task.Delay(_random.Next(3000, 9000), _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_ending.IsCancellationRequested) return;
            foreach (NodeProcess node in _nodes)
                if (node.EndedByItself is { } code) throw new SoakException($"The node of {node.Address} ended by itself with exit code {code}.");
            NodeProcess victim = _nodes[_random.Next(_nodes.Count)];
            await victim.KillAsync();
            await Task.Delay(_random.Next(0, 2000));
            victim.Start();
        }
    }

    /// <summary>Waits until nobody has anything in the contract any more.</summary>
    private async Task SettleAsync()
    {
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < Accounts;)
        {
            Address account = _chain.Devnet.Accounts[i].Address;
            AccountInfo info = await Contract.GetAccountAsync(account);
            if (info is { Free.IsZero: true, Locked.IsZero: true }) i++;
            else if (Stopwatch.GetElapsedTime(began) > _options.Patience) throw new SoakException($"{account} still has {info.Free} wei free and {info.Locked} locked.");
            else await Task.Delay(200);
        }
        await _settled.CancelAsync();
        foreach (NodeProcess node in _nodes) await node.KillAsync();
        await Task.WhenAll(_liars).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
