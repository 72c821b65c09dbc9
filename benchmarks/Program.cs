using System.Globalization;
using Opml.Benchmarks;

if (args is ["convert", var source, var target, var kind])
{
    StreamingBenchmark.Convert(source, target, kind);
    return;
}
if (await ScaleOutWorker.WorkIfAskedAsync().ConfigureAwait(false)) return;
Measurement.Say($"{Environment.ProcessorCount} processors, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}");
Console.WriteLine();
if (args is ["guests", ..])
{
    GuestBenchmark.Run(args[1..]);
    return;
}
if (args is ["machine"])
{
    MachineBenchmark.Run();
    return;
}
if (args is ["stream", ..])
{
    StreamingBenchmark.Run(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 4);
    return;
}
if (args is ["inference"])
{
    InferenceBenchmark.Run();
    return;
}
if (args is ["scale"])
{
    await ScaleOutBenchmark.RunAsync().ConfigureAwait(false);
    return;
}
GuestBenchmark.Run([]);
Console.WriteLine();
HashingBenchmark.Run();
MachineBenchmark.Run();
ConversionBenchmark.Run();
InferenceBenchmark.Run();
await DisputeBenchmark.RunAsync().ConfigureAwait(false);
