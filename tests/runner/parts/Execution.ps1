# The run: setup, tests and teardown, each in its scope, and each in a loop of its own: a stray break ends it and nothing else.

function Invoke-Block($Block) {
    $tests = @(Get-SelectedTest $Block)
    if ($tests.Count -eq 0) {
        if ($Block.Children.Count -eq 0) { Write-Empty $Block }
        return
    }
    if (@($tests | Where-Object { -not (Test-Skipped $_) }).Count -eq 0) {
        Write-BlockName $Block
        foreach ($test in $tests) { Write-Result $test Skipped (Expand-Name $test.Name) '-Skip' }
        return
    }
    Invoke-InNewScope {
        Set-DataVariable $Block
        Write-BlockName $Block
        $drive = Enter-TestDrive $Block
        $failure = $null
        try {
            try { foreach ($setup in $Block.Setup) { do { $null = . $setup } until ($true) } }
            catch { $failure = $_ }
            if ($failure) { Write-SetupFailure $Block $tests $failure }
            else {
                foreach ($child in $Block.Children) {
                    if ($child.Kind -ne 'It') { Invoke-Block $child }
                    elseif ($child -in $tests) { Invoke-Test $child }
                }
            }
        }
        finally {
            # The first failure does not keep later teardowns from running.
            foreach ($teardown in $Block.Teardown) {
                try { do { $null = . $teardown } until ($true) } catch { Write-TeardownFailure $Block $_ }
            }
            Exit-TestDrive $Block $drive
        }
    }
}

function Invoke-Test($Test) {
    if (Test-Skipped $Test) {
        Write-Result $Test Skipped $Test.Name '-Skip'
        return
    }
    Invoke-InNewScope {
        $blocks = @(foreach ($node in Get-Lineage $Test.Parent) { $node })
        Set-DataVariable $Test
        $name = Expand-Name $Test.Name
        $failure = $null
        try {
            foreach ($block in $blocks) { foreach ($setup in $block.EachSetup) { do { $null = . $setup } until ($true) } }
            do { $null = . $Test.Body } until ($true)
        }
        catch { $failure = $_ }
        finally {
            for ($i = $blocks.Count - 1; $i -ge 0; $i--) {
                foreach ($teardown in $blocks[$i].EachTeardown) {
                    try { do { $null = . $teardown } until ($true) } catch { if (-not $failure -or (Test-SkipRequest $failure)) { $failure = $_ } }
                }
            }
        }
        if (-not $failure) { Write-Result $Test Passed $name }
        elseif (Test-SkipRequest $failure) { Write-Result $Test Skipped $name $failure.Exception.Message }
        else { Write-Result $Test Failed $name $failure }
    }
}

function Get-SelectedTest($Block) {
    foreach ($child in $Block.Children) {
        if ($child.Kind -ne 'It') { Get-SelectedTest $child }
        elseif (Test-Selected $child $script:Run.Tag $script:Run.ExcludeTag) { $child }
    }
}

function Test-Skipped($Test) {
    foreach ($line in Get-Lineage $Test) { foreach ($node in $line) { if ($node.Skip) { return $true } } }
    $false
}

function Test-SkipRequest($Failure) { $Failure.FullyQualifiedErrorId -like 'SpecSkipped*' }

# Ends the test that calls it.
function Set-ItResult {
    [CmdletBinding()]
    param([switch] $Skipped, [switch] $Inconclusive, [string] $Because)
    if (-not ($Skipped -or $Inconclusive)) { throw 'Set-ItResult needs -Skipped or -Inconclusive.' }
    $what = if ($Skipped) { 'is skipped' } else { 'is inconclusive' }
    $reason = if ($Because) { "$what, because $Because" } else { $what }
    $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new(
            [System.Exception]::new($reason), 'SpecSkipped', [System.Management.Automation.ErrorCategory]::OperationStopped, $null))
}

function Invoke-SpecFile {
    <#
    .SYNOPSIS
    Runs spec files and gives their totals.
    .OUTPUTS
    An object with Passed, Failed and Skipped.
    #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [string[]] $Path,
        [string[]] $Tag = @(),
        [string[]] $ExcludeTag = @())

    $totals = [pscustomobject]@{ Passed = 0; Failed = 0; Skipped = 0 }
    foreach ($file in $Path) {
        $root = New-Block (Split-Path -Leaf $file) $null 'File'
        $root.Place = $file
        $script:Run = [pscustomobject]@{
            Phase = 'Discovery'; Block = $root; User = $PSCmdlet.SessionState; OpenScope = $null
            Tag = $Tag; ExcludeTag = $ExcludeTag; Totals = $totals
        }
        $script:Run.OpenScope = Get-UserBound { & $args[0] }
        try {
            Write-FileName $root
            $broken = $null
            try { do { $null = & (Get-UserBound { & $args[0] }) $file } until ($true) }
            catch { $broken = $_ }
            if ($broken) {
                Write-FileFailure $root $broken
                continue
            }
            $script:Run.Phase = 'Run'
            if (-not @(Get-Descendant $root).Count) { Write-FileFailure $root 'The file holds no test.' }
            else { Invoke-Block $root }
        }
        finally { $script:Run = $null }
    }
    $totals
}

function Get-Descendant($Block) {
    foreach ($child in $Block.Children) { if ($child.Kind -eq 'It') { $child } else { Get-Descendant $child } }
}
