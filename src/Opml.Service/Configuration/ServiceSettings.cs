using Opml.Node.Configuration;

namespace Opml.Service.Configuration;

/// <summary>What the configuration says.</summary>
/// <param name="Node">The node's options.</param>
/// <param name="LogFormat">How the console log is written.</param>
internal sealed record ServiceSettings(NodeOptions Node, LogFormat LogFormat);
