using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;

namespace Opml.PowerShell.Tests;

/// <summary>What every cmdlet keeps to, whatever it does.</summary>
public sealed class ConventionTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private static readonly string[] s_names = ExportsOfTheManifest();

    public static TheoryData<string> Names => [.. s_names];

    [Fact]
    public void Each_export_of_the_manifest_is_a_cmdlet() =>
        Assert.Equal(s_names.Order(StringComparer.Ordinal), session.Cmdlets.Select(static cmdlet => cmdlet.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_public_cmdlet_class_is_exported() =>
        Assert.Equal(
            session.Cmdlets.Select(static cmdlet => cmdlet.ImplementingType.FullName).Order(StringComparer.Ordinal),
            session.Cmdlets[0].ImplementingType.Assembly.GetExportedTypes()
                .Where(static type => type.IsDefined(typeof(CmdletAttribute))).Select(static type => type.FullName).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Names))]
    public void Class_is_sealed_and_named_after_the_cmdlet(string name)
    {
        CmdletInfo cmdlet = session.Cmdlet(name);
        Assert.Equal($"{cmdlet.Verb}{cmdlet.Noun}Command", cmdlet.ImplementingType.Name);
        Assert.True(cmdlet.ImplementingType.IsSealed);
    }

    [Theory, MemberData(nameof(Names))]
    public void Verb_is_approved(string name) => Assert.Contains(session.Cmdlet(name).Verb, ApprovedVerbs());

    [Theory, MemberData(nameof(Names))]
    public void Noun_is_singular_and_the_projects_own(string name) =>
        Assert.Matches("^(Opml[A-Z][A-Za-z]*|Ggml|Mips[A-Z][A-Za-z]*|Ethereum[A-Z][A-Za-z]*)(?<!s)$", session.Cmdlet(name).Noun);

    [Theory, MemberData(nameof(Names))]
    public void Output_types_are_public_types(string name)
    {
        Type[] types = [.. session.Cmdlet(name).ImplementingType.GetCustomAttributes<OutputTypeAttribute>().SelectMany(static output => output.Type).Select(static output => output.Type)];
        Assert.NotEmpty(types);
        Assert.All(types, static type => Assert.True(type.IsVisible));
        Assert.All(types, static type => Assert.NotEqual(typeof(string), type));
    }

    [Theory, MemberData(nameof(Names))]
    public void What_it_gives_has_a_view(string name)
    {
        string[] viewed = [.. XDocument.Load(Path.Join(session.Root, "module", "Opml.Format.ps1xml")).Descendants("TypeName").Select(static type => type.Value)];
        foreach (Type type in session.Cmdlet(name).ImplementingType.GetCustomAttributes<OutputTypeAttribute>().SelectMany(static output => output.Type).Select(static output => output.Type))
            if (type != typeof(void)) Assert.Contains(type.FullName, viewed);
    }

    [Theory, MemberData(nameof(Names))]
    public void What_acts_can_be_asked_first(string name)
    {
        CmdletInfo cmdlet = session.Cmdlet(name);
        bool acts = cmdlet.Verb is "Start" or "Stop" || new[] { "Destination", "Force", "Account" }.Any(cmdlet.Parameters.ContainsKey);
        Assert.Equal(acts, cmdlet.ImplementingType.GetCustomAttribute<CmdletAttribute>()!.SupportsShouldProcess);
    }

    [Theory, MemberData(nameof(Names))]
    public void At_most_two_parameters_go_without_their_names(string name) =>
        Assert.All(session.Cmdlet(name).ParameterSets, static set =>
        {
            int[] positions = [.. set.Parameters.Select(static parameter => parameter.Position).Where(static position => position >= 0)];
            Assert.Equal(positions, positions.Distinct());
            Assert.InRange(positions.Length, 0, 2);
        });

    [Theory, MemberData(nameof(Names))]
    public void Objects_of_the_pipeline_go_to_one_parameter(string name) =>
        Assert.All(session.Cmdlet(name).ParameterSets, static set => Assert.InRange(set.Parameters.Count(static parameter => parameter.ValueFromPipeline), 0, 1));

    [Theory, MemberData(nameof(Names))]
    public void Sets_have_a_default_among_them(string name)
    {
        CmdletInfo cmdlet = session.Cmdlet(name);
        if (cmdlet.ParameterSets.Count > 1) Assert.Single(cmdlet.ParameterSets, static set => set.IsDefault);
    }

    [Theory, MemberData(nameof(Names))]
    public void Paths_with_wildcards_have_a_literal_twin(string name)
    {
        Dictionary<string, ParameterMetadata> parameters = session.Cmdlet(name).Parameters;
        foreach (ParameterMetadata parameter in parameters.Values.Where(static parameter =>
            parameter.Name.EndsWith("Path", StringComparison.Ordinal) && parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any()))
        {
            Assert.True(parameters.TryGetValue("Literal" + parameter.Name, out ParameterMetadata? literal), $"-{parameter.Name} has no -Literal{parameter.Name}");
            Assert.Contains("PSPath", literal.Aliases);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Secrets_are_never_text(string name) =>
        Assert.DoesNotContain(session.Cmdlet(name).Parameters.Values, static parameter =>
            parameter.ParameterType == typeof(string) && new[] { "Key", "Password", "Secret", "Mnemonic", "Account" }.Any(word => parameter.Name.Contains(word, StringComparison.OrdinalIgnoreCase)));

    [Theory, MemberData(nameof(Names))]
    public void Class_and_parameters_are_documented(string name)
    {
        string[] documented =
        [
            .. XDocument.Load(Path.Join(session.Root, "module", "bin", "Opml.PowerShell.xml")).Descendants("member")
                .Where(static member => member.Elements().Any()).Select(static member => (string)member.Attribute("name")!),
        ];
        Type type = session.Cmdlet(name).ImplementingType;
        Assert.Contains($"T:{type.FullName}", documented);
        foreach (PropertyInfo property in type.GetProperties().Where(static property => property.IsDefined(typeof(ParameterAttribute))))
            Assert.Contains($"P:{property.DeclaringType!.FullName}.{property.Name}", documented);
    }

    private static IEnumerable<string> ApprovedVerbs() =>
        typeof(VerbsCommon).Assembly.GetExportedTypes()
            .Where(static type => type.Namespace == typeof(VerbsCommon).Namespace && type.Name.StartsWith("Verbs", StringComparison.Ordinal))
            .SelectMany(static type => type.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(static verb => (string)verb.GetRawConstantValue()!);

    private static string[] ExportsOfTheManifest()
    {
        using var own = new ModuleSession();
        PSObject module = own.Run("Test-ModuleManifest $args[0]", Path.Join(own.Root, "Opml.psd1")).Single();
        return [.. ((PSModuleInfo)module.BaseObject).ExportedCmdlets.Keys];
    }
}
