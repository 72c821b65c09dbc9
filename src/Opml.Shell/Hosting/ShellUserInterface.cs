using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Opml.Shell.Hosting;

/// <summary>Streams to the console, and the engine's questions to the user.</summary>
internal sealed class ShellUserInterface(ConsoleText console, ConsoleQuestions questions) : PSHostUserInterface
{
    public override PSHostRawUserInterface RawUI { get; } = new ShellRawUserInterface(console.OutputIsTerminal);

    public override bool SupportsVirtualTerminal => console.OutputColour;

    public override void Write(string value) => console.Write(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        console.Write(value, Changed(foregroundColor, RawUI.ForegroundColor), Changed(backgroundColor, RawUI.BackgroundColor));

    public override void WriteLine(string value) => console.Write(value + "\n");

    public override void WriteErrorLine(string value) => console.WriteError(value + "\n", value.Contains('\e') ? null : ConsoleColor.Red);

    public override void WriteWarningLine(string message) => console.Write("WARNING: " + message + "\n", ConsoleColor.Yellow, null);

    public override void WriteVerboseLine(string message) => console.Write("VERBOSE: " + message + "\n", ConsoleColor.Cyan, null);

    public override void WriteDebugLine(string message) => console.Write("DEBUG: " + message + "\n", ConsoleColor.DarkGray, null);

    public override void WriteProgress(long sourceId, ProgressRecord record) => console.UpdateProgress(sourceId, record);

    public override string ReadLine() => questions.ReadLine("Read-Host");

    public override SecureString ReadLineAsSecureString() => questions.ReadSecret("A secret");

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        questions.Require(descriptions.Count == 0 ? caption : string.Join(", ", descriptions.Select(d => d.Name)), "Give the missing parameters");
        questions.Tell(caption, message);
        var answers = new Dictionary<string, PSObject>(StringComparer.OrdinalIgnoreCase);
        foreach (FieldDescription field in descriptions)
        {
            string label = string.IsNullOrEmpty(field.Label) ? field.Name : field.Label.Replace("&", "", StringComparison.Ordinal);
            answers[field.Name] = PSObject.AsPSObject(questions.ReadField(label, field.ParameterAssemblyFullName, field.ParameterTypeFullName));
        }

        return answers;
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        questions.Require(string.IsNullOrWhiteSpace(message) ? caption : message, "Say -Confirm:$false, or -Force where the cmdlet has it");
        questions.Tell(caption, message);
        return questions.Choose(choices, defaultChoice);
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
    {
        questions.Require(string.IsNullOrWhiteSpace(message) ? "a credential" : message, "Give -Credential");
        questions.Tell(caption, message);
        string user = string.IsNullOrEmpty(userName) ? questions.ReadLine("User") : userName;
        SecureString password = questions.ReadSecret(string.Create(CultureInfo.CurrentCulture, $"Password for user {user}"));
        return new PSCredential(user, password);
    }

    /// <summary>A colour that only repeats the console's own is no colour: the terminal's theme stays.</summary>
    private static ConsoleColor? Changed(ConsoleColor asked, ConsoleColor own) => asked == own || (int)asked < 0 ? null : asked;
}
