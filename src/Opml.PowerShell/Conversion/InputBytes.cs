namespace Opml.PowerShell.Conversion;

/// <summary>One run's input.</summary>
/// <param name="Bytes">Its bytes.</param>
public sealed record InputBytes(byte[] Bytes);
