namespace Opml.Service.Configuration;

/// <summary>How the console log is written.</summary>
internal enum LogFormat
{
    /// <summary>A line an entry, for people. Under systemd, with its priorities.</summary>
    Text,

    /// <summary>A JSON object an entry, with all fields.</summary>
    Json,
}
