using System.Globalization;
using Opml.Benchmarks;

if (args is ["convert", var source, var target, var kind])
{
    StreamingBenchmark.Convert(source, target, kind);
    return;
}
if (args is ["cold", var what])
{
    ColdTraceBenchmark.RunHere(what == "game");
    return;
}
if (await ScaleOutWorker.WorkIfAskedAsync().ConfigureAwait(false)) return;
Measurement.Say($"{Environment.ProcessorCount} processors, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}");
Console.WriteLine();
switch (args)
{
    case ["guests", ..]:
        GuestBenchmark.Run(args[1..]);
        return;
    case ["hash"]:
        HashingBenchmark.Run();
        return;
    case ["machine"]:
        MachineBenchmark.Run();
        return;
    case ["trace", ..]:
        TraceBenchmark.Run();
        ColdTraceBenchmark.Run(args.ElementAtOrDefault(1));
        return;
    case ["long", ..]:
        TraceBenchmark.RunLong(args.Length > 1 ? ulong.Parse(args[1], CultureInfo.InvariantCulture) : TraceBenchmark.LongSteps);
        return;
    case ["scaling"]:
        ScalingBenchmark.Run();
        return;
    case ["startup", ..]:
        StartupBenchmark.Run(args.ElementAtOrDefault(1));
        return;
    case ["stream", ..]:
        StreamingBenchmark.Run(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 4);
        return;
    case ["training"]:
        TrainingBenchmark.Run();
        return;
    case ["inference"]:
        InferenceBenchmark.Run();
        return;
    case ["scale"]:
        await ScaleOutBenchmark.RunAsync().ConfigureAwait(false);
        return;
    case [] or ["all", ..]:
        break;
    default:
        Console.Error.WriteLine($"There is no benchmark '{args[0]}': guests [name ...], hash, machine, trace [package], long [steps], scaling, startup package, training, inference, stream [GiB], scale; or nothing for all but the last two and long.");
        Environment.ExitCode = 64;
        return;
}
GuestBenchmark.Run([]);
Console.WriteLine();
TraceBenchmark.Run();
ColdTraceBenchmark.Run(args.ElementAtOrDefault(1));
Console.WriteLine();
ScalingBenchmark.Run();
Console.WriteLine();
HashingBenchmark.Run();
MachineBenchmark.Run();
ConversionBenchmark.Run();
TrainingBenchmark.Run();
InferenceBenchmark.Run();
Console.WriteLine();
StartupBenchmark.Run(args.ElementAtOrDefault(1));
Console.WriteLine();
await DisputeBenchmark.RunAsync().ConfigureAwait(false);
