using System.Collections.Immutable;
using System.Diagnostics;
using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Dispute.Players;
using Opml.Ethereum;
using Opml.Node.Configuration;
using Opml.Node.Connection;
using Opml.Node.Limits;
using Opml.Node.Models;
using Opml.Node.Status;

namespace Opml.Node.Hosting;

/// <summary>Where a node's parts note what they know, and its status is put together of it. Safe from any thread.</summary>
internal sealed class NodeBoard(NodeOptions options, Address account, WarningBoard warnings, SpeedMeter speed, ChainClock clock)
{
    private static readonly TimeSpan s_longestSilence = TimeSpan.FromSeconds(15);

    private readonly Lock _turn = new();
    private readonly DateTimeOffset _started = DateTimeOffset.UtcNow;
    private NodeState _state = NodeState.Starting;
    private string? _failure;
    private PlayerStatus? _player;
    private long _looked;
    private BigInteger _balance;
    private AccountInfo _held = new(0, 0);
    private ImmutableArray<NodeModel> _models = [];

    public Guid Id { get; } = Guid.NewGuid();

    public ulong ChainId { get; set; }

    public string? StorePath { get; set; }

    public Uri? MetricsUrl { get; set; }

    public MeteredClient? Client { get; set; }

    /// <summary>How things stood when the player last looked; null before it did.</summary>
    public PlayerStatus? Player
    {
        get
        {
            lock (_turn) return _player;
        }
    }

    public void Set(NodeState state, string? failure = null)
    {
        lock (_turn)
        {
            _state = state;
            _failure = failure ?? _failure;
        }
    }

    public void Looked(PlayerStatus player)
    {
        clock.Saw(player.Height, player.ChainTime);
        lock (_turn)
        {
            _player = player;
            _looked = Stopwatch.GetTimestamp();
        }
    }

    public void SetEther(BigInteger balance, AccountInfo held)
    {
        lock (_turn) (_balance, _held) = (balance, held);
    }

    public void SetModels(IEnumerable<LoadedModel> models)
    {
        lock (_turn)
            _models = [.. models.Select(model => new NodeModel(model.Source.ProgramPath, model.Source.ModelPath, model.Files.ProgramHash, model.Files.ModelHash, model.Files.GoldenRoot, model.IsRetired))];
    }

    /// <summary>What the node has to do already.</summary>
    public Load Load()
    {
        PlayerStatus? player = Player;
        int inPlay = player?.Games.Where(game => game.Turn != Turn.Void).Select(game => game.Id.Request).Distinct().Count() ?? 0;
        return new Load(player?.GasReserved ?? 0, Math.Max(0, inPlay + 1 - options.KeptRuns), clock.SecondsPerMove + options.PollInterval.TotalSeconds);
    }

    public NodeStatus Read()
    {
        lock (_turn)
        {
            ImmutableArray<NodeWarning> held = warnings.All;
            NodeGame[] games = [.. (_player?.Games ?? []).Select(Game).OrderBy(game => game.ClockLeft ?? TimeSpan.MaxValue)];
            bool isRunning = _state == NodeState.Running;
            (BigInteger gas, BigInteger fees) = Client?.Spent ?? default;
            return new NodeStatus
            {
                Id = Id,
                State = isRunning && !held.IsEmpty ? NodeState.Warning : _state,
                Failure = _failure,
                Warnings = held,
                Roles = options.Roles,
                Account = account,
                ChainId = ChainId,
                Contract = options.Contract,
                ProcessId = Environment.ProcessId,
                Started = _started,
                Time = DateTimeOffset.UtcNow,
                IsReady = isRunning && _player is not null && Stopwatch.GetElapsedTime(_looked) < s_longestSilence + options.PollInterval,
                Height = _player?.Height ?? 0,
                ClockSkew = clock.Skew,
                Balance = _balance,
                AtStake = _held.Locked,
                Withdrawable = _held.Free,
                GasUsed = gas,
                GasFees = fees,
                Models = _models,
                Requests = _player?.Requests ?? ImmutableDictionary<RequestStatus, int>.Empty,
                Games = [.. games],
                SmallestClock = games.Where(game => game.IsOwnClock && game.ClockLeft is not null).Min(game => game.ClockLeft),
                Record = _player?.Tally ?? new PlayerRecord(),
                StepsPerSecond = speed.StepsPerSecond,
                QueueDepth = _player?.DutiesDue ?? 0,
                UnderWay = _player?.DutiesUnderWay ?? 0,
                Resting = _player?.DutiesResting ?? 0,
                Endpoints = Client?.Endpoints ?? [],
                MetricsUrl = MetricsUrl,
                StorePath = StorePath,
            };
        }
    }

    private NodeGame Game(PlayerGame game) => new(
        game.Id,
        game.IsChallenger,
        game.Turn,
        game.IsOwnClock,
        game.Round,
        game.Size,
        game.Deadline is { } deadline && game.Turn != Turn.Void ? TimeSpan.FromSeconds(Math.Max(0, deadline - clock.Now)) : null);
}
