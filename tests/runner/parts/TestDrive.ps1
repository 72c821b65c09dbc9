# $TestDrive and TestDrive: are one new folder for each top-level block. What a nested block leaves there goes with it.

function Enter-TestDrive($Block) {
    if ($Block.Kind -eq 'File') { return $null }
    if ($Block.Parent.Kind -ne 'File') {
        return , @(Get-ChildItem -LiteralPath $script:Run.User.PSVariable.GetValue('TestDrive') -Recurse -Force | ForEach-Object FullName)
    }
    $folder = Join-Path ([System.IO.Path]::GetTempPath()) ('spec-' + [guid]::NewGuid().ToString('n'))
    $null = [System.IO.Directory]::CreateDirectory($folder)
    $state = $script:Run.User
    $provider = $state.Provider.GetOne('FileSystem')
    $null = $state.Drive.New([System.Management.Automation.PSDriveInfo]::new('TestDrive', $provider, $folder, '', $null), 'Global')
    $state.PSVariable.Set('TestDrive', $folder)
    $folder
}

function Exit-TestDrive($Block, $Before) {
    if ($Block.Kind -eq 'File') { return }
    $state = $script:Run.User
    if ($Block.Parent.Kind -eq 'File') {
        if ($state.Path.CurrentLocation.Drive.Name -eq 'TestDrive') { $null = $state.Path.SetLocation([System.IO.Path]::GetTempPath()) }
        $state.Drive.Remove('TestDrive', $true, 'Global')
        try { [System.IO.Directory]::Delete($Before, $true) }
        catch { Write-Host "  (the folder $Before could not be removed: $($_.Exception.InnerException.Message))" }
        return
    }
    $folder = $state.PSVariable.GetValue('TestDrive')
    foreach ($item in @(Get-ChildItem -LiteralPath $folder -Recurse -Force)) {
        if ($item.FullName -notin $Before -and (Test-Path -LiteralPath $item.FullName)) { Remove-Item -LiteralPath $item.FullName -Recurse -Force }
    }
}
