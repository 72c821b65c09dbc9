using Opml.Help.Pages;

namespace Opml.Help.Tests;

/// <summary>A folder with the pages of one made-up cmdlet, Get-Thing, and of shared parameters.</summary>
internal sealed class PageFolder : IDisposable
{
    public const string Cmdlet =
        """
        # Get-Thing

        Gets `things`.

        ## Description

        First paragraph,
        on two lines.

        - an item
        - another

        ## Examples

        ### All of them

        ```powershell
        Get-Thing
        ```

        Gets *all*.

        ### One

        ```powershell
        $one = 1
        Get-Thing $one
        ```

        Gets one.

        ## Parameters

        - [-Force](parameters.md#-force)

        ### -Id
        Which one.

        ## Inputs

        ### None
        Nothing.

        ## Outputs

        ### System.Int32
        A number.

        ## Notes

        A note.

        ## Links

        - [Get-Thing](Get-Thing.md)
        - [Elsewhere](https://example.org/)
        """;

    public const string Shared =
        """
        # Shared

        ## Parameters

        ### -Force
        Does it all the same.
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("opml-help-");

    public PageFolder(string cmdlet = Cmdlet, string shared = Shared)
    {
        Write("Get-Thing.md", cmdlet);
        Write(Library.SharedPage, shared);
    }

    public string Path => _folder.FullName;

    public Library Read() => Library.Read(Path);

    public void Write(string name, string text) => File.WriteAllText(System.IO.Path.Join(Path, name), text);

    public void Dispose() => _folder.Delete(recursive: true);
}
