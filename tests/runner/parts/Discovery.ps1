# The words of a spec file. In discovery a block's body runs and what it holds is noted down; nothing of a test runs.

function Add-Node([string] $Kind, [string] $Name, [scriptblock] $Body, [string[]] $Tag, [bool] $Skip, $Cases, [bool] $HasCases, $Invocation) {
    if ($null -eq $script:Run -or $script:Run.Phase -ne 'Discovery') {
        throw "$Kind '$Name' stands inside a test or a setup block: blocks and tests stand in the file or in a block."
    }
    if ($null -eq $Body) { throw "$Kind '$Name' has no body: its opening brace has to stand on the same line." }
    # As in Pester, -ForEach of $null or of nothing makes no block and no test.
    $items = if (-not $HasCases) { , @($null) } elseif ($null -eq $Cases) { , @() } else { , @($Cases) }
    foreach ($item in $items) {
        $parent = $script:Run.Block
        $node = if ($Kind -eq 'It') { New-Test $Name $parent $Body } else { New-Block $Name $parent $Kind }
        $node.Tags = @($Tag)
        $node.Skip = $Skip
        $node.Data = $item
        $node.HasData = $HasCases
        $node.Place = '{0}:{1}' -f $Invocation.ScriptName, $Invocation.ScriptLineNumber
        $parent.Children.Add($node)
        if ($Kind -eq 'It') { continue }
        $script:Run.Block = $node
        try {
            Invoke-InNewScope {
                Set-DataVariable $node
                $null = . $Body
            }
        }
        finally { $script:Run.Block = $parent }
    }
}

function Describe {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [scriptblock] $Fixture,
        [string[]] $Tag = @(),
        [switch] $Skip,
        [AllowNull()] [AllowEmptyCollection()] $ForEach)
    Add-Node Describe $Name $Fixture $Tag $Skip $ForEach $PSBoundParameters.ContainsKey('ForEach') $MyInvocation
}

function Context {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [scriptblock] $Fixture,
        [string[]] $Tag = @(),
        [switch] $Skip,
        [AllowNull()] [AllowEmptyCollection()] $ForEach)
    Add-Node Context $Name $Fixture $Tag $Skip $ForEach $PSBoundParameters.ContainsKey('ForEach') $MyInvocation
}

function It {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [scriptblock] $Test,
        [string[]] $Tag = @(),
        [switch] $Skip,
        [Alias('ForEach')] [AllowNull()] [AllowEmptyCollection()] $TestCases)
    Add-Node It $Name $Test $Tag $Skip $TestCases $PSBoundParameters.ContainsKey('TestCases') $MyInvocation
}

function Add-Hook([string] $List, [scriptblock] $Body) {
    if ($null -eq $script:Run -or $script:Run.Phase -ne 'Discovery') { throw 'Setup and teardown stand in the file or in a block, not in a test.' }
    $script:Run.Block.$List.Add($Body)
}

function BeforeAll([Parameter(Mandatory)] [scriptblock] $ScriptBlock) { Add-Hook Setup $ScriptBlock }
function AfterAll([Parameter(Mandatory)] [scriptblock] $ScriptBlock) { Add-Hook Teardown $ScriptBlock }
function BeforeEach([Parameter(Mandatory)] [scriptblock] $ScriptBlock) { Add-Hook EachSetup $ScriptBlock }
function AfterEach([Parameter(Mandatory)] [scriptblock] $ScriptBlock) { Add-Hook EachTeardown $ScriptBlock }

# Runs at once, in the scope where it stands: for what -ForEach and -Skip need.
function BeforeDiscovery([Parameter(Mandatory)] [scriptblock] $ScriptBlock) {
    if ($null -ne $script:Run -and $script:Run.Phase -eq 'Discovery') { . $ScriptBlock }
}
