using System.Globalization;
using Opml.FaultProxy;

// The proxy as a program of its own, for soak tests: it ends when its standard input does, so that it never outlives who began it.
if (args.Length == 0)
{
    Console.Error.WriteLine("""
        Opml.FaultProxy TARGET [--port N] [--seed N] [--log FILE] [--max-delay MILLISECONDS] [--max-stale BLOCKS] [FAULT=RATE]...
        Stands before the node at TARGET and prints its own address. Ends when its standard input is closed.
        """);
    return 2;
}

try
{
    var port = 0;
    var seed = 1;
    string? logFile = null;
    var plan = new FaultPlan();
    var rates = new List<(FaultKind Kind, double Rate)>();
    for (var i = 1; i < args.Length; i++)
    {
        string Next() => ++i < args.Length ? args[i] : throw new FormatException($"{args[i - 1]} lacks its value.");
        int Number() => int.Parse(Next(), CultureInfo.InvariantCulture);
        switch (args[i])
        {
            case "--port": port = Number(); break;
            case "--seed": seed = Number(); break;
            case "--log": logFile = Next(); break;
            case "--max-delay": plan = plan with { MaxDelay = TimeSpan.FromMilliseconds(Number()) }; break;
            case "--max-stale": plan = plan with { MaxStale = Number() }; break;
            default: rates.Add(FaultPlan.Parse(args[i])); break;
        }
    }

    using var writer = logFile is null ? null : new StreamWriter(logFile) { AutoFlush = true };
    await using var proxy = FaultyNode.Start(new Uri(args[0]), plan with { Rates = FaultPlan.Of(rates).Rates }, seed, port, fault =>
    {
        if (writer is null)
            return;
        lock (writer)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fault.Time:O} {fault.Number} {fault.Method} {fault.Kind}"));
    });
    Console.WriteLine(proxy.Url);
    while (await Console.In.ReadLineAsync() is not null)
    {
        // Nothing is said on it; that it ends is what counts.
    }

    Console.WriteLine($"{proxy.Questions} questions, {proxy.Faults.Length} faults");
    return 0;
}
catch (Exception error) when (error is FormatException or ArgumentException or IOException or System.Net.HttpListenerException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
