using System.Collections;
using System.Collections.Immutable;
using System.Text.Json;
using Opml.Dispute.Players;
using Opml.Mips.Image;
using Opml.Node.Configuration;

namespace Opml.Node.Models;

/// <summary>
/// The models that a node works for, as a list that follows its folders: what is new in one is loaded, what is gone is retired first, and
/// dropped later.
/// Safe to read from any thread.
/// </summary>
internal sealed class ModelCatalog(IReadOnlyList<ModelSource> named, IReadOnlyList<string> folders, TimeSpan grace, Action<string, Exception> failed) : IReadOnlyList<ModelFiles>
{
    private const long LargestManifest = 1 << 16;

    private readonly HashSet<string> _complained = [];
    private ImmutableArray<LoadedModel> _loaded = [];

    /// <summary>What is loaded now.</summary>
    public ImmutableArray<LoadedModel> Loaded => _loaded;

    /// <inheritdoc/>
    public int Count => _loaded.Length;

    /// <inheritdoc/>
    public ModelFiles this[int index] => _loaded[index].Files;

    /// <summary>Looks through files and folders.</summary>
    /// <param name="keepGone">Whether models whose files are gone are kept, retired: there are bonds at stake that may be theirs.</param>
    /// <param name="cancellationToken">Ends it between two models.</param>
    /// <returns>Whether the list is another now.</returns>
    /// <exception cref="NodeConfigurationException">A model that was named by its files does not load. What is wrong in a folder is told and passed over.</exception>
    public bool Refresh(bool keepGone, CancellationToken cancellationToken)
    {
        var next = ImmutableArray.CreateBuilder<LoadedModel>();
        foreach (ModelSource source in named) Add(source, isNamed: true);
        foreach (string folder in folders)
            foreach (string manifest in Manifests(folder))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Read(manifest) is { } source) Add(source, isNamed: false);
            }
        LoadedModel[] gone = [.. _loaded.Where(model => !next.Any(other => other.Files.GoldenRoot == model.Files.GoldenRoot))];
        next.AddRange(gone.Where(model => !model.IsRetired).Select(model => model with { RetiredSince = Environment.TickCount64 }));
        next.AddRange(gone.Where(model => model.IsRetired && (keepGone || !IsGraceOver(model))));
        bool changed = !next.SequenceEqual(_loaded);
        _loaded = next.ToImmutable();
        return changed;

        void Add(ModelSource source, bool isNamed)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Load(source, isNamed) is { } model && !next.Any(other => other.Stamp == model.Stamp)) next.Add(model);
        }
    }

    /// <inheritdoc/>
    public IEnumerator<ModelFiles> GetEnumerator() => _loaded.Select(model => model.Files).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>What was on its way when the files went has shown on the chain by then.</summary>
    private bool IsGraceOver(LoadedModel model) => Environment.TickCount64 - model.RetiredSince >= grace.TotalMilliseconds;

    private string[] Manifests(string folder)
    {
        try
        {
            return Directory.EnumerateFiles(folder, ModelSource.ManifestPattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Complain(folder, folder, exception);
            return [];
        }
    }

    private ModelSource? Read(string manifest)
    {
        string stamp = FileStamp(manifest);
        try
        {
            if (new FileInfo(manifest).Length > LargestManifest) throw new InvalidDataException($"The manifest has more than {LargestManifest} bytes.");
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(manifest));
            string folder = Path.GetDirectoryName(manifest)!;
            return new ModelSource(Field("program"), Field("model"));

            string Field(string name) => document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
                ? Path.GetFullPath(value.GetString()!, folder)
                : throw new InvalidDataException($"The manifest needs the path \"{name}\": {{ \"program\": \"net.elf\", \"model\": \"net.ggml\" }}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidDataException or ArgumentException or InvalidOperationException)
        {
            Complain(manifest, stamp, exception);
            return null;
        }
    }

    private LoadedModel? Load(ModelSource source, bool isNamed)
    {
        string stamp = $"{FileStamp(source.ProgramPath)} {FileStamp(source.ModelPath)}";
        if (_loaded.FirstOrDefault(model => model.Stamp == stamp) is { } known) return known with { RetiredSince = null };
        try
        {
            MipsImage image = MipsImage.Load(source.ProgramPath);
            return new LoadedModel(source, stamp, new ModelFiles(image.Bytes, File.ReadAllBytes(source.ModelPath)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException or MipsImageException)
        {
            string message = $"The model of '{source.ProgramPath}' and '{source.ModelPath}' does not load: {exception.Message}";
            if (isNamed && _loaded.IsEmpty) throw new NodeConfigurationException(message, exception);
            Complain(source.ProgramPath, stamp, exception);
            return null;
        }
    }

    /// <summary>Tells once of one state of a file.</summary>
    private void Complain(string path, string stamp, Exception exception)
    {
        if (_complained.Add(stamp)) failed(path, exception);
    }

    private static string FileStamp(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}" : $"{path}|absent";
    }
}
