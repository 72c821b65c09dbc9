# What the specs share; each dot-sources it in its first BeforeAll.

$Root = Convert-Path (Join-Path $PSScriptRoot '..' '..')
$Manifest = Join-Path $Root 'Opml.psd1'
$Guests = Join-Path $Root 'tests' 'guests'
$StateDicts = Join-Path $Root 'tests' 'data' 'pytorch'

# The specs are about the module of this clone, and meet the defaults, whatever the session that runs them has loaded and set.
Import-Module $Manifest
$ErrorActionPreference = 'Continue'
Set-StrictMode -Off

# The program that starts another process of this shell, and its first arguments.
function Get-ShellStart { & (Join-Path $Root 'tests' 'runner' 'Get-ShellStart.ps1') }

# The error records of a command, terminating or not, and nothing of its output.
function Get-Failure([scriptblock] $Action) {
    $ErrorActionPreference = 'Continue'
    try { & $Action 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } }
    catch { $_ }
}

# The type names that a command says it gives.
function Get-OutputTypeName([string] $Command) { (Get-Command $Command).OutputType.Type.FullName }

# The words of a flat program, as bytes of the machine's order.
function ConvertTo-WordByte([uint32[]] $Word) {
    [byte[]] $bytes = foreach ($value in $Word) { ($value -shr 24) -band 255; ($value -shr 16) -band 255; ($value -shr 8) -band 255; $value -band 255 }
    , $bytes
}

# A program that never ends: b . and its delay slot.
function New-EndlessProgram([string] $Path) {
    [System.IO.File]::WriteAllBytes($Path, (ConvertTo-WordByte 0x1000ffff, 0))
    $Path
}

# A PowerShell with the module, in a runspace of its own and with nobody to ask.
function New-ModuleShell {
    $state = [initialsessionstate]::CreateDefault2()
    $state.ImportPSModule($Manifest)
    $runspace = [runspacefactory]::CreateRunspace($state)
    $runspace.Open()
    $shell = [powershell]::Create()
    $shell.Runspace = $runspace
    $shell
}

# Waits for a condition that has to come; fails when it does not within a minute.
function Wait-Until([scriptblock] $Condition, [string] $What) {
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($watch.Elapsed.TotalSeconds -gt 60) { throw "Waited a minute for $What." }
        Start-Sleep -Milliseconds 20
    }
}

# The ids of the anvil processes that this process, or one that it started, has running.
function Get-OwnAnvil {
    if (-not $IsLinux) { return @((Get-Process -Name anvil -ErrorAction Ignore).Id) }
    $parent = @{}
    $anvil = @(foreach ($folder in [System.IO.Directory]::GetDirectories('/proc')) {
            if ($folder -notmatch '/(\d+)$') { continue }
            $id = [int] $Matches[1]
            try { $stat = [System.IO.File]::ReadAllText("$folder/stat") } catch { continue }
            if ($stat -notmatch '^\d+ \((.*)\) (\S) (\d+)') { continue }
            $parent[$id] = [int] $Matches[3]
            if ($Matches[1] -eq 'anvil' -and $Matches[2] -ne 'Z') { $id }
        })
    foreach ($id in $anvil) {
        for ($at = $id; $at -and $at -ne $PID; $at = $parent[$at]) { }
        if ($at -eq $PID) { $id }
    }
}

# A JSON-RPC call that no cmdlet of the module makes.
function Invoke-Rpc([uri] $Url, [string] $Method, [object[]] $Parameter = @()) {
    $client = [System.Net.Http.HttpClient]::new()
    try {
        $body = ConvertTo-Json -Depth 5 -Compress @{ jsonrpc = '2.0'; id = 1; method = $Method; params = $Parameter }
        $content = [System.Net.Http.StringContent]::new($body, [System.Text.Encoding]::UTF8, 'application/json')
        $answer = $client.PostAsync($Url, $content).GetAwaiter().GetResult().Content.ReadAsStringAsync().GetAwaiter().GetResult() | ConvertFrom-Json
        if ($answer.PSObject.Properties['error']) { throw $answer.error.message }
        $answer.result
    }
    finally { $client.Dispose() }
}

function Get-BlockNumber([uri] $Url) { [Convert]::ToUInt64((Invoke-Rpc $Url eth_blockNumber), 16) }

# Moves a local node's clock on.
function Step-Clock($Devnet, [int] $Seconds) { $null = $Devnet.AdvanceTimeAsync([timespan]::FromSeconds($Seconds), [System.Threading.CancellationToken]::None).GetAwaiter().GetResult() }

# A local node with the contracts, a program that copies its input to its output, and a model that has it end with 0.
function New-Scene {
    $devnet = Start-OpmlDevnet
    [pscustomobject]@{
        Devnet     = $devnet
        Deployment = $devnet | Publish-OpmlContract
        Program    = Join-Path $Guests 'echo.elf'
        Model      = [byte[]] (0..39)
    }
}

# A local node that the session did not start, as any other chain is to it; dispose of it.
function New-ForeignNode($Devnet) { $Devnet.GetType()::StartAsync($null, [System.Threading.CancellationToken]::None).GetAwaiter().GetResult() }

function ConvertTo-Secret([string] $Text) { ConvertTo-SecureString $Text -AsPlainText -Force }
