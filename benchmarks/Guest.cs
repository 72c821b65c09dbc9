using Opml.Dispute.Players;
using Opml.Mips.Image;
using Opml.Models;
using Opml.Models.Data;
using Opml.Models.Digits;
using Opml.Models.Ggml;
using Opml.Models.Training;

namespace Opml.Benchmarks;

/// <summary>The tutorial's program, a trained model and a digit.</summary>
internal static class Guest
{
    public static MipsImage Image { get; } = MipsImage.Load(Path.Combine(AppContext.BaseDirectory, "guests", "mnist.elf"));

    public static Model Trained { get; } = Train();

    public static byte[] Model { get; } = ToGgml(Trained);

    public static byte[] Digit { get; } = DigitDrawer.Draw(1, seed: 3, first: 7).GetPixels(0);

    public static ModelFiles Files { get; } = new(Image.Bytes, Model);

    public static byte[] ToGgml(Model model)
    {
        using var stream = new MemoryStream();
        GgmlWriter.Write(model.AsSource(), stream);
        return stream.ToArray();
    }

    private static Model Train()
    {
        LabelledImages digits = DigitDrawer.Draw(2000, seed: 1);
        return new NetworkTrainer(new TrainingOptions { Epochs = 1 }).Train(digits).Model;
    }
}
