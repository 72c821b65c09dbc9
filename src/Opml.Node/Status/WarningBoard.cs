using System.Collections.Immutable;

namespace Opml.Node.Status;

/// <summary>The warnings that hold now. Each is told when it begins and when it is over. Safe from any thread.</summary>
internal sealed class WarningBoard(Action<NodeWarning, bool> tell)
{
    private readonly Lock _turn = new();
    private readonly Dictionary<(NodeWarningKind Kind, string Subject), (NodeWarning Warning, long Until)> _held = [];

    public ImmutableArray<NodeWarning> All
    {
        get
        {
            lock (_turn) return [.. _held.Values.Select(held => held.Warning).OrderBy(warning => warning.Since)];
        }
    }

    /// <summary>A warning holds, until it is taken back or, where a time is given, is not raised again for that long.</summary>
    public void Raise(NodeWarningKind kind, string subject, string message, TimeSpan? lasts = null)
    {
        long until = lasts is { } time ? Environment.TickCount64 + (long)time.TotalMilliseconds : long.MaxValue;
        NodeWarning warning;
        lock (_turn)
        {
            bool isOld = _held.TryGetValue((kind, subject), out var held);
            warning = new NodeWarning(kind, subject, message, isOld ? held.Warning.Since : DateTimeOffset.UtcNow);
            _held[(kind, subject)] = (warning, until);
            if (isOld) return;
        }
        tell(warning, true);
    }

    /// <summary>A warning does not hold any more.</summary>
    public void Clear(NodeWarningKind kind, string subject)
    {
        (NodeWarning Warning, long) held;
        lock (_turn)
        {
            if (!_held.Remove((kind, subject), out held)) return;
        }
        tell(held.Warning, false);
    }

    /// <summary>Those of a kind that do not hold for any of these subjects are over.</summary>
    public void ClearExcept(NodeWarningKind kind, IReadOnlySet<string> subjects)
    {
        foreach (NodeWarning warning in All)
            if (warning.Kind == kind && !subjects.Contains(warning.Subject)) Clear(kind, warning.Subject);
    }

    /// <summary>Those whose time is over are over.</summary>
    public void Expire()
    {
        long now = Environment.TickCount64;
        (NodeWarningKind, string)[] over;
        lock (_turn) over = [.. _held.Where(pair => pair.Value.Until < now).Select(pair => pair.Key)];
        foreach ((NodeWarningKind kind, string subject) in over) Clear(kind, subject);
    }
}
