using System.Globalization;

namespace Opml.Ethereum.Abi;

/// <summary>Reads types and parameter lists from text, and the pieces that JSON ABIs are put together from.</summary>
internal sealed class AbiTypeParser
{
    private const int MaxDepth = 32;
    private const int MaxLength = 64 * 1024;

    private readonly string _text;
    private int _position;

    private AbiTypeParser(string text)
    {
        if (text.Length > MaxLength)
            throw new AbiException($"An ABI type of {text.Length} characters is refused: {MaxLength} are allowed.");
        _text = text;
    }

    public static AbiType ParseType(string text)
    {
        var parser = new AbiTypeParser(text);
        var type = parser.ReadType(0);
        parser.ExpectEnd();
        return type;
    }

    public static IReadOnlyList<AbiParameter> ParseList(string text)
    {
        var parser = new AbiTypeParser(text);
        var parameters = parser.ReadParameters(0, end: '\0');
        parser.ExpectEnd();
        return parameters;
    }

    /// <summary>Reads a name and a parenthesised list; what follows is returned untouched.</summary>
    public static (string Name, IReadOnlyList<AbiParameter> Parameters, string Remainder) ParseSignature(string text)
    {
        var parser = new AbiTypeParser(text);
        var name = parser.ReadWord();
        if (name.Length == 0 || !parser.Take('('))
            throw parser.Error("a name and a parenthesis");

        var parameters = parser.ReadParameters(0, end: ')');
        parser.Expect(')');
        return (name, parameters, text[parser._position..].Trim());
    }

    /// <summary>A type from its JSON form: the name in "type" and, for a tuple, its "components".</summary>
    public static AbiType FromJson(string name, IReadOnlyList<AbiParameter> components)
    {
        if (!name.StartsWith("tuple", StringComparison.Ordinal))
            return ParseType(name);

        var parser = new AbiTypeParser(name);
        parser._position = "tuple".Length;
        var type = parser.ReadSuffixes(Tuple(components), 0);
        parser.ExpectEnd();
        return type;
    }

    private static AbiType Tuple(IReadOnlyList<AbiParameter> components) => components.Count == 0
        ? throw new AbiException("An ABI tuple has no components.")
        : new AbiType(AbiKind.Tuple, AbiParameter.Join(components), components: components);

    private AbiType ReadType(int depth)
    {
        if (depth > MaxDepth)
            throw new AbiException($"ABI types are nested more than {MaxDepth} deep.");

        SkipSpaces();
        if (!Take('('))
            return ReadSuffixes(Elementary(ReadWord()), depth);

        var components = ReadParameters(depth + 1, end: ')');
        Expect(')');
        return ReadSuffixes(Tuple(components), depth);
    }

    private AbiType ReadSuffixes(AbiType type, int depth)
    {
        while (Take('['))
        {
            if (++depth > MaxDepth)
                throw new AbiException($"ABI types are nested more than {MaxDepth} deep.");

            var digits = ReadWord();
            Expect(']');
            if (digits.Length == 0)
                type = new AbiType(AbiKind.Array, type.Name + "[]", element: type);
            else if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length > 0)
                type = new AbiType(AbiKind.FixedArray, $"{type.Name}[{length}]", length, type);
            else
                throw new AbiException($"'{digits}' is no length of an array: it must be a number of at least 1.");
        }

        return type;
    }

    private List<AbiParameter> ReadParameters(int depth, char end)
    {
        var parameters = new List<AbiParameter>();
        SkipSpaces();
        if (_position == _text.Length || _text[_position] == end)
            return parameters;

        do
        {
            var type = ReadType(depth);
            var name = ReadWord();
            var indexed = name == "indexed";
            while (name is "indexed" or "memory" or "calldata" or "payable")
                name = ReadWord();
            parameters.Add(new AbiParameter(name, type, indexed));
        }
        while (Take(','));
        return parameters;
    }

    private static AbiType Elementary(string word) => word switch
    {
        "address" => new AbiType(AbiKind.Address, word),
        "bool" => new AbiType(AbiKind.Boolean, word),
        "bytes" => new AbiType(AbiKind.Bytes, word),
        "string" => new AbiType(AbiKind.String, word),
        "function" => new AbiType(AbiKind.FixedBytes, word, 24),
        "uint" or "int" => Elementary(word + "256"),
        _ when Sized(word, "uint", 256, 8) is { } bits => new AbiType(AbiKind.UnsignedInteger, word, bits),
        _ when Sized(word, "int", 256, 8) is { } bits => new AbiType(AbiKind.SignedInteger, word, bits),
        _ when Sized(word, "bytes", 32, 1) is { } size => new AbiType(AbiKind.FixedBytes, word, size),
        _ => throw new AbiException($"'{word}' is no ABI type that is known here."),
    };

    private static int? Sized(string word, string prefix, int max, int unit) =>
        word.StartsWith(prefix, StringComparison.Ordinal)
        && word.Length > prefix.Length && word[prefix.Length] != '0'
        && int.TryParse(word.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
        && size <= max && size % unit == 0
            ? size
            : null;

    private string ReadWord()
    {
        SkipSpaces();
        var start = _position;
        while (_position < _text.Length && (char.IsAsciiLetterOrDigit(_text[_position]) || _text[_position] is '_' or '$'))
            _position++;
        return _text[start.._position];
    }

    private bool Take(char expected)
    {
        SkipSpaces();
        if (_position == _text.Length || _text[_position] != expected)
            return false;
        _position++;
        return true;
    }

    private void Expect(char expected)
    {
        if (!Take(expected))
            throw Error($"'{expected}'");
    }

    private void ExpectEnd()
    {
        SkipSpaces();
        if (_position != _text.Length)
            throw Error("the end");
    }

    private void SkipSpaces()
    {
        while (_position < _text.Length && _text[_position] == ' ')
            _position++;
    }

    private AbiException Error(string expected) =>
        new($"In the ABI declaration '{_text}', {expected} is expected at character {_position}.");
}
