namespace Opml.Shell.Cmdlets.Paths;

/// <summary>What Test-Path asks for.</summary>
internal enum TestPathType
{
    Any,
    Container,
    Leaf,
}
