BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Stop-OpmlDevnet' {
    It 'ends the processes of the nodes that come down the pipeline, and gives nothing' {
        $nodes = (Start-OpmlDevnet), (Start-OpmlDevnet)
        $nodes | Stop-OpmlDevnet | Should -BeNullOrEmpty
        foreach ($node in $nodes) { $node.ProcessId | Should -Not -BeIn @(Get-OwnAnvil) }
        @(Get-OpmlDevnet | Where-Object { $_ -in $nodes }) | Should -BeNullOrEmpty
    }

    It 'takes several nodes as an argument' {
        $nodes = (Start-OpmlDevnet), (Start-OpmlDevnet)
        Stop-OpmlDevnet $nodes
        $nodes.Ended.IsCompleted | Should -Be $true, $true
    }

    It 'stops nothing with -WhatIf' {
        $node = Start-OpmlDevnet
        try {
            $node | Stop-OpmlDevnet -WhatIf
            Get-BlockNumber $node.RpcUrl | Should -Be 0
        }
        finally { $node | Stop-OpmlDevnet }
    }

    It 'has nothing against a node that has ended' {
        $node = Start-OpmlDevnet
        Stop-Process -Id $node.ProcessId -Force
        Wait-Until { $node.Ended.IsCompleted } 'the end of the node'
        Get-Failure { $node | Stop-OpmlDevnet } | Should -BeNullOrEmpty
    }

    It 'refuses what is no node' {
        { 5 | Stop-OpmlDevnet -ErrorAction Stop } | Should -Throw -ErrorId 'InputObjectNotBound,*'
        { Stop-OpmlDevnet $null } | Should -Throw
    }
}
