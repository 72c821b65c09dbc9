namespace Opml.PowerShell.Tests;

/// <summary>A session with a node, contracts, a model and two requests, the last one answered; a dispute on another node; and contracts on a node that has gone.</summary>
public sealed class ChainScene : IDisposable
{
    public ChainScene() => Session.Run(
        """
        $devnet = Start-OpmlDevnet
        $deployment = $devnet | Publish-OpmlContract
        $program, $model, $bytes = $args[0], [byte[]] (0..39), [byte[]] (5, 6, 7)
        $registered = $deployment | Register-OpmlModel $program $model
        $null, $request = 1, 2 | ForEach-Object { $registered | Request-OpmlInference -InputObject $bytes }
        $posted = $request | Submit-OpmlResult $program $model -Confirm:$false
        $stages = Start-OpmlChallenge $program $model -InputObject $bytes
        $gone = Start-OpmlDevnet
        $nowhere = $gone | Publish-OpmlContract
        $gone | Stop-OpmlDevnet
        """,
        Path.Join(Session.Root, "tests", "guests", "echo.elf"));

    public ModuleSession Session { get; } = new();

    /// <summary>The text of an expression's value.</summary>
    public string Text(string expression) => Session.Run(expression).Single().ToString();

    public void Dispose()
    {
        Session.Run("$devnet | Stop-OpmlDevnet");
        Session.Dispose();
    }
}
