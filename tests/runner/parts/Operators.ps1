# The operators. Each gives Success (before -Not), and the two halves of the sentence for a failure.

$script:Operators = @(
    'Be', 'BeExactly', 'BeNullOrEmpty', 'BeTrue', 'BeFalse', 'BeOfType', 'BeGreaterThan', 'BeLessThan', 'BeGreaterOrEqual', 'BeLessOrEqual',
    'BeIn', 'Contain', 'HaveCount', 'Match', 'MatchExactly', 'BeLike', 'BeLikeExactly', 'Exist', 'Throw')
# These look at all that came down the pipeline at once, always as an array; the others at one value after another.
$script:OfCollections = @('Be', 'BeExactly', 'BeNullOrEmpty', 'Contain', 'HaveCount')
$script:WithoutExpected = @('BeNullOrEmpty', 'BeTrue', 'BeFalse', 'Exist', 'Throw')

function New-Verdict([bool] $Success, [string] $Expected, [string] $Got, $Record) {
    [pscustomobject]@{ Success = $Success; Expected = $Expected; Got = $Got; Record = $Record }
}

# An operator that compares two values and says so.
function Compare-Verdict([bool] $Success, [string] $What, $Actual, $Expected, $Not) {
    $never = if ($Not) { 'not ' } else { '' }
    New-Verdict $Success "$never$What$(Format-Value $Expected)" "got $(Format-Actual $Actual)"
}

# An array of one, as a single value is piped, shows as that value.
function Format-Actual($Actual) { if ($Actual -is [array] -and $Actual.Count -eq 1) { Format-Value $Actual[0] } else { Format-Value $Actual } }

# Nothing, or nothing but one $null: these are all the same to Pester.
function Test-Nothing($Items) { $Items.Count -eq 0 -or ($Items.Count -eq 1 -and $null -eq $Items[0]) }

# Element by element, arrays in arrays too; a single value is an array of one. As in Pester, what is expected stands left of -eq.
function Test-SameItems($Actual, $Expected, [bool] $Exactly) {
    $left = @($Actual)
    $right = @($Expected)
    if ((Test-Nothing $left) -or (Test-Nothing $right)) { return (Test-Nothing $left) -and (Test-Nothing $right) }
    if ($left.Count -ne $right.Count) { return $false }
    for ($i = 0; $i -lt $left.Count; $i++) {
        $same = if ($left[$i] -is [array] -or $right[$i] -is [array]) { Test-SameItems $left[$i] $right[$i] $Exactly }
        elseif ($Exactly) { $right[$i] -ceq $left[$i] }
        else { $right[$i] -eq $left[$i] }
        if (-not $same) { return $false }
    }
    $true
}

function Test-Be($Actual, $Expected, $Not) { Compare-Verdict (Test-SameItems $Actual $Expected $false) '' $Actual $Expected $Not }
function Test-BeExactly($Actual, $Expected, $Not) { Compare-Verdict (Test-SameItems $Actual $Expected $true) 'exactly ' $Actual $Expected $Not }
function Test-BeGreaterThan($Actual, $Expected, $Not) { Compare-Verdict ($Actual -gt $Expected) 'greater than ' $Actual $Expected $Not }
function Test-BeLessThan($Actual, $Expected, $Not) { Compare-Verdict ($Actual -lt $Expected) 'less than ' $Actual $Expected $Not }
function Test-BeGreaterOrEqual($Actual, $Expected, $Not) { Compare-Verdict ($Actual -ge $Expected) 'at least ' $Actual $Expected $Not }
function Test-BeLessOrEqual($Actual, $Expected, $Not) { Compare-Verdict ($Actual -le $Expected) 'at most ' $Actual $Expected $Not }
function Test-BeIn($Actual, $Expected, $Not) { Compare-Verdict ($Actual -in $Expected) 'one of ' $Actual $Expected $Not }
function Test-Contain($Actual, $Expected, $Not) { Compare-Verdict ($Actual -contains $Expected) 'a collection with ' $Actual $Expected $Not }
function Test-Match($Actual, $Expected, $Not) { Compare-Verdict ($Actual -match $Expected) 'a match of ' $Actual $Expected $Not }
function Test-MatchExactly($Actual, $Expected, $Not) { Compare-Verdict ($Actual -cmatch $Expected) 'a case-sensitive match of ' $Actual $Expected $Not }
function Test-BeLike($Actual, $Expected, $Not) { Compare-Verdict ($Actual -like $Expected) 'something like ' $Actual $Expected $Not }
function Test-BeLikeExactly($Actual, $Expected, $Not) { Compare-Verdict ($Actual -clike $Expected) 'something case-sensitively like ' $Actual $Expected $Not }
function Test-BeTrue($Actual, $Expected, $Not) { Compare-Verdict ([bool] $Actual) '' $Actual $true $Not }
function Test-BeFalse($Actual, $Expected, $Not) { Compare-Verdict (-not $Actual) '' $Actual $false $Not }

function Test-BeNullOrEmpty($Actual, $Expected, $Not) {
    $items = @($Actual)
    $empty = (Test-Nothing $items) -or ($items.Count -eq 1 -and $(
            if ($items[0] -is [hashtable]) { $items[0].Count -eq 0 } else { [string]::IsNullOrEmpty($items[0]) }))
    $wanted = if ($Not) { 'a value' } else { '$null or empty' }
    New-Verdict $empty $wanted "got $(Format-Actual $Actual)"
}

function Test-BeOfType($Actual, $Expected, $Not) {
    $type = if ($Expected -is [type]) { $Expected } else { "$Expected".Trim('[', ']') -as [type] }
    if ($null -eq $type) { throw "Should -BeOfType: there is no type '$Expected'." }
    $got = if ($null -eq $Actual) { 'got $null' } else { "got $(Format-Value $Actual) of type [$($Actual.GetType())]" }
    $never = if ($Not) { 'a value not ' } else { 'a value ' }
    New-Verdict ($Actual -is $type) "${never}of type [$type]" $got
}

function Test-HaveCount($Actual, $Expected, $Not) {
    if ($Expected -lt 0) { throw 'Should -HaveCount: a size is 0 or more.' }
    # One $null that was piped is an item; nothing piped is none.
    $count = if ($null -eq $Actual) { 0 } else { @($Actual).Count }
    $never = if ($Not) { 'not ' } else { '' }
    New-Verdict ($count -eq $Expected) "a collection of size $never$Expected" "got $(Format-Value $Actual) of size $count"
}

function Test-Exist($Actual, $Expected, $Not) {
    $never = if ($Not) { 'no item' } else { 'an item' }
    $got = if ($Not) { 'there is one' } else { 'there is none' }
    $exists = -not [string]::IsNullOrEmpty($Actual) -and (& $script:Run.OpenScope { $script:Run.User.InvokeProvider.Item.Exists($Actual) })
    New-Verdict $exists "$never at $(Format-Value $Actual)" $got
}

function Test-Throw($Actual, $Message, [string] $ErrorId, $ExceptionType, $Not) {
    if ($Actual -isnot [scriptblock]) { throw 'Should -Throw needs a script block: { ... } | Should -Throw.' }
    $record = $null
    try { $null = & $Actual } catch { $record = $_ }
    $filters = @(
        if ($ExceptionType) { "an exception of type [$ExceptionType]" } else { 'an exception' }
        if ($Message) { "with a message like '$Message'" }
        if ($ErrorId) { "with an id like '$ErrorId'" })
    # With -Not any exception is one too many, whatever it should have been like.
    $expected = if ($Not) { 'no exception' } else { $filters -join ' ' }
    if ($null -eq $record) { return New-Verdict $false "$expected to be thrown" 'nothing was thrown' }
    $success = $Not -or (
        (-not $ExceptionType -or $record.Exception -is $ExceptionType) -and
        (-not $Message -or $record.Exception.Message -like $Message) -and
        (-not $ErrorId -or $record.FullyQualifiedErrorId -like $ErrorId))
    $got = "[$($record.Exception.GetType())] '$($record.Exception.Message)' with the id '$($record.FullyQualifiedErrorId)' was thrown"
    New-Verdict $success "$expected to be thrown" $got $record
}
