using Opml.Fuzz.Targets;

namespace Opml.Fuzz;

/// <summary>All that reads bytes from outside.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        ElfTarget.Create(),
        ModelTarget.Create(),
        IdxTarget.Create(),
        StepTarget.Create(),
        AbiTarget.CreateData(),
        AbiTarget.CreateArtifact(),
        RlpTarget.CreateItem(),
        RlpTarget.CreateTransaction(),
        RpcTarget.Create(),
        KeystoreTarget.Create(),
    ];
}
