# Should: finds the operator among its switches, gathers the actual value, and fails the test if they disagree.

function Should {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(ValueFromPipeline)] [AllowNull()] $ActualValue,
        [Parameter(Position = 0)] [AllowNull()] [AllowEmptyString()] [AllowEmptyCollection()]
        [Alias('ExpectedMessage', 'ExpectedType', 'RegularExpression', 'Expected')] $ExpectedValue,
        [Parameter(Position = 1)] [string] $ErrorId,
        [Parameter(Position = 2)] [type] $ExceptionType,
        [string] $Because,
        [switch] $Not, [switch] $PassThru,
        [switch] $Be, [switch] $BeExactly, [switch] $BeNullOrEmpty, [switch] $BeTrue, [switch] $BeFalse,
        [Alias('HaveType')] [switch] $BeOfType,
        [Alias('GT')] [switch] $BeGreaterThan, [Alias('LT')] [switch] $BeLessThan,
        [Alias('GE')] [switch] $BeGreaterOrEqual, [Alias('LE')] [switch] $BeLessOrEqual,
        [switch] $BeIn, [switch] $Contain, [switch] $HaveCount, [switch] $Match, [switch] $MatchExactly,
        [switch] $BeLike, [switch] $BeLikeExactly, [switch] $Exist, [switch] $Throw)

    begin { $piped = [System.Collections.Generic.List[object]]::new() }
    process { $piped.Add($ActualValue) }
    end {
        $operators = @($script:Operators | Where-Object { $PSBoundParameters.ContainsKey($_) })
        if ($operators.Count -ne 1) { throw "Should needs exactly one operator; it has $($operators.Count): $($operators -join ', ')." }
        $operator = $operators[0]
        if ($operator -ne 'Throw' -and ($ErrorId -or $ExceptionType -or $PassThru)) { throw '-ErrorId, -ExceptionType and -PassThru go with -Throw.' }
        if ($operator -notin $script:WithoutExpected -and -not $PSBoundParameters.ContainsKey('ExpectedValue')) { throw "Should -$operator needs a value to compare with." }

        $reason = if ($Because) { " because $Because," } else { '' }
        $values = [System.Collections.Generic.List[object]]::new()
        if ($piped.Count -eq 0) { $values.Add($null) }
        elseif ($operator -in $script:OfCollections) { $values.Add($piped.ToArray()) }
        else { $values.AddRange($piped) }
        foreach ($actual in $values) {
            $verdict = if ($operator -eq 'Throw') { Test-Throw $actual $ExpectedValue $ErrorId $ExceptionType $Not }
            else { & "Test-$operator" $actual $ExpectedValue $Not }
            if ([bool] $verdict.Success -eq [bool] $Not) {
                $text = "Expected $($verdict.Expected),$reason but $($verdict.Got)."
                $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new(
                        [System.Exception]::new($text), 'SpecAssertionFailed', [System.Management.Automation.ErrorCategory]::InvalidResult, $null))
            }
            if ($PassThru -and -not $Not) { $verdict.Record }
        }
    }
}

# A value as a message shows it.
function Format-Value($Value, [switch] $Plain) {
    if ($null -eq $Value) { return '$null' }
    if ($Value -is [string]) { if ($Plain) { return $Value } else { return "'$Value'" } }
    if ($Value -is [bool]) { return '$' + "$Value".ToLowerInvariant() }
    if ($Value -is [type]) { return "[$Value]" }
    if ($Value -is [scriptblock]) { return "{$Value}" }
    if ($Value -is [System.Collections.IDictionary]) { return '@{' + (@($Value.Keys | ForEach-Object { "$_=$(Format-Value $Value[$_])" }) -join '; ') + '}' }
    if ($Value -is [System.Collections.IEnumerable]) {
        $shown = @($Value | Select-Object -First 10 | ForEach-Object { Format-Value $_ })
        $more = @($Value).Count - $shown.Count
        return '@(' + ($shown -join ', ') + $(if ($more -gt 0) { ", and $more more" }) + ')'
    }
    "$Value"
}
