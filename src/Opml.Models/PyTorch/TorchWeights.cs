using System.Collections.Immutable;
using System.Globalization;
using Opml.Models.Sources;

namespace Opml.Models.PyTorch;

/// <summary>Finds the model's weights in what was unpickled: a state_dict, or the one in a checkpoint.</summary>
/// <param name="Tensors">The tensors, in the dictionary's order.</param>
/// <param name="Skipped">Names of what is left out.</param>
internal sealed record TorchWeights(ImmutableArray<(string Name, TensorReference Tensor)> Tensors, ImmutableArray<string> Skipped)
{
    // What nn.DataParallel and DistributedDataParallel put before every name.
    private const string WrapperPrefix = "module.";

    // Names under which training loops keep the weights, the usual first.
    private static readonly string[] s_usual = ["state_dict", "model_state_dict", "model", "net", "network"];

    /// <summary>Finds them.</summary>
    /// <param name="root">What was unpickled.</param>
    /// <param name="entry">The checkpoint's entry to take; null for the usual one.</param>
    /// <param name="source">The file, for messages.</param>
    public static TorchWeights Find(object root, string? entry, string source)
    {
        var tree = new PickleTree(source);
        tree.HoldsTensor(root);
        if (root is not PickleDict dict)
        {
            string found = root is TensorReference ? "a single tensor" : "no dictionary";
            throw new ModelFormatException($"'{source}' holds {found}, where a state_dict is due: torch.save(model.state_dict(), path).");
        }

        var others = ImmutableArray.CreateBuilder<string>();
        string? chosen = Choose(dict, entry, source);
        if (chosen is not null)
        {
            others.AddRange(dict.Items.Select(static i => NameOf(i.Key)).Where(n => n != chosen));
            dict = (PickleDict)dict.Items.First(i => i.Key is string key && key == chosen).Value;
        }

        var named = ImmutableArray.CreateBuilder<(string, TensorReference)>();
        foreach (var (key, value) in dict.Items)
        {
            string name = NameOf(key);
            if (value is TensorReference tensor && key is string)
                named.Add((name, tensor));
            else if (tree.HoldsTensor(value))
                throw Nested(source, name, key is string);
            else
                others.Add(name);
        }

        if (named.Count == 0)
            throw new ModelFormatException($"'{source}' holds no tensors, so there is nothing to convert: torch.save(model.state_dict(), path).");
        if (named.Count > Limits.Tensors)
            throw new ModelFormatException($"'{source}' holds {named.Count} tensors, more than the {Limits.Tensors} that this reader takes.");
        return new TorchWeights(Unwrap(named.ToImmutable()), others.ToImmutable());
    }

    /// <summary>The entry whose dictionary has the weights; null when the root itself has them.</summary>
    private static string? Choose(PickleDict root, string? entry, string source)
    {
        List<string> dictionaries = [.. root.Items.Where(static i => i.Key is string && IsStateDict(i.Value)).Select(static i => NameOf(i.Key))];
        string names = dictionaries.Count == 0 ? "none" : string.Join(", ", dictionaries.Take(20).Select(static n => $"'{Printable.From(n)}'"));
        if (entry is not null)
        {
            return dictionaries.Contains(entry)
                ? entry
                : throw new ModelFormatException($"'{source}' has no entry '{Printable.From(entry)}' with a dictionary of tensors; those that have one: {names}.");
        }

        if (Array.Find(s_usual, dictionaries.Contains) is { } usual)
            return usual;
        if (IsStateDict(root) || dictionaries.Count == 0)
            return null;
        return dictionaries.Count == 1
            ? dictionaries[0]
            : throw new ModelFormatException($"'{source}' is a checkpoint with several dictionaries of tensors: {names}. Name the one to take (-Entry).");
    }

    private static bool IsStateDict(object value) =>
        value is PickleDict dict && dict.Items.Any(static i => i is { Key: string, Value: TensorReference });

    private static string NameOf(object key) => Convert.ToString(key, CultureInfo.InvariantCulture)!;

    private static ModelFormatException Nested(string source, string name, bool isText) => isText
        ? new($"'{source}', entry '{Printable.From(name)}' is a container with tensors in it, where a state_dict has tensors alone. Save the weights alone, such as torch.save(torch.load(path)['{Printable.From(name)}'], new_path).")
        : new($"'{source}', entry {Printable.From(name)} has a number for a name, so this is no state_dict: torch.save(model.state_dict(), path).");

    private static ImmutableArray<(string Name, TensorReference Tensor)> Unwrap(ImmutableArray<(string Name, TensorReference Tensor)> tensors) =>
        tensors.All(static t => t.Name.StartsWith(WrapperPrefix, StringComparison.Ordinal) && t.Name.Length > WrapperPrefix.Length)
            ? [.. tensors.Select(static t => (t.Name[WrapperPrefix.Length..], t.Tensor))]
            : tensors;
}
