BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $artifact = Join-Path $Root 'examples' 'oracle' 'DigitReader.json'

    # A scene with an oracle, at which the model, which echoes its input, has the number 11.
    function New-OracleScene {
        $scene = New-Scene
        $scene.Deployment = $scene.Deployment | Publish-OpmlOracle
        $registered = $scene.Deployment | Register-OpmlModel $scene.Program $scene.Model -Fee 1000
        $null = $registered | Register-OpmlOracleModel 11 -OwnerFee 77 -Account $scene.Devnet.Accounts[5]
        $scene | Add-Member -NotePropertyName Registered -NotePropertyValue $registered -PassThru
    }

    function Submit-Answer($Scene, $Request) { $Request | Submit-OpmlResult $Scene.Program $Scene.Model -Account $Scene.Devnet.Accounts[1] -Confirm:$false }
}

Describe 'An oracle' {
    BeforeAll { $scene = New-OracleScene }
    AfterAll { $scene.Devnet | Stop-OpmlDevnet }

    It 'sits on the contracts, which stay as they are' {
        $scene.Deployment.GetType().FullName | Should -BeIn (Get-OutputTypeName Publish-OpmlOracle)
        $scene.Deployment.Contract | Should -Be $scene.Registered.Deployment.Contract
        Invoke-Rpc $scene.Devnet.RpcUrl eth_getCode "$($scene.Deployment.Oracle)", 'latest' | Should -Not -Be '0x'
        $scene.Deployment.Transactions.Count | Should -Be 1
    }

    It 'is found by its address, and only where it sits on these contracts' {
        $other = $scene.Devnet | Publish-OpmlContract
        ($scene.Deployment | Get-OpmlOracle "$($scene.Deployment.Oracle)").Oracle | Should -Be $scene.Deployment.Oracle
        (Get-Failure { $other | Get-OpmlOracle $scene.Deployment.Oracle }).Exception.Message | Should -BeLike '*not this module''s oracle*'
        (Get-Failure { $other | Get-OpmlOracle $other.Machine }).Exception.Message | Should -BeLike '*its code is another*'
        (Get-Failure { $other | Get-OpmlOracle $scene.Devnet.Accounts[1] }).Exception.Message | Should -BeLike '*no contract at*'
        { $other | Get-OpmlOracle 'x' } | Should -Throw '*no address*'
    }

    It 'has a model under a number, once' {
        ($scene.Deployment | Get-OpmlRegistration).Numbers | Should -Be 11
        $failure = Get-Failure { $scene.Registered | Register-OpmlOracleModel 11 }
        $failure.FullyQualifiedErrorId | Should -Be 'Revert,Opml.PowerShell.Commands.RegisterOpmlOracleModelCommand'
        $failure.Exception.Message | Should -BeLike '*NumberTaken*'
    }

    It 'says that there is none, where there is none' {
        $bare = $scene.Devnet | Publish-OpmlContract
        $failure = Get-Failure { $bare | Request-OpmlInference -InputObject 1, 2 -ModelId 11 }
        $failure.Exception.Message | Should -BeLike '*Publish-OpmlOracle*'
        (Get-Failure { $bare | Send-OpmlCallback }).Exception.Message | Should -BeLike '*names no oracle*'
    }

    It 'sends nothing with -WhatIf' {
        $block = Get-BlockNumber $scene.Devnet.RpcUrl
        $null = $scene.Deployment | Publish-OpmlOracle -WhatIf
        $null = $scene.Registered | Register-OpmlOracleModel 12 -WhatIf
        $null = $scene.Registered | Request-OpmlInference -InputObject 1, 2 -Oracle -WhatIf
        $null = $scene.Deployment | Send-OpmlCallback 1 -WhatIf
        $null = $scene.Deployment | Revoke-OpmlRequest 1 -WhatIf
        $null = $scene.Deployment | Receive-OpmlPayment -WhatIf
        $null = $scene.Deployment | Publish-EthereumContract $artifact $scene.Deployment.Oracle, 11 -WhatIf
        Get-BlockNumber $scene.Devnet.RpcUrl | Should -Be $block
    }
}

Describe 'A user''s contract' {
    BeforeAll {
        $scene = New-OracleScene
        $reader = $scene.Deployment | Publish-EthereumContract $artifact $scene.Deployment.Oracle, 11
        $price = ($reader | Invoke-EthereumContract price).Value
    }

    AfterAll { $scene.Devnet | Stop-OpmlDevnet }

    It 'is there, with what its file says that it offers' {
        $reader.GetType().FullName | Should -BeIn (Get-OutputTypeName Publish-EthereumContract)
        $reader.Functions | Should -Contain 'ask(bytes)'
        ($reader | Invoke-EthereumContract modelId).Value | Should -Be 11
        $again = $scene.Deployment | Get-EthereumContract $artifact "$($reader.Address)"
        ($again | Invoke-EthereumContract aiOracle).Value | Should -Be $scene.Deployment.Oracle
    }

    It 'asks, is answered when the result is final, and the courier is paid' {
        $asked = $reader | Invoke-EthereumContract ask (, (0, 0, 0, 7)) -Value $price -Account $scene.Devnet.Accounts[2]
        $asked.Events.Name | Should -Be 'DigitAsked'
        ($asked | Get-OpmlRequest).Callback.CallbackContract | Should -Be $reader.Address
        (Get-Failure { $asked | Send-OpmlCallback }).Exception.Message | Should -BeLike '*NothingToDeliver*'
        $null = Submit-Answer $scene $asked
        Step-Clock $scene.Devnet 3600
        ($asked | Wait-OpmlRequest -Timeout 60).Due | Should -Be 'Final'
        $delivery = $scene.Deployment | Send-OpmlCallback -Account $scene.Devnet.Accounts[3]
        $delivery.RequestId, $delivery.Success, $delivery.Duty | Should -Be $asked.RequestId, $true, 'Final'
        $answer = $reader | Invoke-EthereumContract questions $asked.RequestId
        $answer.Values | Should -Be $scene.Devnet.Accounts[2].Address, 2, 7
        ($asked | Wait-OpmlRequest -Until Delivered -Timeout 60).Callback.Stage | Should -Be 'Settled'
        ($scene.Deployment | Receive-OpmlPayment -Account $scene.Devnet.Accounts[3]).FromOracle | Should -Be $delivery.Paid
        ($scene.Deployment | Receive-OpmlPayment -Account $scene.Devnet.Accounts[5]).FromOracle | Should -Be 77
        ($scene.Deployment | Receive-OpmlPayment -Account $scene.Devnet.Accounts[5]).Amount | Should -Be 0
    }

    It 'is called at once for who asks so, and not again when the result is final' {
        $request = $scene.Deployment | Request-OpmlInference -InputObject 0, 0, 0, 4 -ModelId 11 -CallbackContract $reader -CallbackGas 200000 -CallbackData (@(0) * 12 + @(9) * 20) -AtOnce
        $request.CallbackContract | Should -Be $reader.Address
        $request.ModelId | Should -Be $scene.Registered.ModelId
        $null = Submit-Answer $scene $request
        ($request | Send-OpmlCallback).Duty | Should -Be 'Early'
        ($reader | Invoke-EthereumContract questions $request.RequestId).Values[2] | Should -Be 4
        Step-Clock $scene.Devnet 3600
        ($scene.Deployment | Send-OpmlCallback).Duty | Should -Be 'Settlement'
        $scene.Deployment | Send-OpmlCallback | Should -BeNullOrEmpty
    }

    It 'that fails keeps nobody up' {
        $request = $scene.Deployment | Request-OpmlInference -InputObject 0, 0, 0, 10 -ModelId 11 -CallbackContract $reader
        $null = Submit-Answer $scene $request
        Step-Clock $scene.Devnet 3600
        $delivery = $request | Send-OpmlCallback
        $delivery.Success | Should -BeFalse
        $delivery.Paid | Should -BeGreaterThan 0
        ($request | Get-OpmlRequest).Due | Should -Be 'Retry'
    }

    It 'takes a large input in pieces' {
        $request = $scene.Deployment | Request-OpmlInference -InputObject ([byte[]]::new(20000)) -ModelId 11 -CallbackContract $reader
        $request.Transactions.Count | Should -Be 3
        ($request | Get-OpmlRequest).Status | Should -Be 'Open'
    }

    It 'says which of its errors a call ended with' {
        $failure = Get-Failure { $reader | Invoke-EthereumContract ask (, (0, 0, 0, 1)) -Value 1 }
        $failure.FullyQualifiedErrorId | Should -Be 'Revert,Opml.PowerShell.Commands.InvokeEthereumContractCommand'
        (Get-Failure { $reader | Invoke-EthereumContract aiOracleCallback 1, '0x00000001', '0x' }).Exception.Message | Should -BeLike '*NotOracle*'
        (Get-Failure { $reader | Invoke-EthereumContract nothing }).Exception.Message | Should -BeLike "*no function 'nothing'*"
        (Get-Failure { $reader | Invoke-EthereumContract price -ArgumentList 1 }) | Should -Not -BeNullOrEmpty
    }

    It 'is refused where its file is none' {
        [System.IO.File]::WriteAllText((Join-Path $TestDrive 'none.json'), '{"abi": 5}')
        { $scene.Deployment | Publish-EthereumContract (Join-Path $TestDrive 'none.json') } | Should -Throw '*none.json*'
        (Get-Failure { $scene.Deployment | Publish-EthereumContract $artifact 1 }) | Should -Not -BeNullOrEmpty
    }
}

Describe 'Requests that nobody answers' {
    BeforeAll { $scene = New-OracleScene }
    AfterAll { $scene.Devnet | Stop-OpmlDevnet }

    It 'are taken back by their requester, and the oracle''s by anyone' {
        $own = $scene.Registered | Request-OpmlInference -InputObject 1, 2 -Account $scene.Devnet.Accounts[2]
        $oracles = $scene.Registered | Request-OpmlInference -InputObject 1, 2 -Oracle -Account $scene.Devnet.Accounts[3]
        (Get-Failure { $own | Revoke-OpmlRequest -Account $scene.Devnet.Accounts[2] }).Exception.Message | Should -BeLike '*DeadlineAhead*'
        Step-Clock $scene.Devnet 3600
        (Get-Failure { $own | Revoke-OpmlRequest -Account $scene.Devnet.Accounts[3] }).Exception.Message | Should -BeLike '*NotRequester*'
        ($own | Revoke-OpmlRequest -Account $scene.Devnet.Accounts[2]).Account | Should -Be $scene.Devnet.Accounts[2].Address
        ($oracles | Revoke-OpmlRequest).Account | Should -Be $scene.Devnet.Accounts[3].Address
        ($scene.Deployment | Receive-OpmlPayment -Account $scene.Devnet.Accounts[2]).FromContract | Should -Be 1000
        ($scene.Deployment | Receive-OpmlPayment $scene.Devnet.Accounts[9] -Account $scene.Devnet.Accounts[3]).FromOracle | Should -Be $oracles.Fee
        (Get-Failure { $own | Wait-OpmlRequest }).Exception.Message | Should -BeLike '*taken back*'
    }
}
