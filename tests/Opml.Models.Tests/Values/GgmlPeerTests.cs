using System.Runtime.InteropServices;
using Opml.Models.Values;

namespace Opml.Models.Tests.Values;

/// <summary>Blocks against ggml itself: libggml-base as llama.cpp's bindings for Node (npm, tests/peers) bring it for 64-bit Linux.</summary>
public class GgmlPeerTests
{
    private const int Blocks = 20_000;
    private const int Length = 32;

    private delegate bool Quantizer(ReadOnlySpan<float> values, Span<byte> target);

    private delegate void Dequantizer(ReadOnlySpan<byte> blocks, Span<float> target);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void Row(IntPtr source, IntPtr target, long count);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Q8_0_is_bit_for_bit_ggml_s(int seed) => Compare(seed, "q8_0", 34, BlockQ8.Quantize, BlockQ8.Dequantize);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Q4_0_is_bit_for_bit_ggml_s(int seed) => Compare(seed, "q4_0", 18, BlockQ4.Quantize, BlockQ4.Dequantize);

    private static void Compare(int seed, string type, int size, Quantizer quantize, Dequantizer dequantize)
    {
        IntPtr ggml = Load();
        float[] values = Values(seed);
        var ours = new byte[Blocks * size];
        var theirs = new byte[ours.Length];
        Assert.True(quantize(values, ours));
        Call<float, byte>(ggml, $"quantize_row_{type}_ref", values, theirs, values.Length);
        Assert.Equal(theirs, ours);
        var back = new float[values.Length];
        var theirBack = new float[values.Length];
        dequantize(ours, back);
        Call<byte, float>(ggml, $"dequantize_row_{type}", theirs, theirBack, values.Length);
        Assert.True(MemoryMarshal.AsBytes<float>(theirBack).SequenceEqual(MemoryMarshal.AsBytes<float>(back)));
    }

    // Blocks of all magnitudes, some with whole steps and halves of them, where rounding has to choose.
    private static float[] Values(int seed)
    {
        var random = new Random(seed);
        var values = new float[Blocks * Length];
        for (int block = 0; block < Blocks; block++)
        {
            double size = Math.Pow(10, random.NextDouble() * 16 - 12);
            bool halves = random.Next(4) == 0;
            for (int i = 0; i < Length; i++)
                values[block * Length + i] = halves ? random.Next(-254, 255) * 0.5f : (float)((random.NextDouble() * 2 - 1) * size);
        }

        return values;
    }

    private static void Call<TSource, TTarget>(IntPtr library, string function, TSource[] source, TTarget[] target, long count)
        where TSource : unmanaged
        where TTarget : unmanaged
    {
        var row = Marshal.GetDelegateForFunctionPointer<Row>(NativeLibrary.GetExport(library, function));
        var from = GCHandle.Alloc(source, GCHandleType.Pinned);
        var to = GCHandle.Alloc(target, GCHandleType.Pinned);
        try
        {
            row(from.AddrOfPinnedObject(), to.AddrOfPinnedObject(), count);
        }
        finally
        {
            from.Free();
            to.Free();
        }
    }

    private static IntPtr Load()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "peers", "node_modules", "@node-llama-cpp", "linux-x64", "bins", "linux-x64", "libggml-base.so");
        Assert.SkipUnless(File.Exists(path), "tests/peers has no ggml: run npm ci --prefix tests/peers, on 64-bit Linux with glibc.");
        Assert.SkipUnless(NativeLibrary.TryLoad(Path.GetFullPath(path), out IntPtr library), $"{path} does not load here.");
        return library;
    }
}
