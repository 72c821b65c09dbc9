BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Start-OpmlDevnet' {
    It 'starts a node that answers, on a port of its own, with accounts' {
        $node = Start-OpmlDevnet
        try {
            $node.GetType().FullName | Should -BeIn (Get-OutputTypeName Start-OpmlDevnet)
            $node.RpcUrl.Host | Should -Be '127.0.0.1'
            $node.ChainId | Should -Be 31337
            $node.Accounts.Count | Should -Be 10
            Invoke-Rpc $node.RpcUrl eth_chainId | Should -Be '0x7a69'
            $node.ProcessId | Should -BeIn @(Get-OwnAnvil)
        }
        finally { $node | Stop-OpmlDevnet }
    }

    It 'runs two at once, each with its own chain' {
        $one = Start-OpmlDevnet -ChainId 1001 -AccountCount 3
        $two = Start-OpmlDevnet -ChainId 1002 -Hardfork cancun
        try {
            $one.RpcUrl | Should -Not -Be $two.RpcUrl
            $null = $one | Publish-OpmlContract
            Get-BlockNumber $one.RpcUrl | Should -Be 2
            Get-BlockNumber $two.RpcUrl | Should -Be 0
            Invoke-Rpc $two.RpcUrl eth_chainId | Should -Be '0x3ea'
            $one.Accounts.Count | Should -Be 3
        }
        finally { $one, $two | Stop-OpmlDevnet }
    }

    It 'makes blocks every so many seconds with -BlockTime' {
        $node = Start-OpmlDevnet -BlockTime 1
        try { Wait-Until { (Get-BlockNumber $node.RpcUrl) -ge 2 } 'two blocks' } finally { $node | Stop-OpmlDevnet }
    }

    It 'starts nothing with -WhatIf' {
        $before = @(Get-OwnAnvil)
        Start-OpmlDevnet -WhatIf | Should -BeNullOrEmpty
        @(Get-OwnAnvil) | Should -Be $before
    }

    It 'leaves no node running that nobody got' {
        $before = @(Get-OwnAnvil)
        (Get-Failure { Start-OpmlDevnet | ForEach-Object { Write-Error 'no' -ErrorAction Stop } }).Exception.Message | Should -Be 'no'
        @(Get-OwnAnvil) | Should -Be $before
    }

    It 'leaves the node to <Who>' -ForEach @(
        @{ Who = 'Select-Object -First 1'; Take = { Start-OpmlDevnet | Select-Object -First 1 } }
        @{ Who = 'Select-Object -First 1 after another command'; Take = { Start-OpmlDevnet | Where-Object ChainId -GT 0 | Select-Object -First 1 } }
        @{ Who = 'Select-Object -First 1 after an error that was caught'; Take = { Start-OpmlDevnet | ForEach-Object { try { throw 'no' } catch { $_.Exception }; $_ } | Select-Object -First 2 | Select-Object -Last 1 } }
        @{ Who = 'a loop that it ends'; Take = { $got = @{}; foreach ($once in 1) { Start-OpmlDevnet | ForEach-Object { $got.Node = $_; break } }; $got.Node } }) {
        $before = @(Get-OwnAnvil)
        $node = & $Take
        try {
            $node.ProcessId | Should -BeIn @(Get-OwnAnvil)
            $node.RpcUrl | Should -BeIn @(Get-OpmlDevnet).RpcUrl
            Get-BlockNumber $node.RpcUrl | Should -Be 0
        }
        finally { Get-OpmlDevnet | Where-Object ProcessId -NotIn $before | Stop-OpmlDevnet }
    }

    It 'leaves no node running when the pipeline is stopped before anybody got it' {
        $before = @(Get-OwnAnvil)
        $shell = New-ModuleShell
        try {
            $null = $shell.AddScript('Start-OpmlDevnet | ForEach-Object { while ($true) { [System.Threading.Thread]::Sleep(10) } }')
            $null = $shell.BeginInvoke()
            Wait-Until { @(Get-OwnAnvil).Count -gt $before.Count } 'the node'
            $shell.Stop()
            $shell.InvocationStateInfo.State | Should -Be Stopped
            @(Get-OwnAnvil) | Should -Be $before
        }
        finally { $shell.Runspace.Dispose(); $shell.Dispose() }
    }

    It 'looks for -AnvilPath from the session''s location' {
        $node = Start-OpmlDevnet
        $program = (Get-Item "/proc/$($node.ProcessId)/exe" -ErrorAction Ignore).Target
        $node | Stop-OpmlDevnet
        if (-not $program) { Set-ItResult -Skipped -Because 'the program of a process is read from /proc, which this system does not have' }
        Push-Location (Split-Path $program)
        try { Start-OpmlDevnet -AnvilPath ./anvil | Stop-OpmlDevnet } finally { Pop-Location }
    }

    It 'refuses <What>: <Id>' -ForEach @(
        @{ What = 'a program that is not there'; Arguments = @{ AnvilPath = 'nowhere/anvil' }; Id = 'ItemNotFound'; Category = 'ObjectNotFound' }
        @{ What = 'a program of another provider'; Arguments = @{ AnvilPath = 'Env:PATH' }; Id = 'PSArgument'; Category = 'InvalidArgument' }
        @{ What = 'rules that anvil does not know'; Arguments = @{ Hardfork = 'nosuchfork' }; Id = 'Devnet'; Category = 'ResourceUnavailable' }) {
        $before = @(Get-OwnAnvil)
        $failure = Get-Failure { Start-OpmlDevnet @Arguments }
        $failure.FullyQualifiedErrorId | Should -Be "$Id,Opml.PowerShell.Commands.StartOpmlDevnetCommand"
        $failure.CategoryInfo.Category | Should -Be $Category
        @(Get-OwnAnvil) | Should -Be $before
    }

    It 'refuses <Name> <Value>' -ForEach @(
        @{ Name = 'ChainId'; Value = 0 }
        @{ Name = 'AccountCount'; Value = 0 }
        @{ Name = 'AccountCount'; Value = 1001 }
        @{ Name = 'BlockTime'; Value = 0 }) {
        $arguments = @{ $Name = $Value }
        { Start-OpmlDevnet @arguments } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}
