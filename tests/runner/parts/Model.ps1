# A block (Describe, Context, or the file itself) and a test (It), as discovery found them.

function New-Block([string] $Name, $Parent, [string] $Kind) {
    [pscustomobject]@{
        Kind = $Kind; Name = $Name; Parent = $Parent; Place = $null; Tags = @(); Skip = $false; Data = $null; HasData = $false
        Setup = [System.Collections.Generic.List[scriptblock]]::new()
        Teardown = [System.Collections.Generic.List[scriptblock]]::new()
        EachSetup = [System.Collections.Generic.List[scriptblock]]::new()
        EachTeardown = [System.Collections.Generic.List[scriptblock]]::new()
        Children = [System.Collections.Generic.List[object]]::new()
    }
}

function New-Test([string] $Name, $Parent, [scriptblock] $Body) {
    [pscustomobject]@{
        Kind = 'It'; Name = $Name; Parent = $Parent; Place = $null; Tags = @(); Skip = $false; Data = $null; HasData = $false; Body = $Body
    }
}

# A block's or test's ancestors, outermost first, with itself at the end.
function Get-Lineage($Node) {
    $line = [System.Collections.Generic.List[object]]::new()
    for ($at = $Node; $null -ne $at; $at = $at.Parent) { $line.Insert(0, $at) }
    , $line
}

function Test-Selected($Test, [string[]] $Tag, [string[]] $ExcludeTag) {
    $tags = @(foreach ($node in Get-Lineage $Test) { foreach ($t in $node) { $t.Tags } })
    if ($ExcludeTag -and @($tags | Where-Object { $_ -in $ExcludeTag }).Count) { return $false }
    -not $Tag -or @($tags | Where-Object { $_ -in $Tag }).Count -gt 0
}
