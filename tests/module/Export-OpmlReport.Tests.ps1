BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Export-OpmlReport' {
    BeforeAll {
        $scene = New-Scene
        $game = @{ Image = $scene.Program; Model = $scene.Model; InputObject = 1, 2, 3, 4; StepLimit = 100000; Deployment = $scene.Deployment }
        $stages = @(Start-OpmlChallenge @game -Fault Register -FaultStep 40)
    }

    AfterAll { $scene.Devnet | Stop-OpmlDevnet }

    It 'tells a rehearsed dispute, both sides'' values included' {
        $path = Join-Path $TestDrive 'dispute.html'
        $file = $stages | Export-OpmlReport $path
        $file.GetType().FullName | Should -BeIn (Get-OutputTypeName Export-OpmlReport)
        $file.Path, $file.Length | Should -Be $path, ([System.IO.FileInfo]::new($path)).Length
        $html = [System.IO.File]::ReadAllText($path)
        foreach ($part in 'The challenger wins', 'How it narrowed', 'The clocks', 'The bonds', 'Gas by phase', 'Claimed by the proposer', '<code>k0</code>', '__start+0x') { $html | Should -BeLike "*$part*" }
        foreach ($hash in $stages[-1].Transactions) { $html | Should -BeLike "*$hash*" }
        $html | Should -Not -BeLike '*cannot be told*'
        $file | Out-String -Width 160 | Should -BeLike '*Subject*Length*Path*dispute over request*'
    }

    It 'has stages that say what each side has the step write, and when it was mined' {
        $step = @($stages | Where-Object Stage -EQ Step)[0]
        @($step.Claimed.Wrote).Name | Should -Contain 'k0'
        @($step.Executed.Wrote).Name | Should -Not -Contain 'k0'
        @($step.Context | Where-Object IsCurrent).Text | Should -BeLike "$($step.Instruction)*"
        foreach ($stage in $stages | Where-Object { $_.Stage -ne 'Outcome' }) { $stage.Mined.Hash | Should -Be $stage.Transactions }
        $stages[-1].Mined | Out-String -Width 200 | Should -BeLike '*Block*Time*Gas*From*Hash*'
    }

    It 'tells a game on the chain, with program and model or without' {
        $bare = Export-OpmlReport (Join-Path $TestDrive 'bare.html') -Deployment $scene.Deployment -Game $stages[-1].Game
        $html = [System.IO.File]::ReadAllText($bare.Path)
        $html | Should -BeLike '*known by its hashes alone*'
        $html | Should -BeLike '*The challenger wins*'
        $null = $scene.Deployment | Get-OpmlChallenge | Export-OpmlReport (Join-Path $TestDrive 'full.html') -Image $scene.Program -Model $scene.Model
        $html = [System.IO.File]::ReadAllText((Join-Path $TestDrive 'full.html'))
        foreach ($part in '__start+0x', 'cannot be told', 'The clocks') { $html | Should -BeLike "*$part*" }
    }

    It 'tells a run' {
        $file = Invoke-MipsVm $scene.Program -InputObject (1..20) | Export-OpmlReport (Join-Path $TestDrive 'run.html')
        $html = [System.IO.File]::ReadAllText($file.Path)
        foreach ($part in 'echo.elf succeeded', 'Where the steps go', '__start', 'The machine at the end') { $html | Should -BeLike "*$part*" }
    }

    It 'writes nothing with -WhatIf, and replaces a file with -Force alone' {
        $path = Join-Path $TestDrive 'mine.html'
        $stages | Export-OpmlReport $path -WhatIf
        Test-Path $path | Should -BeFalse
        [System.IO.File]::WriteAllText($path, 'mine')
        $failure = Get-Failure { $stages | Export-OpmlReport $path }
        $failure.FullyQualifiedErrorId | Should -Be 'FileExists,Opml.PowerShell.Commands.ExportOpmlReportCommand'
        $failure.CategoryInfo.Category | Should -Be 'ResourceExists'
        [System.IO.File]::ReadAllText($path) | Should -Be 'mine'
        ($stages | Export-OpmlReport $path -Force).Length | Should -BeGreaterThan 1000
    }

    It 'refuses <What>' -ForEach @(
        @{ What = 'stages without a result'; Action = { $stages[0..1] | Export-OpmlReport (Join-Path $TestDrive 'no.html') }; Says = '*no posted result*' }
        @{ What = 'a game that is not there'; Action = { Export-OpmlReport (Join-Path $TestDrive 'no.html') -Deployment $scene.Deployment -Game 9.9.9 }; Says = '*no game 9.9.9*' }
        @{ What = 'another model'; Action = { Export-OpmlReport (Join-Path $TestDrive 'no.html') -Deployment $scene.Deployment -Game $stages[-1].Game -Image $scene.Program -Model ([byte[]] (1, 2)) }; Says = '*are not those of request*' }
        @{ What = 'a folder that is not there'; Action = { $stages | Export-OpmlReport (Join-Path $TestDrive 'no' 'no.html') }; Says = '*does not exist*' }
        @{ What = 'two runs for one file'; Action = { $run = Invoke-MipsVm $scene.Program; $run, $run | Export-OpmlReport (Join-Path $TestDrive 'two.html') }; Says = '*has a report already*' }) {
        (Get-Failure $Action).Exception.Message | Should -BeLike $Says
        Test-Path (Join-Path $TestDrive 'no.html') | Should -BeFalse
    }
}
