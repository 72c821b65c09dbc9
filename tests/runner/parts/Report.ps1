# What the run prints: every block and test, failures with their message and place.

function Get-Indent($Node) { '  ' * (@(foreach ($line in Get-Lineage $Node) { $line }).Count - 1) }

function Write-FileName($Root) { Write-Host "Running $($Root.Place)" -ForegroundColor Cyan }

function Write-BlockName($Block) {
    if ($Block.Kind -ne 'File') { Write-Host "$(Get-Indent $Block)$($Block.Kind) $(Expand-Name $Block.Name)" -ForegroundColor Green }
}

function Write-Empty($Block) {
    Write-Host "$(Get-Indent $Block)[!] $($Block.Kind) '$($Block.Name)' has no tests ($($Block.Place))" -ForegroundColor Yellow
}

function Write-Result($Test, [string] $Outcome, [string] $Name, $Detail) {
    $indent = Get-Indent $Test
    $script:Run.Totals.$Outcome++
    switch ($Outcome) {
        Passed { Write-Host "$indent[+] $Name" -ForegroundColor DarkGreen }
        Skipped { Write-Host "$indent[!] $Name ($Detail)" -ForegroundColor Yellow }
        Failed {
            Write-Host "$indent[-] $Name" -ForegroundColor Red
            Write-Reason $indent $Detail
        }
    }
}

function Write-Reason([string] $Indent, $Failure) {
    if ($Failure -isnot [System.Management.Automation.ErrorRecord]) {
        Write-Host "$Indent    $Failure" -ForegroundColor Red
        return
    }
    $kind = if ($Failure.FullyQualifiedErrorId -like 'SpecAssertionFailed*') { '' } else { "$($Failure.Exception.GetType().Name): " }
    foreach ($line in ($kind + $Failure.Exception.Message) -split '\r?\n') { Write-Host "$Indent    $line" -ForegroundColor Red }
    $own = $PSScriptRoot
    $trace = @("$($Failure.ScriptStackTrace)" -split '\r?\n' | Where-Object { $_ -and $_ -notlike "*$own*" -and $_ -notlike '*<No file>*' })
    if ($trace.Count -gt 0) { Write-Host "$Indent    $($trace[0])" -ForegroundColor DarkRed }
    elseif ($Failure.InvocationInfo -and $Failure.InvocationInfo.ScriptName) {
        Write-Host "$Indent    at $($Failure.InvocationInfo.ScriptName): line $($Failure.InvocationInfo.ScriptLineNumber)" -ForegroundColor DarkRed
    }
}

function Write-SetupFailure($Block, $Tests, $Failure) {
    Write-Host "$(Get-Indent $Block)  BeforeAll of $($Block.Kind) '$($Block.Name)' failed, and so do its tests:" -ForegroundColor Red
    Write-Reason "$(Get-Indent $Block)  " $Failure
    foreach ($test in $Tests) {
        $script:Run.Totals.Failed++
        Write-Host "$(Get-Indent $test)[-] $($test.Name)" -ForegroundColor Red
    }
}

function Write-TeardownFailure($Block, $Failure) {
    $script:Run.Totals.Failed++
    Write-Host "$(Get-Indent $Block)  [-] AfterAll of $($Block.Kind) '$($Block.Name)' failed:" -ForegroundColor Red
    Write-Reason "$(Get-Indent $Block)  " $Failure
}

function Write-FileFailure($Root, $Failure) {
    $script:Run.Totals.Failed++
    Write-Host "  [-] $($Root.Name)" -ForegroundColor Red
    Write-Reason '  ' $Failure
}
