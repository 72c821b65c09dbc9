using System.Management.Automation;
using Opml.Dispute.Players;

namespace Opml.PowerShell.Conversion;

/// <summary>
/// Lets a parameter take a path (text, or what Get-Item gives) where it wants what is in the file. Objects of the
/// wanted type go through as they are.
/// </summary>
/// <typeparam name="T">What the parameter wants.</typeparam>
public abstract class FileArgumentAttribute<T> : ArgumentTransformationAttribute
    where T : class
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        ArgumentNullException.ThrowIfNull(engineIntrinsics);
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is T) return value;
        if (value is PSCustomObject && ((PSObject)inputData).Properties[PropertyName] is { Value: { } held }) return Transform(engineIntrinsics, held);
        if (Read(() => FromObject(value)) is { } converted) return converted;
        string? path = value switch
        {
            string text => new ProviderPaths(engineIntrinsics.SessionState.Path).ExistingFile(text),
            FileInfo file => ProviderPaths.RequireFile(file.FullName),
            _ => null,
        };
        if (path is null)
            throw new ArgumentTransformationMetadataException($"{Expectation} was wanted, not {value?.GetType().FullName ?? "null"}.");
        try
        {
            return Read(() => FromFile(path))!;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException || Failures.IsFormatError(exception))
        {
            throw new ArgumentTransformationMetadataException($"'{path}': {exception.Message}", exception);
        }
    }

    private static T? Read(Func<T?> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (LackOfMemory.IsIn(exception))
        {
            throw new ArgumentTransformationMetadataException(Failures.MemoryAdvice, exception);
        }
    }

    /// <summary>The property of a custom object that stands for the value, since a parameter that takes the object itself leaves none by name.</summary>
    protected abstract string PropertyName { get; }

    /// <summary>What the parameter takes, as the subject of a sentence.</summary>
    protected abstract string Expectation { get; }

    /// <summary>Reads the file.</summary>
    protected abstract T FromFile(string path);

    /// <summary>Converts another object that stands for one; null where it does not.</summary>
    protected virtual T? FromObject(object value) => null;
}
