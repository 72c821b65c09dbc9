using System.Collections.Immutable;
using Opml.Models.Data;
using Opml.Models.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Opml.Torch;

/// <summary>A perceptron of libtorch's tensors, and torch.optim.Adam with PyTorch's constants.</summary>
internal sealed class TorchNetwork : ITrainingNetwork
{
    private readonly ImmutableArray<Models.Tensor> _initial;
    private readonly Device _device;
    private readonly TorchSharp.Modules.Parameter[] _parameters; // weight and bias of each layer
    private readonly optim.Optimizer _adam;

    public TorchNetwork(TrainingOptions options, ImmutableArray<Models.Tensor> initial, string device)
    {
        _initial = initial;
        _device = torch.device(device);
        _parameters = [.. initial.Select(ToParameter)];
        _adam = optim.Adam(_parameters, options.LearningRate);
    }

    public double Train(ILabelledSamples data, ReadOnlySpan<int> chosen)
    {
        using var scope = NewDisposeScope();
        var (inputs, labels) = Read(data, chosen);
        _adam.zero_grad();
        var loss = nn.functional.cross_entropy(Forward(inputs), labels);
        loss.backward();
        _adam.step();
        return (double)loss.item<float>() * chosen.Length;
    }

    public int CountRight(ILabelledSamples data, ReadOnlySpan<int> chosen)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var (inputs, _) = Read(data, chosen);
        float[] outputs = Forward(inputs).cpu().contiguous().data<float>().ToArray();
        int classes = outputs.Length / chosen.Length;
        int right = 0;
        for (int b = 0; b < chosen.Length; b++)
        {
            var values = outputs.AsSpan(b * classes, classes);
            int best = 0;
            for (int i = 1; i < classes; i++)
            {
                if (values[i] > values[best])
                    best = i;
            }

            if (best == data.GetClass(chosen[b]))
                right++;
        }

        return right;
    }

    public ImmutableArray<Models.Tensor> ToTensors()
    {
        using var scope = NewDisposeScope();
        return [.. _initial.Zip(_parameters, static (initial, parameter) => Models.Tensor.Create(
            initial.Index, initial.Name, initial.Shape.AsSpan(), parameter.detach().cpu().contiguous().data<float>().ToArray()))];
    }

    public void Dispose()
    {
        _adam.Dispose();
        foreach (var parameter in _parameters)
            parameter.Dispose();
    }

    private TorchSharp.Modules.Parameter ToParameter(Models.Tensor initial)
    {
        using var values = tensor(initial.ToArray(), [.. initial.Shape.Select(static d => (long)d)]);
        return new TorchSharp.Modules.Parameter(values.to(_device));
    }

    private (torch.Tensor Inputs, torch.Tensor Labels) Read(ILabelledSamples data, ReadOnlySpan<int> chosen)
    {
        var values = new float[chosen.Length * data.Size];
        var labels = new long[chosen.Length];
        for (int b = 0; b < chosen.Length; b++)
        {
            data.CopyTo(chosen[b], values.AsSpan(b * data.Size, data.Size));
            labels[b] = data.GetClass(chosen[b]);
        }

        return (tensor(values, [chosen.Length, data.Size]).to(_device), tensor(labels, [chosen.Length]).to(_device));
    }

    // Where weights are kernels: a convolution over square images, ReLU, and the largest of each 2 x 2; then dense layers.
    private torch.Tensor Forward(torch.Tensor values)
    {
        int layers = _parameters.Length / 2;
        for (int l = 0; l < layers; l++)
        {
            var (weight, bias) = (_parameters[2 * l], _parameters[2 * l + 1]);
            if (weight.dim() == 2)
            {
                values = nn.functional.linear(values.flatten(1), weight, bias);
                if (l < layers - 1)
                    values = nn.functional.relu(values);
                continue;
            }

            if (values.dim() == 2)
            {
                long side = (long)Math.Sqrt(values.shape[1]);
                values = values.reshape(-1, 1, side, side);
            }

            values = nn.functional.max_pool2d(nn.functional.relu(nn.functional.conv2d(values, weight, bias)), 2);
        }

        return values;
    }
}
