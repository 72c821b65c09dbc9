BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'Publish-OpmlContract' {
    BeforeAll {
        $devnet = Start-OpmlDevnet
        function Get-Nonce($Address) { [Convert]::ToUInt64((Invoke-Rpc $devnet.RpcUrl eth_getTransactionCount "$Address", 'latest'), 16) }

        # The key pair of the Web3 Secret Storage definition's test vector, with ether on this chain.
        $keystore = Join-Path $TestDrive 'key.json'
        [System.IO.File]::WriteAllText($keystore, '{"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"6087dab2f9fdbbfaddc31a909735c1e6"},
            "ciphertext":"5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46","kdf":"pbkdf2",
            "kdfparams":{"c":262144,"dklen":32,"prf":"hmac-sha256","salt":"ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},
            "mac":"517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"},"id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}')
        $keystoreAddress = '0x008AeEda4D805471dF9b2A5B0f38A0C3bCBA786b'
        $null = Invoke-Rpc $devnet.RpcUrl anvil_setBalance $keystoreAddress, '0xde0b6b3a7640000'
    }

    AfterAll { $devnet | Stop-OpmlDevnet }

    It 'puts the contracts on a local node, at the expense of its first account' {
        $before = Get-Nonce $devnet.Accounts[0].Address
        $deployment = $devnet | Publish-OpmlContract
        $deployment.GetType().FullName | Should -BeIn (Get-OutputTypeName Publish-OpmlContract)
        $deployment.RpcUrl | Should -Be $devnet.RpcUrl
        $deployment.ChainId | Should -Be 31337
        Invoke-Rpc $devnet.RpcUrl eth_getCode "$($deployment.Contract)", 'latest' | Should -Not -Be '0x'
        Invoke-Rpc $devnet.RpcUrl eth_getCode "$($deployment.Machine)", 'latest' | Should -Not -Be '0x'
        $deployment.Transactions.Count | Should -Be 2
        $deployment.Gas | Should -BeGreaterThan 1000000
        (Get-Nonce $devnet.Accounts[0].Address) - $before | Should -Be 2
    }

    It 'has another account pay: <What>' -ForEach @(
        @{ What = 'one of the node'; Account = { $devnet.Accounts[3] }; Address = { $devnet.Accounts[3].Address } }
        @{ What = 'a key in a SecureString'; Account = { ConvertTo-Secret $devnet.Accounts[4].KeyDigits }; Address = { $devnet.Accounts[4].Address } }
        @{ What = 'a keystore file and its password'; Account = { [pscredential]::new($keystore, (ConvertTo-Secret 'testpassword')) }; Address = { $keystoreAddress } }) {
        $null = Publish-OpmlContract -RpcUrl $devnet.RpcUrl -Account (& $Account)
        Get-Nonce (& $Address) | Should -Be 2
    }

    It 'finds a keystore from the session''s location' {
        $before = Get-Nonce $keystoreAddress
        Push-Location $TestDrive
        try { $null = Publish-OpmlContract $devnet -Account ([pscredential]::new('key.json', (ConvertTo-Secret 'testpassword'))) } finally { Pop-Location }
        (Get-Nonce $keystoreAddress) - $before | Should -Be 2
    }

    It 'sends nothing with -WhatIf' {
        $block = Get-BlockNumber $devnet.RpcUrl
        $devnet | Publish-OpmlContract -WhatIf | Should -BeNullOrEmpty
        Get-BlockNumber $devnet.RpcUrl | Should -Be $block
    }

    It 'needs -Account with -RpcUrl alone' {
        $sets = (Get-Command Publish-OpmlContract).ParameterSets
        ($sets | Where-Object Name -EQ 'Rpc').Parameters.Where({ $_.Name -eq 'Account' }).IsMandatory | Should -BeTrue
        ($sets | Where-Object Name -EQ 'Devnet').Parameters.Where({ $_.Name -eq 'Account' }).IsMandatory | Should -BeFalse
    }

    It 'refuses a key in plain text, and does not repeat it' {
        $digits = $devnet.Accounts[5].KeyDigits
        $failure = Get-Failure { Publish-OpmlContract $devnet -Account $digits }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentTransformationError,*'
        $failure.Exception.Message | Should -BeLike '*SecureString*'
        "$($failure | Format-List -Force | Out-String)$($failure.Exception)" | Should -Not -Match $digits.Substring(4, 20)
    }

    It 'tells of <What>: <Id>, <Category>' -ForEach @(
        @{ What = 'a SecureString that is no key'; Id = 'Format'; Category = 'InvalidData'; Says = '*64 hexadecimal digits*'; Account = { ConvertTo-Secret ('ab12' * 15) } }
        @{ What = 'a wrong password'; Id = 'Keystore'; Category = 'AuthenticationError'; Says = '*password*'; Account = { [pscredential]::new($keystore, (ConvertTo-Secret 'ab12ab12ab12')) } }) {
        $account = & $Account
        $failure = Get-Failure { Publish-OpmlContract $devnet -Account $account }
        $failure.FullyQualifiedErrorId | Should -Be "$Id,Opml.PowerShell.Commands.PublishOpmlContractCommand"
        $failure.CategoryInfo.Category | Should -Be $Category
        $failure.TargetObject | Should -Be $devnet.RpcUrl
        $failure.Exception.Message | Should -BeLike $Says
        "$($failure.Exception)" | Should -Not -Match 'ab12ab12'
    }

    It 'tells of a keystore that is not there at the parameter' {
        { Publish-OpmlContract $devnet -Account ([pscredential]::new((Join-Path $TestDrive 'nowhere.json'), (ConvertTo-Secret 'x'))) } | Should -Throw '*no file*nowhere.json*'
    }

    It 'tells of an account without ether' {
        $failure = Get-Failure { Publish-OpmlContract $devnet -Account (ConvertTo-Secret ('12' * 32)) }
        $failure.CategoryInfo.Category | Should -Not -Be 'NotSpecified'
        $failure.TargetObject | Should -Be $devnet.RpcUrl
    }

    It 'tells of a node that does not answer, and goes on with the next' {
        $dead = Start-OpmlDevnet
        $dead | Stop-OpmlDevnet
        $done = @($dead, $devnet | Publish-OpmlContract -ErrorAction SilentlyContinue -ErrorVariable failures)
        $done.RpcUrl | Should -Be $devnet.RpcUrl
        $failures.Count | Should -Be 1
        $failures[0].CategoryInfo.Category | Should -Be 'ConnectionError'
        $failures[0].TargetObject | Should -Be $dead.RpcUrl
    }
}
