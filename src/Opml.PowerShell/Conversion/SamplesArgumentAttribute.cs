using System.Collections;
using System.Management.Automation;
using Opml.Models.Data;

namespace Opml.PowerShell.Conversion;

/// <summary>Takes a set of samples, or an array of objects with the properties Value and Label.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SamplesArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is ILabelledSamples or null) return value!;
        var samples = new LabelledVectors();
        try
        {
            foreach (object item in value is ICollection items and not IDictionary ? items : new[] { inputData })
            {
                PSObject sample = PSObject.AsPSObject(item);
                object values = Read(sample, "Value"), label = Read(sample, "Label");
                samples.Add(SampleValuesArgumentAttribute.FromObject(values), LanguagePrimitives.ConvertTo<int>(label));
            }
        }
        catch (Exception exception) when (exception is PSInvalidCastException or ArgumentException)
        {
            throw new ArgumentTransformationMetadataException($"Samples have a Value, an array of numbers, and a Label, a number from 0: {exception.Message}", exception);
        }
        return samples;
    }

    private static object Read(PSObject sample, string name) =>
        (sample.BaseObject is IDictionary dictionary ? dictionary[name] : sample.Properties[name]?.Value)
        ?? throw new ArgumentTransformationMetadataException($"New-OpmlDigit or Import-OpmlIdx gives a set of samples; so do objects with the properties Value and Label. This one, a {sample.BaseObject?.GetType().Name}, has no {name}.");
}
