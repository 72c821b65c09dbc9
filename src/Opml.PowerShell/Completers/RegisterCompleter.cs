using System.Collections;
using System.Globalization;
using Opml.Mips.Isa;

namespace Opml.PowerShell.Completers;

/// <summary>Completes a register's number, 1 to 31; its name in the calling convention will do to find it.</summary>
internal sealed class RegisterCompleter : SuggestionCompleter
{
    private const int Count = 32;

    /// <inheritdoc/>
    protected override IEnumerable<Suggestion> Suggest(IDictionary bound) =>
        from register in Enumerable.Range(1, Count - 1)
        let number = register.ToString(CultureInfo.InvariantCulture)
        select new Suggestion(number, RegisterNames.Of(register), $"register {number}, ${RegisterNames.Of(register)}");
}
