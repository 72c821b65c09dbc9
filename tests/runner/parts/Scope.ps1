# The specs' own scopes. The runner's variables live in this module and are invisible to a spec; a spec's variables live in
# scopes that are opened in the specs' session state, one in the other, just as blocks and tests lie in one another.

# Opens a scope in the specs' session state and runs $Continuation (of this module) while it is the current one.
function Invoke-InNewScope([scriptblock] $Continuation) {
    & $script:Run.OpenScope $Continuation
}

# A script block without parameters that runs in the specs' session state.
function Get-UserBound([scriptblock] $Unbound) {
    $holder = [psmoduleinfo]::new($false)
    $holder.SessionState = $script:Run.User
    $holder.NewBoundScriptBlock($Unbound)
}

# Sets the data of -ForEach in the current scope of the specs: $_ is the item, and the keys of a hashtable are variables.
function Set-DataVariable($Node) {
    if (-not $Node.HasData) { return }
    $variables = $script:Run.User.PSVariable
    $variables.Set('_', $Node.Data)
    if ($Node.Data -is [System.Collections.IDictionary]) {
        foreach ($key in @($Node.Data.Keys)) { $variables.Set([string] $key, $Node.Data[$key]) }
    }
}

# A name with its <placeholders> replaced by the values that the specs' variables have now; `< stays <.
function Expand-Name([string] $Name) {
    [regex]::Replace($Name, '(?<!`)<([\w\.]+)>', {
            param($match)
            $steps = $match.Groups[1].Value.Split('.')
            $variable = $script:Run.User.PSVariable.Get($steps[0])
            if ($null -eq $variable) { return $match.Value }
            $value = $variable.Value
            foreach ($step in $steps | Select-Object -Skip 1) { if ($null -ne $value) { $value = $value.$step } }
            Format-Value $value -Plain
        }).Replace('`<', '<').Replace('`>', '>')
}
