using System.Diagnostics;
using System.Runtime.InteropServices;
using Opml.Models.Data;
using Opml.Models.Digits;
using Opml.Models.Inference;
using Opml.Models.PyTorch;
using Opml.Models.Training;

namespace Opml.Models.Tests.PyTorch;

/// <summary>What PyTorch itself (Debian's python3-torch) makes of the state_dicts that training writes.</summary>
public class PyTorchPeerTests
{
    private const string Python = "/usr/bin/python3";

    [Theory]
    [InlineData(new int[0], new[] { 784, 20, 10 })]
    [InlineData(new int[0], new[] { 784, 10 })]
    [InlineData(new int[0], new[] { 784, 17, 9, 12 })]
    [InlineData(new[] { 3, 4 }, new[] { 784, 12, 10 })]
    public async Task A_trained_model_is_loaded_and_gives_the_same_outputs(int[] convolutions, int[] sizes)
    {
        var token = TestContext.Current.CancellationToken;
        LabelledImages digits = DigitDrawer.Draw(300, 1, 0, token);
        var model = new NetworkTrainer(new TrainingOptions { Convolutions = [.. convolutions], LayerSizes = [.. sizes], Epochs = 2 }).Train(digits, cancellationToken: token).Model;
        using var folder = new TemporaryFolder();
        StateDictWriter.Write(model, folder.File("m.pth"), cancellationToken: token);
        var inputs = new float[digits.Count * digits.Size];
        for (int i = 0; i < digits.Count; i++)
            digits.CopyTo(i, inputs.AsSpan(i * digits.Size, digits.Size));
        await File.WriteAllBytesAsync(folder.File("inputs"), MemoryMarshal.AsBytes<float>(inputs).ToArray(), token);

        byte[] answer = await AskAsync(folder.File("m.pth"), folder.File("inputs"), token);

        float[] theirs = MemoryMarshal.Cast<byte, float>(answer).ToArray();
        var inference = ReferenceInference.From(model.AsSource(), token);
        float[] ours = [.. Enumerable.Range(0, digits.Count).SelectMany(i => inference.Run(digits.Image(i)).Scores)];
        Assert.Equal(ours.Length, theirs.Length);
        // PyTorch adds up in another order: equal but for the rounding of 784 terms.
        Assert.All(ours.Zip(theirs), static pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    private static async Task<byte[]> AskAsync(string stateDict, string inputs, CancellationToken token)
    {
        Assert.SkipUnless(File.Exists(Python), $"there is no {Python}");
        string script = Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "peers", "state_dict.py");
        using var process = Process.Start(new ProcessStartInfo(Python, [script, stateDict, inputs]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            using var output = new MemoryStream();
            var errors = process.StandardError.ReadToEndAsync(token);
            await process.StandardOutput.BaseStream.CopyToAsync(output, token);
            await process.WaitForExitAsync(token);
            string said = await errors;
            Assert.SkipWhen(said.Contains("No module named 'torch'", StringComparison.Ordinal), $"{Python} has no PyTorch: apt-get install python3-torch");
            Assert.True(process.ExitCode == 0, said);
            return output.ToArray();
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
