using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using Opml.Ethereum.Keys;
using Opml.Node.Configuration;
using Opml.Service.Configuration;
using Opml.Service.Hosting;
using Opml.Service.Secrets;

namespace Opml.Service;

/// <summary>The node as a service: under systemd, another service manager, or by hand.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        CommandLine line;
        try
        {
            line = CommandLine.Parse(args);
        }
        catch (ArgumentException exception)
        {
            await Console.Error.WriteLineAsync($"opml-node: {exception.Message}").ConfigureAwait(false);
            return Outcome.Usage;
        }
        if (line.WantsHelp)
        {
            Console.WriteLine(CommandLine.Help);
            return Outcome.Done;
        }
        var outcome = new Outcome();
        try
        {
            await RunAsync(line, outcome).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            outcome.Failed(exception);
        }
        return outcome.Code;
    }

    private static async Task RunAsync(CommandLine line, Outcome outcome)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        string folder = AddConfiguration(builder.Configuration, line.ConfigPath);
        using PrivateKey key = AccountSecret.Read();
        ServiceSettings settings = new SettingsReader(builder.Configuration, folder).Read();
        if (line.ChecksOnly)
        {
            Console.WriteLine($"The configuration is in order; the account is {key.Address}.");
            return;
        }

        AddLogging(builder, settings.LogFormat);
        builder.Services.AddSystemd();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMinutes(1));
        builder.Services.AddSingleton(settings).AddSingleton(outcome).AddSingleton(_ => key).AddHostedService<NodeService>();
        using IHost host = builder.Build();
        if (line.EndsWithInput) StopWithInput(host);
        await host.RunAsync().ConfigureAwait(false);
    }

    /// <summary>File and environment; gives the folder that relative paths are in.</summary>
    private static string AddConfiguration(ConfigurationManager configuration, string? path)
    {
        string folder = Environment.CurrentDirectory;
        if (path is not null)
        {
            string full = Path.GetFullPath(path);
            if (!File.Exists(full)) throw new NodeConfigurationException($"There is no configuration file '{full}'.");
            folder = Path.GetDirectoryName(full)!;
            try
            {
                configuration.AddJsonFile(full, optional: false, reloadOnChange: false);
            }
            catch (InvalidDataException exception)
            {
                throw new NodeConfigurationException($"The configuration file '{full}' is not valid JSON: {exception.InnerException?.Message ?? exception.Message}", exception);
            }
        }
        ((IConfigurationBuilder)configuration).Add(new SettingsEnvironment());
        return folder;
    }

    private static void AddLogging(HostApplicationBuilder builder, LogFormat format)
    {
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        if (format == LogFormat.Json) builder.Logging.AddJsonConsole(options => options.UseUtcTimestamp = true);
        else if (SystemdHelpers.IsSystemdService()) builder.Logging.AddSystemdConsole();
        else
        {
            builder.Logging.AddSimpleConsole(options =>
            {
                options.SingleLine = true;
                options.UseUtcTimestamp = true;
                options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            });
        }
    }

    private static void StopWithInput(IHost host)
    {
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        new Thread(() =>
        {
            Console.In.ReadToEnd();
            lifetime.StopApplication();
        })
        { IsBackground = true, Name = "input" }.Start();
    }
}
