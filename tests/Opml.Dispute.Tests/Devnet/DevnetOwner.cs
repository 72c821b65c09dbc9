using System.Diagnostics;
using System.Runtime.CompilerServices;
using Opml.Dispute.Devnet;

namespace Opml.Dispute.Tests.Devnet;

/// <summary>
/// A second life of this test program: with an environment variable set it starts a node, prints its process id and address,
/// and waits to be killed or for its input to end.
/// </summary>
internal static class DevnetOwner
{
    private const string Variable = "OPML_TEST_DEVNET_OWNER";

    public static Process Launch()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { [Variable] = "1" },
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(typeof(DevnetOwner).Assembly.Location);
        return Process.Start(start)!;
    }

#pragma warning disable CA2255 // This is a program, and its entry point is generated.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void RunIfAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
            return;

        var devnet = AnvilDevnet.StartAsync().GetAwaiter().GetResult();
        Console.WriteLine($"{devnet.ProcessId} {devnet.RpcUrl}");
        Console.In.ReadToEnd();
        Environment.Exit(0); // Without disposing: the end of the process is enough.
    }
}
