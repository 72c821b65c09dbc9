using System.Text.RegularExpressions;

namespace Opml.Shell.Editing;

/// <summary>
/// The lines that were entered, kept for the next start in a file that only its owner can read. Lines that may hold a secret
/// are not kept, neither here nor for the up key.
/// </summary>
/// <param name="path">The file; null to keep none.</param>
internal sealed partial class HistoryFile(string? path)
{
    /// <summary>The environment variable that names the file in place of the usual one; empty, nothing is kept.</summary>
    public const string PathVariable = "OPML_HISTORY";

    private const int Most = 1000;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private string _last = "";

    /// <summary>The user's own file.</summary>
    public static HistoryFile Usual => new(Environment.GetEnvironmentVariable(PathVariable) switch
    {
        null => Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "opml", "history.txt"),
        "" => null,
        { } named => Path.GetFullPath(named),
    });

    /// <summary>The last lines, the oldest first; none where the file cannot be read.</summary>
    public IReadOnlyList<string> Read()
    {
        if (path is null || !File.Exists(path)) return [];
        try
        {
            string[] lines = [.. File.ReadLines(path).Where(static line => line.Length > 0)];
            if (lines.Length > 2 * Most) Write(lines = lines[^Most..], FileMode.Create);
            _last = lines.Length > 0 ? lines[^1] : "";
            return lines.Length > Most ? lines[^Most..] : lines;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Keeps a line.</summary>
    /// <returns>False when it is not to be kept: it is blank, the same again, or may hold a secret.</returns>
    public bool Add(string line)
    {
        if (string.IsNullOrWhiteSpace(line) || line == _last || MayHoldSecret(line)) return false;
        _last = line;
        try
        {
            if (path is not null) Write([line], FileMode.Append);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A history that cannot be kept is no reason to disturb anybody.
        }

        return true;
    }

    /// <summary>Whether a line names a secret, or has as many hex digits in a row as a private key.</summary>
    public static bool MayHoldSecret(string line) => Secret().IsMatch(line);

    private void Write(IEnumerable<string> lines, FileMode mode)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path!)!);
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using var writer = new StreamWriter(path!, options);
        foreach (string line in lines) writer.Write(line.ReplaceLineEndings(" ") + "\n");
    }

    [GeneratedRegex("password|passphrase|asplaintext|token|api_?key|secret|mnemonic|private_?key|securestring|[0-9a-f]{64}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secret();
}
