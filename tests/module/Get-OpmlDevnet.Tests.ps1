BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Get-OpmlDevnet' {
    It 'lists the nodes that run, and no others' {
        $one = Start-OpmlDevnet
        $two = Start-OpmlDevnet
        try {
            $listed = @(Get-OpmlDevnet)
            $listed | ForEach-Object { $_.GetType().FullName | Should -BeIn (Get-OutputTypeName Get-OpmlDevnet) }
            $listed.RpcUrl | Should -Contain $one.RpcUrl
            $listed.RpcUrl | Should -Contain $two.RpcUrl
            Stop-OpmlDevnet $one
            @(Get-OpmlDevnet).RpcUrl | Should -Not -Contain $one.RpcUrl
        }
        finally { $one, $two | Stop-OpmlDevnet }
    }

    It 'forgets a node that was killed' {
        $node = Start-OpmlDevnet
        Stop-Process -Id $node.ProcessId -Force
        Wait-Until { @(Get-OpmlDevnet).RpcUrl -notcontains $node.RpcUrl } 'the end of the node'
        @(Get-OpmlDevnet).RpcUrl | Should -Not -Contain $node.RpcUrl
    }

    It 'feeds Stop-OpmlDevnet' {
        $null = Start-OpmlDevnet
        Get-OpmlDevnet | Stop-OpmlDevnet
        Get-OpmlDevnet | Should -BeNullOrEmpty
    }
}
