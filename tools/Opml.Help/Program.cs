using Opml.Help;
using Opml.Help.Pages;
using Opml.Help.Surface;
using Opml.Help.Writing;

// Writes the file that Get-Help reads: from the module's assembly what a cmdlet is, from its page what is said of it.
if (args.Length != 4)
{
    Console.Error.WriteLine("usage: Opml.Help <module assembly> <folder of pages> <help file to write> <list of pages to write>");
    return 2;
}

try
{
    IReadOnlyList<CmdletSurface> cmdlets = SurfaceReader.Read(ModuleAssembly.Load(args[0]));
    Library library = Library.Read(args[1]);
    var complaints = new List<Complaint>(library.Complaints);
    complaints.AddRange(Agreement.Check(cmdlets, library));
    foreach (Complaint complaint in complaints) Console.Error.WriteLine(complaint);
    if (complaints.Count > 0) return 1;
    CmdletHelp[] help = [.. cmdlets.Select(cmdlet => new CmdletHelp(cmdlet, library))];
    HelpFile.Write(args[2], help);
    IndexFile.Write(args[3], help);
    return 0;
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or BadImageFormatException)
{
    Console.Error.WriteLine($"Opml.Help : error HELP000: {exception.Message}");
    return 1;
}
