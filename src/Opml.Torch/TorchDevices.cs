using System.Runtime.InteropServices;
using Opml.Models.Training;
using static TorchSharp.torch;

namespace Opml.Torch;

/// <summary>What libtorch can compute on here.</summary>
internal static class TorchDevices
{
    /// <summary>Sees to it that a device is there.</summary>
    /// <exception cref="EngineUnavailableException">It is not.</exception>
    public static void Require(string device)
    {
        if (device == "mps" && !mps_is_available())
            throw new EngineUnavailableException("There is no device mps: it is Apple's, on Macs with an M1 or later. Choose -Device cpu.");
        if (!device.StartsWith("cuda", StringComparison.Ordinal))
            return;
        // Asked before TorchSharp, which would go looking for it in the packages and copy them.
        if (!NativeLibrary.TryLoad("torch_cuda", typeof(TorchSharp.torch).Assembly, null, out _))
            throw new EngineUnavailableException("This libtorch computes on processors alone. Put a libtorch for CUDA in its place, beside TorchSharp.dll, or choose -Device cpu.");
        int number = device.Length > 5 ? int.Parse(device.AsSpan(5), null) : 0;
        if (!cuda.is_available() || number >= cuda.device_count())
            throw new EngineUnavailableException($"There is no device {device}: libtorch finds {(cuda.is_available() ? cuda.device_count() : 0)} that speak CUDA. Choose another -Device, such as cpu.");
    }
}
