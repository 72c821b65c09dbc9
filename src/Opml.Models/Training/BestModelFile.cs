using System.Diagnostics;
using Opml.Models.PyTorch;

namespace Opml.Models.Training;

/// <summary>
/// Keeps the best weights so far in a state_dict, so that a training that ends before its time, however it ends, leaves
/// them. Each file is written beside and renamed; between two writes five seconds pass, <see cref="Flush"/> apart.
/// </summary>
/// <param name="path">The state_dict.</param>
/// <param name="overwrite">Whether one that is there before the first write may be replaced.</param>
public sealed class BestModelFile(string path, bool overwrite)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private long _written;
    private bool _exists;
    private Model? _waiting;

    /// <summary>Takes better weights; writes them now or with a later call.</summary>
    /// <param name="model">The weights.</param>
    /// <exception cref="IOException">The path exists and may not be overwritten, or the disk refuses.</exception>
    public void Keep(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _waiting = model;
        if (!_exists || Stopwatch.GetElapsedTime(_written) > Pause)
            Flush();
    }

    /// <summary>Writes what waits.</summary>
    /// <exception cref="IOException">As with <see cref="Keep"/>.</exception>
    public void Flush()
    {
        if (_waiting is not { } model)
            return;
        StateDictWriter.Write(model, path, overwrite || _exists);
        _waiting = null;
        _exists = true;
        _written = Stopwatch.GetTimestamp();
    }
}
