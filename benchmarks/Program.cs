using Opml.Benchmarks;

Measurement.Say($"{Environment.ProcessorCount} processors, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}");
Console.WriteLine();
HashingBenchmark.Run();
MachineBenchmark.Run();
ConversionBenchmark.Run();
await DisputeBenchmark.RunAsync().ConfigureAwait(false);
