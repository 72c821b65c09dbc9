BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Start-OpmlChallenge' {
    BeforeAll {
        $scene = New-Scene
        $proposer = $scene.Devnet.Accounts[1].Address
        $challenger = $scene.Devnet.Accounts[2].Address
        $game = @{ Image = $scene.Program; Model = $scene.Model; InputObject = 1, 2, 3, 4, 5, 6, 7, 8; StepLimit = 100000 }
        $steps = (Invoke-MipsVm $scene.Program -Model $scene.Model -InputObject $game.InputObject).Steps

        # Plays on the scene's contracts; the stages in their order, the outcome last.
        function Invoke-Game([hashtable] $More = @{}) { @(Start-OpmlChallenge @game -Deployment $scene.Deployment @More) }
    }

    AfterAll { $scene.Devnet | Stop-OpmlDevnet }

    Context 'an honest challenger against a lying proposer' {
        It 'wins against <Fault> at step <Step>, round <Round>' -ForEach @(
            @{ Fault = 'Register'; Step = 1; Round = 1; OnTime = $false }
            @{ Fault = 'Register'; Step = 50; Round = 1; OnTime = $false }
            @{ Fault = 'Register'; Step = [ulong]::MaxValue; Round = 1; OnTime = $false }
            @{ Fault = 'Memory'; Step = 1; Round = 1; OnTime = $false }
            @{ Fault = 'Memory'; Step = 50; Round = 1; OnTime = $false }
            @{ Fault = 'Memory'; Step = [ulong]::MaxValue; Round = 1; OnTime = $false }
            @{ Fault = 'Output'; Step = $null; Round = 1; OnTime = $false }
            @{ Fault = 'StepCount'; Step = 10; Round = 1; OnTime = $false }
            @{ Fault = 'StepCount'; Step = $null; Round = 1; OnTime = $false }
            @{ Fault = 'Garbage'; Step = $null; Round = 1; OnTime = $false }
            @{ Fault = 'Garbage'; Step = $null; Round = 2; OnTime = $false }
            @{ Fault = 'Lateness'; Step = $null; Round = 1; OnTime = $true }
            @{ Fault = 'Silence'; Step = $null; Round = 1; OnTime = $true }
            @{ Fault = 'Silence'; Step = $null; Round = 2; OnTime = $true }) {
            $more = @{ Fault = $Fault; FaultRound = $Round }
            if ($Step) { $more.FaultStep = $Step }
            $outcome = (Invoke-Game $more)[-1]
            $outcome.WinnerRole | Should -Be 'Challenger'
            $outcome.Winner | Should -Be $challenger
            $outcome.Loser | Should -Be $proposer
            $outcome.OnTime | Should -Be $OnTime
            if ($OnTime) { $outcome.Step | Should -BeNullOrEmpty }
            if ($Step -and $Fault -in 'Register', 'Memory') { $outcome.Step.Step | Should -Be ([Math]::Min($Step, $steps) - 1) }
        }
    }

    Context 'an honest proposer against a challenger who errs' {
        It 'wins against <Fault> at step <Step>' -ForEach @(
            @{ Fault = 'Register'; Step = 50; OnTime = $false }
            @{ Fault = 'Memory'; Step = 1; OnTime = $false }
            @{ Fault = 'Output'; Step = $null; OnTime = $false }
            @{ Fault = 'StepCount'; Step = 10; OnTime = $false }
            @{ Fault = 'Silence'; Step = $null; OnTime = $true }) {
            $more = @{ Fault = $Fault; FalseChallenge = $true }
            if ($Step) { $more.FaultStep = $Step }
            $outcome = (Invoke-Game $more)[-1]
            $outcome.WinnerRole | Should -Be 'Proposer'
            $outcome.Winner | Should -Be $proposer
            $outcome.Loser | Should -Be $challenger
            $outcome.OnTime | Should -Be $OnTime
        }
    }

    Context 'stages' {
        BeforeAll {
            $stages = Invoke-Game @{ Fault = 'Register'; FaultStep = 60; Arity = 4 }
            $outcome = $stages[-1]
        }

        It 'come as objects, in the order of the game' {
            $names = @($stages | ForEach-Object { $_.Stage.ToString() })
            $rounds = @($names -eq 'Round').Count
            $names | Should -Be (@('Register', 'Request', 'Result', 'Challenge') + @('Round') * $rounds + @('Step', 'Outcome'))
            $rounds | Should -BeGreaterThan 1
            $types = Get-OutputTypeName Start-OpmlChallenge
            foreach ($stage in $stages) { $stage.GetType().FullName | Should -BeIn $types }
        }

        It 'tell of the contracts first where they are deployed anew' {
            $first = Start-OpmlChallenge @game -RpcUrl $scene.Devnet.RpcUrl -Fault None | Select-Object -First 1
            $first.Stage | Should -Be 'Deploy'
            $first.Contract | Should -Not -Be $scene.Deployment.Contract
        }

        It 'narrow the dispute round by round down to one step' {
            $rounds = @($stages | Where-Object Stage -EQ 'Round')
            $rounds.Round | Should -Be @(1..$rounds.Count)
            $rounds[0].Segment.Index, $rounds[0].Segment.Size | Should -Be 0, $steps
            for ($i = 1; $i -lt $rounds.Count; $i++) { $rounds[$i].Segment | Should -Be $rounds[$i - 1].Part }
            $rounds[-1].Part.Size | Should -Be 1
            foreach ($round in $rounds) {
                $round.Hashes.Count | Should -BeIn 1, 2, 3
                $round.Choice | Should -BeIn @(1..($round.Hashes.Count + 1))
            }
            @($stages | Where-Object Stage -EQ 'Challenge').MaxRounds | Should -BeGreaterOrEqual $rounds.Count
        }

        It 'name the step that decided, as the machine has it' {
            $step = $outcome.Step
            $step.Step | Should -Be 59
            $run = Invoke-MipsVm $scene.Program -Model $scene.Model -InputObject $game.InputObject -Step 59 -WithProof
            "$($step.Agreed)" | Should -Be $run.StateHash
            $step.Pc | Should -Be ([System.Buffers.Binary.BinaryPrimitives]::ReadUInt32BigEndian([byte[]] $run.Witness[32..35]))
            $step.Symbol | Should -BeLike '__start+0x*'
            $step.Instruction | Should -Match '^[a-z]+'
            "$($step.Proven)" | Should -Be (Invoke-MipsVm $scene.Program -Model $scene.Model -InputObject $game.InputObject -Step 60).StateHash
            $step.Disputed | Should -Not -Be $step.Proven
        }

        It 'sum up to the outcome''s gas by stage, transactions, rounds and time' {
            $outcome.Rounds | Should -Be @($stages | Where-Object Stage -EQ 'Round').Count
            foreach ($group in $stages | Group-Object Stage) {
                $outcome.GasByStage[$group.Group[0].Stage] | Should -Be ($group.Group | Measure-Object Gas -Sum).Sum
            }
            ($outcome.GasByStage.Values | Measure-Object -Sum).Sum | Should -Be ($stages | Measure-Object Gas -Sum).Sum
            $sent = $stages | ForEach-Object { $_.Transactions } | ForEach-Object { "$_" } | Sort-Object -Unique
            @($outcome.Transactions | ForEach-Object { "$_" } | Sort-Object) | Should -Be $sent
            [Math]::Abs(($outcome.Elapsed - ($outcome.TimeByStage.Values | ForEach-Object -Begin { $sum = [timespan]::Zero } -Process { $sum += $_ } -End { $sum })).TotalMilliseconds) | Should -BeLessThan 1
        }

        It 'burn at least half of the lost bond, and give the rest to the winner' {
            $outcome.LostBond | Should -Be $stages[0].Registration.ProposerBond
            $outcome.Burnt * 2 | Should -BeGreaterOrEqual $outcome.LostBond
            $outcome.Burnt + $outcome.Reward | Should -Be $outcome.LostBond
            ($stages[-1].Deployment | Get-OpmlRequest $outcome.RequestId).Status | Should -Be 'Open'
        }

        It 'have a line each to show, and no text in place of an object' {
            foreach ($stage in $stages) {
                $stage | Should -Not -BeOfType ([string])
                $stage.Summary | Should -Not -BeNullOrEmpty
            }
        }

        It 'tell the players'' reasons by Verbose alone' {
            $told = @(Start-OpmlChallenge @game -Deployment $scene.Deployment -Verbose 4>&1)
            @($told | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] -and $_.Message -match '^The (proposer|challenger) ' }).Count | Should -BeGreaterThan 3
            @($told | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }) | ForEach-Object { $_.Message | Should -Not -Match $scene.Devnet.Accounts[1].KeyDigits.Substring(2) }
        }
    }

    Context 'nobody lies' {
        It 'ends with a final result, and no game' {
            $stages = Invoke-Game @{ Fault = 'None' }
            @($stages | ForEach-Object { $_.Stage.ToString() }) | Should -Be 'Register', 'Request', 'Result', 'Final', 'Outcome'
            $stages[-1].Game, $stages[-1].Winner, $stages[-1].Loser | Should -Be $null, $null, $null
            ($stages[-1] | Get-OpmlRequest).Output | Should -Be $game.InputObject
        }
    }

    Context 'parameters' {
        It 'starts a node of its own, and leaves none behind' {
            $before = @(Get-OwnAnvil)
            $stages = @(ConvertTo-MipsImage $scene.Program -Destination (Join-Path $TestDrive 'e.bin') | Start-OpmlChallenge -Model $scene.Model -InputObject 1, 2, 3)
            $stages[0].Stage | Should -Be 'Deploy'
            $stages[-1].WinnerRole | Should -Be 'Challenger'
            @(Get-OwnAnvil) | Should -Be $before
        }

        It 'keeps the players'' SQLite files under -StatePath, from the session''s location' {
            Push-Location $TestDrive
            try { $null = Invoke-Game @{ StatePath = 'players' } } finally { Pop-Location }
            foreach ($player in 'proposer', 'challenger') {
                $file = Join-Path $TestDrive 'players' "$player.db"
                [System.Text.Encoding]::Latin1.GetString([System.IO.File]::ReadAllBytes($file)[0..14]) | Should -Be 'SQLite format 3'
            }
        }

        It 'reads -InputPath' {
            $path = Join-Path $TestDrive 'input.dat'
            [System.IO.File]::WriteAllText($path, 'input')
            $stages = @(Start-OpmlChallenge $scene.Program $scene.Model -InputPath $path -Deployment $scene.Deployment -StepLimit 100000)
            @($stages | Where-Object Stage -EQ 'Request').InputLength | Should -Be 5
        }

        It 'does nothing with -WhatIf, -Force or not' {
            $block = Get-BlockNumber $scene.Devnet.RpcUrl
            $before = @(Get-OwnAnvil)
            Start-OpmlChallenge @game -Deployment $scene.Deployment -WhatIf -Force | Should -BeNullOrEmpty
            Start-OpmlChallenge @game -WhatIf | Should -BeNullOrEmpty
            Get-BlockNumber $scene.Devnet.RpcUrl | Should -Be $block
            @(Get-OwnAnvil) | Should -Be $before
        }

        It 'refuses <What>: <Id>' -ForEach @(
            @{ What = 'an empty input'; More = @{ InputObject = [byte[]]::new(0) }; Id = 'PSArgument' }
            @{ What = 'two inputs'; More = @{ InputObject = (1, 2), (3, 4) }; Id = 'PSArgument' }
            @{ What = 'terms out of their bounds'; More = @{ Clock = 12 }; Id = 'Rule' }
            @{ What = '-RpcUrl beside -Deployment'; More = @{ RpcUrl = 'http://127.0.0.1:9/' }; Id = 'PSArgument' }
            @{ What = 'a state path that is no file system''s'; More = @{ StatePath = 'Env:X' }; Id = 'PSArgument' }) {
            $all = $game.Clone()
            foreach ($key in $More.Keys) { $all[$key] = $More[$key] }
            $failure = Get-Failure { Start-OpmlChallenge @all -Deployment $scene.Deployment }
            $failure.FullyQualifiedErrorId | Should -Be "$Id,Opml.PowerShell.Commands.StartOpmlChallengeCommand"
            $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        }

        It 'tells of a node that does not answer' {
            $accounts = @{ RequesterAccount = $scene.Devnet.Accounts[0]; ProposerAccount = $scene.Devnet.Accounts[1]; ChallengerAccount = $scene.Devnet.Accounts[2] }
            (Get-Failure { Start-OpmlChallenge @game @accounts -RpcUrl 'http://127.0.0.1:9/' -Force }).CategoryInfo.Category | Should -Be 'ConnectionError'
        }
    }

    Context 'a chain that is not a node of this session' {
        BeforeAll {
            $node = New-ForeignNode $scene.Devnet
            $keystore = Join-Path $TestDrive 'key.json'
            $key = $node.Accounts[3].CreateKey()
            $assembly = $key.GetType().Assembly
            $options = [activator]::CreateInstance($assembly.GetType('Opml.Ethereum.Keys.KeystoreOptions'))
            $options.GetType().GetProperty('ScryptCost').SetValue($options, 2048)
            $assembly.GetType('Opml.Ethereum.Keys.Keystore')::WriteFile($keystore, $key, 'a password', $options)
            $accounts = @{
                RequesterAccount  = ConvertTo-Secret $node.Accounts[0].KeyDigits
                ProposerAccount   = ConvertTo-Secret $node.Accounts[1].KeyDigits
                ChallengerAccount = [pscredential]::new($keystore, (ConvertTo-Secret 'a password'))
            }
        }

        AfterAll { $node.DisposeAsync().AsTask().Wait() }

        It 'takes keys as SecureStrings and keystores, and plays with -Force' {
            $outcome = @(Start-OpmlChallenge @game @accounts -RpcUrl $node.RpcUrl -Force)[-1]
            $outcome.Winner | Should -Be $node.Accounts[3].Address
            $outcome.Loser | Should -Be $node.Accounts[1].Address
        }

        It 'asks before it stakes a bond: where nobody can answer, nothing is sent' {
            $block = Get-BlockNumber $node.RpcUrl
            $shell = New-ModuleShell
            try {
                $null = $shell.AddCommand('Start-OpmlChallenge').AddParameters($game).AddParameters($accounts).AddParameter('RpcUrl', $node.RpcUrl)
                try { $output = $shell.Invoke() } catch { $output = @() }
                $output.Count | Should -Be 0
                $shell.HadErrors | Should -BeTrue
            }
            finally { $shell.Runspace.Dispose() }
            Get-BlockNumber $node.RpcUrl | Should -Be $block
        }

        It 'sends nothing with -WhatIf -Force' {
            $block = Get-BlockNumber $node.RpcUrl
            Start-OpmlChallenge @game @accounts -RpcUrl $node.RpcUrl -Force -WhatIf | Should -BeNullOrEmpty
            Get-BlockNumber $node.RpcUrl | Should -Be $block
        }

        It 'names the account that is missing' {
            $failure = Get-Failure { Start-OpmlChallenge @game -RpcUrl $node.RpcUrl -RequesterAccount $accounts.RequesterAccount -Force }
            $failure.Exception.Message | Should -BeLike '*-ProposerAccount*'
            $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        }
    }

    Context 'in a pipeline' {
        It 'ends without an error, and without a node, when no more is wanted' {
            $before = @(Get-OwnAnvil)
            $first = @(Start-OpmlChallenge @game -ErrorVariable failures | Select-Object -First 1)
            $first[0].Stage | Should -Be 'Deploy'
            $failures.Count | Should -Be 0
            @(Get-OwnAnvil) | Should -Be $before
        }

        It 'lets an error of a later command through as it is' {
            $before = @(Get-OwnAnvil)
            { Start-OpmlChallenge @game | ForEach-Object { throw 'not its own' } } | Should -Throw 'not its own' -ErrorId 'not its own'
            @(Get-OwnAnvil) | Should -Be $before
        }

        It 'plays on two chains at once in ForEach-Object -Parallel' {
            $manifest = $Manifest
            $play = $game
            $nodes = (Start-OpmlDevnet -ChainId 2001), (Start-OpmlDevnet -ChainId 2002)
            try {
                $outcomes = $nodes | ForEach-Object -ThrottleLimit 2 -Parallel {
                    Import-Module $using:manifest
                    $play = $using:play
                    @(Start-OpmlChallenge @play -RpcUrl $_.RpcUrl -Fault Memory -FaultStep 40)[-1]
                }
                @($outcomes.Deployment.ChainId | Sort-Object) | Should -Be 2001, 2002
                $outcomes.WinnerRole | Should -Be 'Challenger', 'Challenger'
                $outcomes[0].Step.Step, $outcomes[1].Step.Step | Should -Be 39, 39
            }
            finally { $nodes | Stop-OpmlDevnet }
        }

        It 'is stopped within a few seconds while its players run an endless program, and leaves no node behind' {
            $before = @(Get-OwnAnvil)
            $state = Join-Path $TestDrive 'stopped'
            $shell = New-ModuleShell
            try {
                $endless = New-EndlessProgram (Join-Path $TestDrive 'endless.bin')
                $null = $shell.AddCommand('Start-OpmlChallenge').AddParameters(@{ Image = $endless; Model = $scene.Model; InputObject = (1, 2); StatePath = $state })
                $nothing, $output = [System.Management.Automation.PSDataCollection[psobject]]::new(), [System.Management.Automation.PSDataCollection[psobject]]::new()
                $nothing.Complete()
                $running = $shell.BeginInvoke($nothing, $output)
                Wait-Until { $output.Count -ge 3 } 'the request'
                Wait-Until { Test-Path (Join-Path $state 'challenger.db') } 'the players'
                @(Get-OwnAnvil).Count | Should -Be ($before.Count + 1)
                $watch = [System.Diagnostics.Stopwatch]::StartNew()
                $shell.Stop()
                $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
                $running.IsCompleted | Should -BeTrue
                $shell.InvocationStateInfo.State | Should -Be 'Stopped'
                @(Get-OwnAnvil) | Should -Be $before
            }
            finally { $shell.Runspace.Dispose() }
        }
    }
}
