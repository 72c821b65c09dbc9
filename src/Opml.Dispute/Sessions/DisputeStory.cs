namespace Opml.Dispute.Sessions;

/// <summary>A dispute told in sentences, one for each event.</summary>
public static class DisputeStory
{
    /// <summary>What happened, in a sentence.</summary>
    public static string Tell(DisputeEvent happened) => happened switch
    {
        OpmlDeployment e => $"The contracts are on chain {e.ChainId}: Opml at {e.Contract}, the machine at {e.Machine}.",
        RegisteredModel e => $"The model is {(e.AlreadyRegistered ? "registered already" : "registered")} as {e.ModelId}; its runs may take {e.Registration.StepLimit} steps.",
        InferenceRequest e => $"Request {e.RequestId} of {e.Requester} asks for an inference on {e.InputLength} bytes; the run starts in state {e.StartState}.",
        PostedResult e => $"{e.Proposer} stakes a bond on it that the run of request {e.RequestId} ends as {e.Status} after {e.Steps} steps, in state {e.StateHash}.",
        OpenedChallenge e => $"{e.Challenger} has run it too and stakes a bond on it that this is false: game {e.Game} is about {e.Steps} steps, and takes {e.MaxRounds} rounds at most.",
        DisputeRound e => $"In round {e.Round} the proposer divides {e.Segment.Size} steps from {e.Segment.Index} into {e.Hashes.Count + 1} parts; the challenger finds the first false end at part {e.Choice}, and {e.Part.Size} steps from {e.Part.Index} are left.",
        ArbitratedStep e => $"The chain executes step {e.Step}{(e.Instruction is { } instruction ? $", {instruction}" : "")}{(e.Symbol is { } symbol ? $" in {symbol}" : "")}: the proposer said {e.Disputed}, and the chain comes to {e.Proven}.",
        FinalResult e => $"The result of request {e.RequestId} by {e.Proposer} is final.",
        DisputeOutcome { Game: null } => "Nobody challenged the result.",
        _ => $"{char.ToUpperInvariant(happened.Summary[0])}{happened.Summary[1..]}.",
    };
}
