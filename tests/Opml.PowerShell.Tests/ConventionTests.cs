using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;

namespace Opml.PowerShell.Tests;

/// <summary>What every cmdlet keeps to, whatever it does.</summary>
public sealed class ConventionTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private static readonly string[] s_names = ExportsOfTheManifest();
    private static readonly string[] s_known = ["Account", "RequestId", "ModelId", "Game", "RpcUrl", "Devnet", "Node", "Tensor"];

    private static readonly string[] s_carried = ["Deployment", "RequestId", "ModelId", "Game", "Image", "Model", "InputPath", "InputObject"];

    private XDocument? _views;

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
        Type[] types = [.. OutputTypes(session.Cmdlet(name))];
        Assert.NotEmpty(types);
        Assert.All(types, static type => Assert.True(type.IsVisible));
        Assert.All(types, static type => Assert.NotEqual(typeof(string), type));
    }

    [Theory, MemberData(nameof(Names))]
    public void What_it_gives_has_a_table_and_a_list(string name)
    {
        foreach (Type type in OutputTypes(session.Cmdlet(name)).Where(static type => type != typeof(void)))
            foreach (string kind in new[] { "TableControl", "ListControl" })
                Assert.True(Views(type).Any(view => view.Element(kind) is not null), $"{name} gives {type.FullName}, which has no {kind}: add a view to module/Opml.Format.ps1xml.");
    }

    [Theory, MemberData(nameof(Names))]
    public void Views_show_properties_that_are_there(string name)
    {
        foreach (Type type in OutputTypes(session.Cmdlet(name)))
            foreach (string property in Views(type).Where(static view => view.Descendants("TypeName").Count() == 1).Descendants("PropertyName").Select(static element => element.Value))
                Assert.True(type.GetProperty(property) is not null || type.IsSubclassOf(typeof(Job)), $"module/Opml.Format.ps1xml shows {type.FullName}.{property}, which is not there.");
    }

    [Theory, MemberData(nameof(Names))]
    public void What_names_something_running_or_on_the_chain_completes(string name)
    {
        foreach (ParameterMetadata parameter in session.Cmdlet(name).Parameters.Values.Where(static parameter =>
            s_known.Contains(parameter.Name) || parameter.ParameterType.Name is "AccountKey" or "GameId" or "AnvilDevnet" || Nullable.GetUnderlyingType(parameter.ParameterType)?.Name is "GameId"))
        {
            Assert.True(parameter.Attributes.Any(static attribute => attribute is ArgumentCompleterAttribute), $"{name} -{parameter.Name} names what can be known: give it an ArgumentCompleter of src/Opml.PowerShell/Completers.");
        }
    }

    // These are properties of what other cmdlets give, under the same names.
    [Theory, MemberData(nameof(Names))]
    public void What_other_cmdlets_give_binds_by_its_name(string name)
    {
        foreach (CommandParameterInfo parameter in session.Cmdlet(name).ParameterSets.SelectMany(static set => set.Parameters).Where(static parameter => s_carried.Contains(parameter.Name)))
            if (parameter.IsMandatory && !parameter.ValueFromPipeline)
                Assert.True(parameter.ValueFromPipelineByPropertyName, $"{name} -{parameter.Name}: objects of the pipeline have a property of this name; add ValueFromPipelineByPropertyName.");
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

    private static IEnumerable<Type> OutputTypes(CmdletInfo cmdlet) =>
        cmdlet.ImplementingType.GetCustomAttributes<OutputTypeAttribute>().SelectMany(static output => output.Type).Select(static output => output.Type);

    private IEnumerable<XElement> Views(Type type) => (_views ??= XDocument.Load(Path.Join(session.Root, "module", "Opml.Format.ps1xml"))).Descendants("View")
        .Where(view => view.Element("ViewSelectedBy")!.Elements("TypeName").Any(name => name.Value == type.FullName));

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
