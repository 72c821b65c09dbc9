using System.Collections;

namespace Opml.PowerShell.Completers;

/// <summary>Completes what libtorch computes on: what there may be, not what there is, so that it need not be loaded.</summary>
internal sealed class DeviceCompleter : SuggestionCompleter
{
    private static readonly Suggestion[] s_devices =
    [
        new("cpu", "cpu", "the processors"),
        new("cuda", "cuda", "the first device that speaks CUDA; cuda:1 is the second"),
        new("mps", "mps", "the graphics processor of a Mac"),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<Suggestion> Suggest(IDictionary bound) => s_devices;
}
