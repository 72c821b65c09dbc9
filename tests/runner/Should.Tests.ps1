# What holds and what fails is the same to both runners of the specs: SpecRunnerTests runs this with the one beside it, .ci/pwsh with Pester.

BeforeDiscovery {
    $holding = @'
1, 2 | Should -Be 1, 2
1, 2 | Should -Not -Be 1, 3
1, 2 | Should -Not -Be 1
'a' | Should -Be 'A'; 'a' | Should -Not -BeExactly 'A'
$null | Should -Be $null; @() | Should -Be $null; $null | Should -Be @()
, @(1, 2) | Should -Not -Be 1, 2; 1, @(2, 3) | Should -Be 1, @(2, 3)
$null | Should -BeNullOrEmpty; '' | Should -BeNullOrEmpty; @() | Should -BeNullOrEmpty; , @() | Should -BeNullOrEmpty; 0 | Should -Not -BeNullOrEmpty
$true | Should -BeTrue; 0 | Should -BeFalse; 0, 0 | Should -BeFalse; $false | Should -Not -BeTrue
1 | Should -BeOfType [int]; 1 | Should -BeOfType ([int]); 'x' | Should -Not -BeOfType [int]
2 | Should -BeGreaterThan 1; 2 | Should -BeGreaterOrEqual 2; 1 | Should -BeLessThan 2; 2 | Should -BeLessOrEqual 2
2 | Should -Not -BeGreaterThan 2; 2 | Should -Not -BeLessThan 2; 2, 3 | Should -BeGreaterThan 1
2 | Should -BeIn 1, 2; 3 | Should -Not -BeIn 1, 2; 1, 2 | Should -BeIn 1, 2, 3; 1, 2 | Should -Contain 2; 1, 2 | Should -Not -Contain 3
1, 2, 3 | Should -HaveCount 3; @() | Should -HaveCount 0; 'x' | Should -HaveCount 1
$null | Should -HaveCount 1; @{ a = 1; b = 2 } | Should -HaveCount 1; , @(1, 2) | Should -HaveCount 1
'abc' | Should -Match 'B'; 'abc' | Should -Not -MatchExactly 'B'; 'abc' | Should -BeLike 'A*'; 'abc' | Should -Not -BeLikeExactly 'A*'; 'abc', 'abd' | Should -BeLike 'ab*'
Should -ActualValue 3 -Be 3
$e = { throw 'text' } | Should -Throw -PassThru; $e.Exception.Message | Should -Be 'text'
{ throw 'a [b] c' } | Should -Throw '*a `[b`] c*'; { throw 'abc' } | Should -Throw -ErrorId 'ab*'; { 1 } | Should -Not -Throw
'@ -split '\r?\n'
    $failing = @'
0, 1 | Should -BeTrue
'abc', 'xyz' | Should -Match 'b'
1, 5 | Should -BeIn 1, 2
1, 5 | Should -Not -BeIn 1, 2
3, 1 | Should -BeGreaterThan 2
5, 'x' | Should -BeOfType ([int])
2, 1 | Should -Be 1, 2
, @(1, 2) | Should -Be 1, 2
, [byte[]] @(1, 2) | Should -Be 1, 2
Should -ActualValue @(1, 2) -Be 1, 2
'' | Should -Be $null
$null | Should -Not -Be @()
$null, $null | Should -BeNullOrEmpty
$null | Should -HaveCount 0
@{ a = 1; b = 2 } | Should -HaveCount 2
, @(1, 2) | Should -Contain 1
@() | Should -Not -Contain $null
'/', '/no/such' | Should -Not -Exist
@() | Should -Exist
'' | Should -Exist
{ 1 } | Should -Throw
{ throw 'x' }, { 1 } | Should -Throw
{ throw 'x' } | Should -Not -Throw 'y'
{ throw 'x' } | Should -Throw 'x' -ErrorId 'y'
{ throw 'xyz' } | Should -Throw 'y'
{ throw 'a [b] c' } | Should -Throw 'a [b] c'
'@ -split '\r?\n'
}

Describe 'Should' {
    It 'holds: <_>' -ForEach $holding { & ([scriptblock]::Create($_)) }

    It 'fails: <_>' -ForEach $failing { [scriptblock]::Create($_) | Should -Throw -ErrorId '*AssertionFailed*' }
}
