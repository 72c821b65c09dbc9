using System.Globalization;

namespace Opml.Soak;

/// <summary>What is to be endured.</summary>
internal sealed record SoakOptions
{
    public int Seed { get; init; } = Environment.TickCount;

    /// <summary>Requests at least.</summary>
    public int Requests { get; init; } = 200;

    /// <summary>For how long requests are made, where that makes more of them.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Nodes of both roles, each a process.</summary>
    public int Nodes { get; init; } = 3;

    /// <summary>Requests that are not over, at most.</summary>
    public int AtOnce { get; init; } = 12;

    /// <summary>Whether the load of one node is measured instead, up to so many games; 0 for no.</summary>
    public int Load { get; init; }

    /// <summary>For how long nothing may end before something is taken to hang.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(6);

    /// <exception cref="FormatException">The command line is wrong.</exception>
    public static SoakOptions Parse(string[] args)
    {
        var options = new SoakOptions();
        for (int i = 0; i + 1 < args.Length; i += 2)
        {
            int value = int.Parse(args[i + 1], CultureInfo.InvariantCulture);
            options = args[i] switch
            {
                "--seed" => options with { Seed = value },
                "--requests" => options with { Requests = value },
                "--minutes" => options with { Duration = TimeSpan.FromMinutes(value) },
                "--nodes" => options with { Nodes = value },
                "--load" => options with { Load = value },
                "--at-once" => options with { AtOnce = value },
                _ => throw new FormatException($"'{args[i]}' is not understood: there are --seed, --requests, --minutes, --nodes, --at-once and --load, each with a number."),
            };
        }
        return args.Length % 2 == 0 ? options : throw new FormatException($"'{args[^1]}' needs a number.");
    }
}
