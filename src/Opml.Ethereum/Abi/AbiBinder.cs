using System.Globalization;
using System.Numerics;
using System.Reflection;

namespace Opml.Ethereum.Abi;

/// <summary>Turns decoded values into the types that callers ask for, refusing whatever would lose anything.</summary>
internal static class AbiBinder
{
    public static object Convert(object value, Type target, string name)
    {
        var type = Nullable.GetUnderlyingType(target) ?? target;
        return type.IsInstanceOfType(value) ? value : value switch
        {
            BigInteger number => Integer(number, type, name),
            Hash32 hash when type == typeof(byte[]) => hash.ToArray(),
            Hash32 hash when type == typeof(ReadOnlyMemory<byte>) => (ReadOnlyMemory<byte>)hash.ToArray(),
            byte[] bytes when type == typeof(ReadOnlyMemory<byte>) => (ReadOnlyMemory<byte>)bytes,
            byte[] { Length: Hash32.Size } bytes when type == typeof(Hash32) => new Hash32(bytes),
            object[] items => Array(items, type, name),
            AbiValues values => Record(values, type, name),
            _ => throw Unfit(value, type, name),
        };
    }

    private static object Integer(BigInteger value, Type type, string name)
    {
        try
        {
            if (type == typeof(UInt128))
                return (UInt128)value;
            if (type == typeof(Int128))
                return (Int128)value;

            return Type.GetTypeCode(type) switch
            {
                TypeCode.Byte => EnumOr(type, (byte)value),
                TypeCode.SByte => EnumOr(type, (sbyte)value),
                TypeCode.UInt16 => EnumOr(type, (ushort)value),
                TypeCode.Int16 => EnumOr(type, (short)value),
                TypeCode.UInt32 => EnumOr(type, (uint)value),
                TypeCode.Int32 => EnumOr(type, (int)value),
                TypeCode.UInt64 => EnumOr(type, (ulong)value),
                TypeCode.Int64 => EnumOr(type, (long)value),
                _ => throw Unfit(value, type, name),
            };
        }
        catch (OverflowException)
        {
            throw new AbiException($"The ABI value {value} of '{name}' does not fit into {type.Name}.");
        }
    }

    private static object EnumOr(Type type, object number) => type.IsEnum ? Enum.ToObject(type, number) : number;

    private static Array Array(object[] items, Type type, string name)
    {
        var element = type.IsArray ? type.GetElementType()! : type.IsGenericType ? type.GetGenericArguments()[0] : null;
        if (element is null || !type.IsAssignableFrom(element.MakeArrayType()))
            throw Unfit(items, type, name);

        var result = System.Array.CreateInstance(element, items.Length);
        for (var i = 0; i < items.Length; i++)
            result.SetValue(Convert(items[i], element, string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]")), i);
        return result;
    }

    private static object Record(AbiValues values, Type type, string name)
    {
        var constructor = type.GetConstructors()
            .Where(c => !(c.GetParameters() is [var only] && only.ParameterType == type))
            .MaxBy(c => c.GetParameters().Length)
            ?? throw Unfit(values, type, name);
        var parameters = constructor.GetParameters();
        var byPlace = values.Parameters.All(p => p.Name.Length == 0);
        if (parameters.Length == 0 || (byPlace && parameters.Length != values.Count))
            throw Unfit(values, type, name);

        var arguments = new object?[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            var parameterName = parameters[i].Name ?? "";
            var value = byPlace ? values[i] : values[parameterName];
            arguments[i] = Convert(value, parameters[i].ParameterType, parameterName);
        }

        try
        {
            return constructor.Invoke(arguments);
        }
        catch (TargetInvocationException error) when (error.InnerException is not null)
        {
            throw new AbiException($"{type.Name} refuses the ABI values of '{name}': {error.InnerException.Message}", error.InnerException);
        }
    }

    private static AbiException Unfit(object value, Type type, string name) =>
        new($"The ABI value of '{name}', a {value.GetType().Name}, cannot be read as {type.Name}.");
}
