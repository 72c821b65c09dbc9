using System.Globalization;

namespace Opml.Fuzz;

/// <summary>What the command line asks for.</summary>
internal sealed record FuzzOptions
{
    /// <summary>Time for all targets together, by the clock.</summary>
    public TimeSpan Time { get; private set; } = TimeSpan.FromMinutes(1);

    public int Seed { get; private set; } = 1;

    /// <summary>The only target; null for all.</summary>
    public string? Target { get; private set; }

    /// <summary>Where inputs that break a target are kept.</summary>
    public string Output { get; private set; } = "";

    /// <summary>In a child: the target that it is to feed.</summary>
    public string? Child { get; private set; }

    /// <summary>In a child: the file in which the input under way stands.</summary>
    public string Current { get; private set; } = "";

    public static FuzzOptions Parse(string[] args)
    {
        var options = new FuzzOptions();
        for (int i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length) throw new FormatException($"{args[i]} needs a value.");
            string value = args[i + 1];
            switch (args[i])
            {
                case "--minutes": options.Time = TimeSpan.FromMinutes(Number(args[i], value)); break;
                case "--seconds": options.Time = TimeSpan.FromSeconds(Number(args[i], value)); break;
                case "--seed": options.Seed = (int)Number(args[i], value); break;
                case "--target": options.Target = Known(value); break;
                case "--output": options.Output = Path.GetFullPath(value); break;
                case "--child": options.Child = Known(value); break;
                case "--current": options.Current = value; break;
                default: throw new FormatException($"There is no option {args[i]}: --minutes, --seconds, --seed, --target, --output.");
            }
        }

        return options;
    }

    private static double Number(string option, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= 0 && number < 1e6
            ? number
            : throw new FormatException($"{option} takes a number from 0, not '{value}'.");

    private static string Known(string target) => FuzzTargets.All.Any(known => known.Name == target)
        ? target
        : throw new FormatException($"There is no target '{target}': {string.Join(", ", FuzzTargets.All.Select(known => known.Name))}.");
}
