<#
.SYNOPSIS
Gives what starts another process of the shell that runs this: the Program, and the Arguments that come before the shell's own.
.DESCRIPTION
Under 'dotnet Opml.Shell.dll', and under a pwsh that is a .NET tool, the program is dotnet and the shell its first argument.
.EXAMPLE
$shell = & ./tests/runner/Get-ShellStart.ps1; $first = $shell.Arguments; & $shell.Program @first -NoProfile -Command '$PID'
#>
$program = [System.Environment]::ProcessPath
[pscustomobject]@{
    Program   = $program
    Arguments = [string[]] @(if ((Split-Path -LeafBase $program) -eq 'dotnet') { [System.Environment]::GetCommandLineArgs()[0] })
}
