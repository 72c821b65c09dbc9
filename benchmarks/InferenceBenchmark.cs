using Opml.Mips.Execution;
using Opml.Mips.Execution.Translated;
using Opml.Mips.Image;
using Opml.Mips.State;
using Opml.Models;
using Opml.Models.Data;
using Opml.Models.Digits;
using Opml.Models.Gguf;
using Opml.Models.Inference;
using Opml.Models.Reading;
using Opml.Models.Training;

namespace Opml.Benchmarks;

/// <summary>
/// The examples' networks natively and in the machine, pair by pair on the same digit: a machine run is that of a new machine, loaded,
/// translated and run to its end. And what fixed point saves and costs.
/// </summary>
internal static class InferenceBenchmark
{
    private const int TrainingDigits = 4000;
    private const int HeldOutDigits = 2000;
    private const int Many = 1000; // a single inference is too short to be timed

    public static void Run()
    {
        LabelledImages digits = DigitDrawer.Draw(TrainingDigits, seed: 1);
        LabelledImages heldOut = DigitDrawer.Draw(HeldOutDigits, seed: 2);
        Model lenet = new NetworkTrainer(new TrainingOptions { LayerSizes = [784, 128, 96, 10], Convolutions = [6, 16], Epochs = 2 }).Train(digits).Model;
        Console.WriteLine($"{"inference, medians",-34}{"steps",12}{"machine",12}{"native",12}{"ratio",9}{"right",9}");
        Run("perceptron 784-20-10, float32", "mnist", Guest.Model, heldOut);
        ulong exact = Run("LeNet 6-16-128-96-10, float32", "lenet", Guest.ToGgml(lenet), heldOut);
        ulong quantized = Run("the same, Q8_0 in fixed point", "quantized", ToGguf(lenet), heldOut);
        Measurement.Say($"fixed point takes 1/{(double)exact / quantized:0.00} of float32's steps");
        Console.WriteLine();
    }

    private static ulong Run(string what, string guest, byte[] model, LabelledImages digits)
    {
        MipsImage image = MipsImage.Load(Path.Combine(AppContext.BaseDirectory, "guests", guest + ".elf"));
        using var source = ModelFile.Open(new MemoryStream(model), guest);
        var inference = ReferenceInference.From(source);
        byte[] digit = digits.GetPixels(7);
        Machine end = Machine.Load(image.Bytes.Span, model, digit, TranslatedEngine.Instance);
        end.Run(ulong.MaxValue);
        if (end.State.Status != MachineStatus.Succeeded || !end.ReadOutput()!.AsSpan().SequenceEqual(inference.Run(digit).Output))
            throw new InvalidOperationException($"{guest}: the machine and the native inference disagree.");

        (double[] native, double[] machine, double ratio) = Measurement.Compare(
            () =>
            {
                for (int i = 0; i < Many; i++)
                    inference.Run(digit);
            },
            () => Machine.Load(image.Bytes.Span, model, digit, TranslatedEngine.Instance).Run(ulong.MaxValue));
        int right = Enumerable.Range(0, digits.Count).Count(i => inference.Run(digits.Image(i)).Class == digits.GetLabel(i));
        Measurement.Say(
            $"{what,-34}{end.State.Step,12:N0}{Median(machine) * 1e3,9:0.0} ms{Median(native) / Many * 1e6,9:0.0} µs{ratio * Many,9:N0}{(double)right / digits.Count,9:P1}");
        return end.State.Step;
    }

    private static double Median(double[] seconds) => seconds[seconds.Length / 2];

    private static byte[] ToGguf(Model model)
    {
        using var stream = new MemoryStream();
        GgufWriter.Write(model.AsSource(), stream, new GgufOptions { Type = GgmlType.Q8_0, Order = ByteOrder.Big });
        return stream.ToArray();
    }
}
