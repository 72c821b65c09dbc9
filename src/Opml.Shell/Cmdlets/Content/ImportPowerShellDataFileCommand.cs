using System.Management.Automation;
using System.Management.Automation.Language;
using Opml.Shell.Cmdlets.Paths;

namespace Opml.Shell.Cmdlets.Content;

/// <summary>Import-PowerShellDataFile: reads a hashtable of constants, runs nothing.</summary>
[Cmdlet(VerbsData.Import, "PowerShellDataFile", DefaultParameterSetName = ByPath), Alias("ipdf")]
[OutputType(typeof(System.Collections.Hashtable))]
internal sealed class ImportPowerShellDataFileCommand : PathCmdlet
{
    protected override void ProcessRecord()
    {
        foreach (PathInfo item in Existing())
        {
            Ast ast = Parser.ParseFile(item.ProviderPath, out _, out ParseError[] errors);
            if (errors.Length > 0)
            {
                Report(item, errors[0].Message);
                continue;
            }

            if (ast.Find(static node => node is HashtableAst, searchNestedScriptBlocks: false) is not HashtableAst table)
            {
                Report(item, "it holds no hashtable");
                continue;
            }

            try
            {
                WriteObject(table.SafeGetValue());
            }
            catch (InvalidOperationException e)
            {
                Report(item, e.Message);
            }
        }
    }

    private void Report(PathInfo item, string reason) => WriteError(new ErrorRecord(
        new InvalidOperationException($"'{item.Path}' is no PowerShell data file: {reason}"), "CouldNotParseAsPowerShellDataFile", ErrorCategory.InvalidData, item.Path));
}
