namespace Opml.Shell.Tests;

/// <summary>Paths, items and content against what pwsh gives; each test's location is a new folder's.</summary>
public sealed class FileCmdletTests : IDisposable
{
    private readonly StandInSession _session = new();

    [Theory]
    [InlineData("Join-Path a b c", "a/b/c")]
    [InlineData("Join-Path a/ /b", "a/b")]
    [InlineData("Split-Path /a/b/c.txt", "/a/b")]
    [InlineData("Split-Path /a/b/c.txt -Leaf", "c.txt")]
    [InlineData("Split-Path /a/b/c.txt -LeafBase", "c")]
    [InlineData("Split-Path /a/b/c.txt -Extension", ".txt")]
    [InlineData("Split-Path Env:x -Qualifier", "Env:")]
    [InlineData("Split-Path /a -IsAbsolute; Split-Path a -IsAbsolute", "True,False")]
    [InlineData("Test-Path .; Test-Path no; Test-Path Env:PATH; Test-Path . -PathType Leaf; Test-Path . -PathType Container", "True,False,True,False,True")]
    [InlineData("Test-Path NoDrive:/x", "False")]
    [InlineData("Resolve-Path no", "error: PathNotFound")]
    [InlineData("(Resolve-Path .).Path -eq (Get-Location).Path", "True")]
    [InlineData("New-Item -ItemType Directory d | Out-Null; Resolve-Path d -Relative", "./d")]
    [InlineData("New-Item -ItemType Directory d | Out-Null; Push-Location d; Split-Path (Get-Location) -Leaf; Pop-Location; Test-Path d", "d,True")]
    [InlineData("Set-Location no", "error: PathNotFound")]
    [InlineData("Push-Location no; (Get-Location -Stack).Count", "0,error: PathNotFound")]
    public void Paths(string script, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the expected paths are written with /");
        Assert.Equal(expected, _session.Evaluate(script));
    }

    [Theory]
    [InlineData("Set-Content f 'one', 'two'; Get-Content f", "one,two")]
    [InlineData("Set-Content f 'one', 'two'; Get-Content f -Raw", "one\ntwo\n")]
    [InlineData("Set-Content f x -NoNewline; (Get-Item f).Length", "1")]
    [InlineData("Set-Content f x; Add-Content f y; Get-Content f", "x,y")]
    [InlineData("1..9 | Set-Content f; Get-Content f -TotalCount 2; Get-Content f -Tail 1", "1,2,9")]
    [InlineData("Set-Content f ([byte[]] (1, 255)) -AsByteStream; Get-Content f -AsByteStream", "1,255")]
    [InlineData("Set-Content f ([byte[]] (1, 2)) -AsByteStream; (Get-Content f -AsByteStream -Raw).GetType().Name", "Byte[]")]
    [InlineData("Set-Content f é -Encoding latin1 -NoNewline; Get-Content f -AsByteStream", "233")]
    [InlineData("Set-Content f a -Encoding utf8BOM -NoNewline; (Get-Item f).Length; Get-Content f", "4,a")]
    [InlineData("Set-Content f a -Encoding nonsense", "error: ParameterArgumentTransformationError")]
    [InlineData("Get-Content no", "error: PathNotFound")]
    [InlineData("Set-Content no/such/f x", "error: DirectoryNotFoundException")]
    [InlineData("Set-Content 'a[1]' x", "error: ItemNotFound")]
    [InlineData("Set-Content f x -WhatIf; Test-Path f", "False")]
    [InlineData("'a', 'b' > f; 'c' >> f; Get-Content f", "a,b,c")]
    [InlineData("'x' | Out-File f; 'y' | Out-File f -NoClobber; Get-Content f", "x,error: FileOpenFailure")]
    [InlineData("Set-Content Env:OPML_TEST v; $env:OPML_TEST; Get-Content Env:OPML_TEST", "v,v")]
    [InlineData("Set-Content f abc -NoNewline; (Get-FileHash f).Hash", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    [InlineData("Set-Content f abc -NoNewline; (Get-FileHash f -Algorithm MD5).Hash", "900150983CD24FB0D6963F7D28E17F72")]
    [InlineData("Set-Content f '@{ A = 1; B = @(2, 3) }'; (Import-PowerShellDataFile f).B", "2,3")]
    [InlineData("Set-Content f '@{ A = (Get-Date) }'; Import-PowerShellDataFile f", "error: CouldNotParseAsPowerShellDataFile")]
    public void Content(string script, string expected) => Assert.Equal(expected, _session.Evaluate(script));

    [Theory]
    [InlineData("(New-Item f).Name; (New-Item f -ErrorAction SilentlyContinue) -eq $null", "f,True")]
    [InlineData("New-Item f | Out-Null; New-Item f", "error: NewItemIOError")]
    [InlineData("New-Item f -Value hi | Out-Null; Get-Content f", "hi")]
    [InlineData("New-Item d -ItemType Directory -Force | Out-Null; New-Item d/x | Out-Null; (Get-ChildItem d).Name", "x")]
    [InlineData("'b.txt', 'a.txt', 'c.log' | ForEach-Object { Set-Content $_ x }; Get-ChildItem -Name", "a.txt,b.txt,c.log")]
    [InlineData("'b.txt', 'a.txt', 'c.log' | ForEach-Object { Set-Content $_ x }; (Get-ChildItem -Filter *.txt).Name", "a.txt,b.txt")]
    [InlineData("'b.txt', 'a.txt', 'c.log' | ForEach-Object { Set-Content $_ x }; (Get-ChildItem * -Exclude *.txt).Name", "c.log")]
    [InlineData("New-Item d/e -ItemType Directory | Out-Null; Set-Content d/e/f x; (Get-ChildItem -Recurse -File).Name", "f")]
    [InlineData("New-Item d/e -ItemType Directory | Out-Null; Set-Content d/e/f x; (Get-ChildItem -Recurse -Directory).Name", "d,e")]
    [InlineData("New-Item d/e/g -ItemType Directory | Out-Null; (Get-ChildItem -Depth 1 -Directory).Name", "d,e")]
    [InlineData("Get-ChildItem no", "error: PathNotFound")]
    [InlineData("Set-Content f x; Copy-Item f g; (Get-Content g); Test-Path f", "x,True")]
    [InlineData("Set-Content f x; Move-Item f g; Test-Path f; Test-Path g", "False,True")]
    [InlineData("Set-Content f x; Rename-Item f g; Test-Path f; Test-Path g", "False,True")]
    [InlineData("New-Item d -ItemType Directory | Out-Null; Set-Content d/x 1; Copy-Item d e -Recurse; Get-Content e/x", "1")]
    [InlineData("New-Item d -ItemType Directory | Out-Null; Set-Content d/x 1; Remove-Item d -Recurse; Test-Path d", "False")]
    [InlineData("Set-Content -LiteralPath 'a[1]' x; Set-Content a1 x; Remove-Item -LiteralPath 'a[1]'; (Get-ChildItem).Name", "a1")]
    [InlineData("Set-Content f x; Remove-Item f -WhatIf; Test-Path f", "True")]
    [InlineData("Set-Content f1 x; Set-Content f2 x; Remove-Item f*; Get-ChildItem", "")]
    [InlineData("Remove-Item no", "error: PathNotFound")]
    [InlineData("Remove-Item no -ErrorAction Ignore", "")]
    [InlineData("Set-Content f x; Get-ChildItem | ForEach-Object { throw 'downstream' }", "threw: downstream")]
    [InlineData("Set-Content f x; Get-Content f | ForEach-Object { throw 'downstream' }", "threw: downstream")]
    [InlineData("(New-TemporaryFile) | ForEach-Object { $_.Exists; Remove-Item $_ }", "True")]
    public void Items(string script, string expected) => Assert.Equal(expected, _session.Evaluate(script));

    public void Dispose() => _session.Dispose();
}
