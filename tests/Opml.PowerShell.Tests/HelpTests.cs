using System.Collections;
using System.Management.Automation;

namespace Opml.PowerShell.Tests;

/// <summary>The help as Get-Help gives it, held to the cmdlets as the engine knows them.</summary>
public sealed class HelpTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    [Fact]
    public void Every_cmdlet_has_a_synopsis_and_two_examples() => Assert.All(session.Cmdlets, cmdlet =>
    {
        PSObject help = Help(cmdlet);
        Assert.EndsWith(".", Text(help, "Synopsis"), StringComparison.Ordinal);
        PSObject[] examples = Items(help, "examples", "example");
        Assert.InRange(examples.Length, 2, int.MaxValue);
        Assert.All(examples, static example => Assert.NotEmpty(Text(example, "code")));
        Assert.All(examples, static example => Assert.NotEmpty(Text(example, "remarks")));
    });

    [Fact]
    public void Every_parameter_is_described_as_it_is() => Assert.All(session.Cmdlets, cmdlet =>
    {
        Dictionary<string, PSObject> described = Items(Help(cmdlet), "parameters", "parameter").ToDictionary(static parameter => Text(parameter, "name"));
        Assert.Equal(Parameters(cmdlet).Select(static parameter => parameter.Name).Order(StringComparer.Ordinal), described.Keys.Order(StringComparer.Ordinal));
        foreach (ParameterMetadata parameter in Parameters(cmdlet))
        {
            PSObject text = described[parameter.Name];
            Assert.NotEmpty(Text(text, "description"));
            Assert.Equal(parameter.Attributes.OfType<ParameterAttribute>().All(static place => place.Mandatory), bool.Parse(Text(text, "required")));
            Assert.Equal(parameter.Attributes.OfType<ParameterAttribute>().Any(static place => place.ValueFromPipeline), Text(text, "pipelineInput").Contains("ByValue", StringComparison.Ordinal));
            Assert.Equal(parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any(), bool.Parse(Text(text, "globbing")));
            Assert.Equal(parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases), Text(text, "aliases"));
        }
    });

    [Fact]
    public void Every_parameter_set_has_its_syntax() => Assert.All(session.Cmdlets, cmdlet =>
        Assert.Equal(
            cmdlet.ParameterSets.Select(static set => string.Join(" ", set.Parameters.Select(static parameter => parameter.Name).Except(Common()).Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal),
            Items(Help(cmdlet), "syntax", "syntaxItem")
                .Select(static item => string.Join(" ", Many(item, "parameter").Select(static parameter => Text(parameter, "name")).Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal)));

    [Theory]
    [InlineData("about_Opml", "OPTIMISTIC MACHINE LEARNING")]
    [InlineData("about_OpmlDispute", "THE RULES OF THE GAME")]
    public void There_are_topics(string name, string says) =>
        Assert.Contains(says, session.Run("Get-Help $args[0]", name).Single().ToString(), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void The_topic_names_every_cmdlet()
    {
        string topic = session.Run("Get-Help about_Opml").Single().ToString();
        Assert.All(session.Cmdlets, cmdlet => Assert.Contains(cmdlet.Name, topic, StringComparison.Ordinal));
    }

    private PSObject Help(CmdletInfo cmdlet) => session.Run("Get-Help $args[0] -Full", cmdlet.Name).Single();

    private static IEnumerable<ParameterMetadata> Parameters(CmdletInfo cmdlet) =>
        cmdlet.Parameters.Values.Where(static parameter => !Common().Contains(parameter.Name));

    private static HashSet<string> Common() => Cmdlet.CommonParameters;

    private static PSObject[] Items(PSObject help, string list, string item) => Many(PSObject.AsPSObject(help.Properties[list].Value), item);

    private static PSObject[] Many(PSObject holder, string name) => holder.Properties[name]?.Value switch
    {
        null => [],
        PSObject { BaseObject: IEnumerable several and not string } => [.. several.Cast<object>().Select(PSObject.AsPSObject)],
        IEnumerable several and not string => [.. several.Cast<object>().Select(PSObject.AsPSObject)],
        object one => [PSObject.AsPSObject(one)],
    };

    private static string Text(PSObject holder, string name) =>
        string.Join(" ", Many(holder, name).Select(static part => part.Properties["Text"]?.Value?.ToString() ?? part.ToString())).Trim();
}
