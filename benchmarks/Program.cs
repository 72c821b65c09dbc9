using Opml.Benchmarks;

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
GuestBenchmark.Run([]);
Console.WriteLine();
HashingBenchmark.Run();
MachineBenchmark.Run();
ConversionBenchmark.Run();
await DisputeBenchmark.RunAsync().ConfigureAwait(false);
