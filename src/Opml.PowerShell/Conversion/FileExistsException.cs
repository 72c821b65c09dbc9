namespace Opml.PowerShell.Conversion;

/// <summary>A file is where another was to be written.</summary>
/// <param name="path">Its full path.</param>
/// <param name="parameter">The parameter that would name another.</param>
internal sealed class FileExistsException(string path, string parameter)
    : IOException($"'{path}' exists already; replace it with -Force, or name another -{parameter}.");
