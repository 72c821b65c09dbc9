using Opml.Packaging;

// Makes the packages of what lies built in the repository and, for each platform, in a folder with the published shell and the precompiled module.
if (args.Length < 2 || args.Skip(2).Any(static published => !published.Contains('=', StringComparison.Ordinal)))
{
    Console.Error.WriteLine("usage: Opml.Packaging <repository> <folder to write to> [<platform>=<folder with its shell and module>]...");
    return 2;
}

try
{
    var packager = new Packager(Path.GetFullPath(args[0]), Path.GetFullPath(args[1]));
    packager.MakeModule();
    foreach (string published in args.Skip(2))
    {
        int equals = published.IndexOf('=', StringComparison.Ordinal);
        packager.MakeArchive(published[..equals], Path.GetFullPath(published[(equals + 1)..]));
    }

    packager.WriteChecksums();
    foreach (string made in packager.Made) Console.WriteLine(made);
    return 0;
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or PackagingException)
{
    Console.Error.WriteLine($"Opml.Packaging: {exception.Message}");
    return 1;
}
