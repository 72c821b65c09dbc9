using System.Management.Automation;
using System.Security.Cryptography;
using Microsoft.PowerShell.Commands;
using Opml.Shell.Cmdlets.Paths;

namespace Opml.Shell.Cmdlets.Content;

/// <summary>Get-FileHash.</summary>
[Cmdlet(VerbsCommon.Get, "FileHash", DefaultParameterSetName = "Path")]
[OutputType(typeof(FileHashInfo))]
internal sealed class GetFileHashCommand : PSCmdlet
{
    [Parameter(Mandatory = true, ParameterSetName = "Path", Position = 0, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true), Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Stream", Position = 0)]
    public Stream? InputStream { get; set; }

    [Parameter(Position = 1)]
    [ValidateSet("SHA1", "SHA256", "SHA384", "SHA512", "MD5")]
    public string Algorithm { get; set; } = "SHA256";

    protected override void ProcessRecord()
    {
        if (InputStream is { } stream)
        {
            WriteObject(Hash(stream, null));
            return;
        }

        bool literal = ParameterSetName == "LiteralPath";
        foreach (PathInfo item in SessionPath.Existing(this, literal ? LiteralPath : Path, literal))
        {
            if (!SessionPath.IsFileSystem(item) || Directory.Exists(item.ProviderPath)) continue;
            FileAccessErrors.Try(this, item.Path, () =>
            {
                using FileStream file = File.OpenRead(item.ProviderPath);
                WriteObject(Hash(file, item.ProviderPath));
            });
        }
    }

    private FileHashInfo Hash(Stream stream, string? path)
    {
        string name = Algorithm.ToUpperInvariant();
        return new FileHashInfo { Algorithm = name, Hash = Convert.ToHexString(CryptographicOperations.HashData(new HashAlgorithmName(name), stream)), Path = path };
    }
}
