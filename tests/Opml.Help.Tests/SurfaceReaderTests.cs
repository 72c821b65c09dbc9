using System.Management.Automation;
using Opml.Help.Surface;

namespace Opml.Help.Tests;

/// <summary>What is read off a cmdlet's class.</summary>
public sealed class SurfaceReaderTests
{
    private static readonly CmdletSurface s_sample = SurfaceReader.Read(typeof(SurfaceReaderTests).Assembly).Single();

    [Fact]
    public void Name_and_outputs()
    {
        Assert.Equal("Show-Sample", s_sample.Name);
        Assert.Equal([typeof(string), typeof(int)], s_sample.Outputs);
        Assert.Equal([typeof(string)], s_sample.Inputs);
    }

    [Fact]
    public void The_default_set_comes_first() => Assert.Equal(["B", "A"], s_sample.Sets);

    [Theory]
    [InlineData("A", "First Named Count Depth Confirm WhatIf")]
    [InlineData("B", "First Other Count Depth Confirm WhatIf")]
    public void Parameters_of_a_set_by_position_then_what_must_be(string set, string names) =>
        Assert.Equal(names, string.Join(' ', s_sample.ParametersOf(set).Select(static parameter => parameter.Name)));

    [Theory]
    [InlineData("Count", "3")]
    [InlineData("Depth", null)]
    [InlineData("First", null)]
    [InlineData("Other", "x, y")]
    [InlineData("WhatIf", "False")]
    public void Defaults(string name, string? value) => Assert.Equal(value, s_sample.Parameters.Single(parameter => parameter.Name == name).Default);

    [Fact]
    public void What_may_be_null_counts_as_what_it_is_otherwise() =>
        Assert.Equal(typeof(int), s_sample.Parameters.Single(static parameter => parameter.Name == "Depth").Type);

    /// <summary>A cmdlet with some of everything.</summary>
    [Cmdlet(VerbsCommon.Show, "Sample", DefaultParameterSetName = "B", SupportsShouldProcess = true)]
    [OutputType(typeof(string), typeof(int))]
    public sealed class ShowSampleCommand : PSCmdlet, IDynamicParameters
    {
        [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
        public string First { get; set; } = "";

        [Parameter(Mandatory = true, ParameterSetName = "A")]
        public string Named { get; set; } = "";

        [Parameter(Position = 1, ParameterSetName = "B")]
        public string[] Other { get; set; } = ["x", "y"];

        [Parameter]
        public int Count { get; set; } = 3;

        public string NoParameter { get; set; } = "";

        public object GetDynamicParameters() => new More();
    }

    /// <summary>A parameter that is there on demand.</summary>
    public sealed class More
    {
        [Parameter]
        public int? Depth { get; set; }
    }
}
