BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Submit-OpmlResult' {
    BeforeAll {
        $scene = New-Scene
        $registered = $scene.Deployment | Register-OpmlModel $scene.Program $scene.Model
        $files = @{ Image = $scene.Program; Model = $scene.Model; Confirm = $false }
    }

    AfterAll { $scene.Devnet | Stop-OpmlDevnet }

    It 'runs the request and posts what came of it' {
        $result = $registered | Request-OpmlInference -InputObject 9, 8, 7 | Submit-OpmlResult @files -Account $scene.Devnet.Accounts[1]
        $run = Invoke-MipsVm $scene.Program -Model $scene.Model -InputObject 9, 8, 7
        $result.GetType().FullName | Should -BeIn (Get-OutputTypeName Submit-OpmlResult)
        $result.Proposer | Should -Be $scene.Devnet.Accounts[1].Address
        $result.Steps | Should -Be $run.Steps
        $result.Status | Should -Be 'Succeeded'
        "$($result.StateHash)" | Should -Be $run.StateHash
        $result.Output | Should -Be 9, 8, 7
    }

    It 'posts a run that failed as such, without output' {
        $failing = $scene.Deployment | Register-OpmlModel $scene.Program ([byte[]] (5, 0))
        $result = $failing | Request-OpmlInference -InputObject 1, 2 | Submit-OpmlResult $scene.Program ([byte[]] (5, 0)) -Confirm:$false
        $result.Status | Should -Be 'Failed'
        $result.Output.Count | Should -Be 0
    }

    It 'asks before a bond is staked' {
        $request = $registered | Request-OpmlInference -InputObject 1, 2
        $block = Get-BlockNumber $scene.Devnet.RpcUrl
        $shell = New-ModuleShell
        try {
            $null = $shell.AddCommand('Submit-OpmlResult').AddParameters(@{ Deployment = $scene.Deployment; RequestId = $request.RequestId; Image = $scene.Program; Model = $scene.Model })
            try { $null = $shell.Invoke() } catch { $null = $_ }
            $shell.HadErrors | Should -BeTrue -Because 'there is nobody to ask'
        }
        finally { $shell.Runspace.Dispose() }
        Get-BlockNumber $scene.Devnet.RpcUrl | Should -Be $block
    }

    It 'sends nothing with -WhatIf' {
        $request = $registered | Request-OpmlInference -InputObject 1, 2
        $block = Get-BlockNumber $scene.Devnet.RpcUrl
        $request | Submit-OpmlResult $scene.Program $scene.Model -WhatIf | Should -BeNullOrEmpty
        Get-BlockNumber $scene.Devnet.RpcUrl | Should -Be $block
    }

    It 'tells of <What>, and the request it was' -ForEach @(
        @{ What = 'a request that there is not'; Id = { 999 }; Model = { $scene.Model }; ErrorType = 'NotOnChain'; Category = 'ObjectNotFound'; Says = '*no request 999*' }
        @{ What = 'a request that has a result'; Id = { ($registered | Request-OpmlInference -InputObject 1, 2 | Submit-OpmlResult @files).RequestId }; Model = { $scene.Model }; ErrorType = 'InvalidOperation'; Category = 'InvalidOperation'; Says = '*only an open one*' }
        @{ What = 'other files'; Id = { ($registered | Request-OpmlInference -InputObject 1, 2).RequestId }; Model = { [byte[]] (1, 2, 3) }; ErrorType = 'InvalidOperation'; Category = 'InvalidOperation'; Says = '*not of these files*' }) {
        $number = & $Id
        $failure = Get-Failure { Submit-OpmlResult $scene.Program (& $Model) -Deployment $scene.Deployment -RequestId $number -Confirm:$false }
        $failure.FullyQualifiedErrorId | Should -Be "$ErrorType,Opml.PowerShell.Commands.SubmitOpmlResultCommand"
        $failure.CategoryInfo.Category | Should -Be $Category
        $failure.TargetObject | Should -Be $number
        $failure.Exception.Message | Should -BeLike $Says
    }

    It 'goes on with the next request after one that fails' {
        $open = $registered | Request-OpmlInference -InputObject 4, 5
        $rows = 998, $open.RequestId | ForEach-Object { [pscustomobject]@{ Deployment = $scene.Deployment; RequestId = $_ } }
        $posted = @($rows | Submit-OpmlResult @files -ErrorAction SilentlyContinue -ErrorVariable failures)
        $posted.RequestId | Should -Be $open.RequestId
        $failures.TargetObject | Should -Be 998
    }

    It 'ends with the first failure under -ErrorAction Stop' {
        { Submit-OpmlResult @files -Deployment $scene.Deployment -RequestId 999 -ErrorAction Stop } | Should -Throw -ErrorId 'NotOnChain,*'
    }
}
