using System.Globalization;
using Opml.Benchmarks;

if (args is ["scale"])
{
    await ScaleOutBenchmark.RunAsync().ConfigureAwait(false);
