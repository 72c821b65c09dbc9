namespace Opml.Help.Surface;

/// <summary>How help calls types.</summary>
internal static class TypeNames
{
    /// <summary>Stands for no type at all.</summary>
    public const string None = "None";

    /// <summary>The name with its namespace; an array goes by its element, since a pipeline carries those.</summary>
    public static string Full(Type type) => (type.IsArray ? type.GetElementType()! : type).FullName!;

    /// <summary>The name as syntax shows it.</summary>
    public static string Short(Type type) => type.Name;
}
