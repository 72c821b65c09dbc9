using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Opml.Shell.Hosting;

/// <summary>Asks on the console and reads the answers; without anybody to answer, fails and says how to go on without the question.</summary>
/// <param name="console">Where the questions are shown.</param>
/// <param name="input">Where the answers come from.</param>
/// <param name="nonInteractive">True when no question may be asked.</param>
/// <param name="terminal">True when the answers are typed: secrets are then read without an echo.</param>
internal sealed class ConsoleQuestions(ConsoleText console, TextReader input, bool nonInteractive, bool terminal)
{
    /// <exception cref="PSInvalidOperationException">Nobody can be asked.</exception>
    public void Require(string question, string instead)
    {
        if (nonInteractive) throw Unanswered(question, instead);
    }

    public void Tell(string caption, string message)
    {
        console.EndProgress();
        if (!string.IsNullOrWhiteSpace(caption)) console.Write(caption + "\n", ConsoleColor.White, null);
        if (!string.IsNullOrWhiteSpace(message)) console.Write(message + "\n");
    }

    /// <summary>One line of the input without its end.</summary>
    public string ReadLine(string question)
    {
        Require(question, "Run it without -NonInteractive");
        string? line = input.ReadLine();
        if (terminal) console.LineWasTyped();
        if (line is not null) return line;
        throw Unanswered(question, "Standard input is at its end: give the value as a parameter");
    }

    /// <summary>A field of the engine's form, converted to the type that the parameter has; lists end with an empty line.</summary>
    public object? ReadField(string label, string assemblyName, string typeName)
    {
        Type type = Type.GetType($"{typeName}, {assemblyName}") ?? typeof(string);
        if (type == typeof(SecureString)) return ReadSecret(label);
        if (!type.IsArray)
        {
            console.Write(label + ": ");
            return LanguagePrimitives.ConvertTo(ReadLine(label), type);
        }

        var items = new List<string>();
        while (true)
        {
            console.Write($"{label}[{items.Count}]: ");
            string item = ReadLine(label);
            if (item.Length == 0) return LanguagePrimitives.ConvertTo(items.ToArray(), type);
            items.Add(item);
        }
    }

    /// <summary>The index of the choice taken. An unknown answer shows what each choice does and asks again.</summary>
    public int Choose(Collection<ChoiceDescription> choices, int defaultChoice)
    {
        (string Key, string Label)[] keys = [.. choices.Select(c => SplitLabel(c.Label))];
        while (true)
        {
            string menu = string.Join("  ", keys.Select((k, i) => i == defaultChoice ? $"[{k.Key}] {k.Label} (default)" : $"[{k.Key}] {k.Label}"));
            console.Write(menu + "  [?] Help: ");
            string answer = ReadLine("choice").Trim();
            if (answer.Length == 0 && defaultChoice >= 0) return defaultChoice;
            int at = Array.FindIndex(keys, k => Same(answer, k.Key) || Same(answer, k.Label));
            if (at >= 0) return at;
            for (int i = 0; i < keys.Length; i++) console.Write($"{keys[i].Key} - {choices[i].HelpMessage}\n");
        }
    }

    public SecureString ReadSecret(string question)
    {
        Require(question, "Give the secret as a SecureString parameter");
        console.Write(question + ": ");
        var secret = new SecureString();
        if (!terminal)
        {
            foreach (char c in ReadLine(question)) secret.AppendChar(c);
        }
        else
        {
            for (ConsoleKeyInfo key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
            {
                if (key.Key == ConsoleKey.Backspace && secret.Length > 0) secret.RemoveAt(secret.Length - 1);
                else if (!char.IsControl(key.KeyChar)) secret.AppendChar(key.KeyChar);
            }

            console.Write("\n");
        }

        secret.MakeReadOnly();
        return secret;
    }

    /// <summary>"&amp;Yes" is taken by Y; a label without a mark by its whole text.</summary>
    private static (string Key, string Label) SplitLabel(string label)
    {
        int mark = label.IndexOf('&', StringComparison.Ordinal);
        string plain = label.Replace("&", "", StringComparison.Ordinal);
        return mark >= 0 && mark + 1 < label.Length ? (char.ToUpperInvariant(label[mark + 1]).ToString(), plain) : (plain, plain);
    }

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.CurrentCultureIgnoreCase);

    private static PSInvalidOperationException Unanswered(string question, string instead) =>
        new($"Nobody is there to answer: {question.ReplaceLineEndings(" ").Trim()}. {instead.TrimEnd('.')}.");
}
