namespace Opml.Dispute.Tests;

/// <summary>The repository that these tests were built in.</summary>
internal static class RepositoryFolder
{
    // The compiler's path of a file would not do: deterministic builds have "/_" in place of the repository.
    public static string Path { get; } = Find();

    private static string Find()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(System.IO.Path.Join(at.FullName, "OpmlPS.sln"))) at = at.Parent;
        return at?.FullName ?? throw new DirectoryNotFoundException($"No folder above '{AppContext.BaseDirectory}' has OpmlPS.sln.");
    }
}
