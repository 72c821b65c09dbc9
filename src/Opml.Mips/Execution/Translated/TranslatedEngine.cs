using System.Runtime.CompilerServices;
using Opml.Mips.State;

namespace Opml.Mips.Execution.Translated;

/// <summary>
/// The fast engine: it interprets predecoded instructions and translates what is hot. It agrees with
/// <see cref="Reference.ReferenceEngine"/> on every state. Translations are shared by a machine and its forks.
/// </summary>
public sealed class TranslatedEngine : IExecutionEngine
{
    private const long StepsBetweenChecks = 1 << 22;
    private const int DefaultHeat = 3000;

    private readonly int _heat;
    private readonly bool _inBackground;
    private readonly EngineMeter? _meter;

    /// <param name="heat">Jumps to an address before what lies there is translated; <see cref="int.MaxValue"/> for never.</param>
    /// <param name="inBackground">Whether code is translated on another thread while this one interprets it.</param>
    /// <param name="meter">Told where the time goes, if somebody wants to know.</param>
    internal TranslatedEngine(int heat, bool inBackground = false, EngineMeter? meter = null)
    {
        _meter = meter;
        _heat = RuntimeFeature.IsDynamicCodeSupported ? heat : int.MaxValue;
        _inBackground = inBackground;
    }

    /// <summary>An engine like <see cref="Instance"/> that tells where its time goes.</summary>
    internal static TranslatedEngine Metered(EngineMeter meter) => new(DefaultHeat, Environment.ProcessorCount > 1, meter);

    /// <summary>The engine; it keeps no state.</summary>
    public static TranslatedEngine Instance { get; } = new(DefaultHeat, inBackground: Environment.ProcessorCount > 1);

    /// <inheritdoc/>
    public void Prepare(Machine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        GuestCode.Of(machine.Memory, _heat);
    }

    /// <inheritdoc/>
    public ulong Run(Machine machine, ulong maximumSteps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(machine);
        CpuState state = machine.State;
        if (maximumSteps == 0 || state.Status != MachineStatus.Running) return 0;

        var session = new Session(machine, _heat, _inBackground, _meter);
        ulong done = 0;
        while (done < maximumSteps && state.Status == MachineStatus.Running)
        {
            cancellationToken.ThrowIfCancellationRequested();
            done += session.Run((long)Math.Min(maximumSteps - done, StepsBetweenChecks));
        }
        return done;
    }
}
