namespace Opml.Fuzz.Tests;

/// <summary>What the fuzzer found once stays mended, what it begins with is good, and it can find something.</summary>
public sealed class FuzzTests
{
    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    /// <summary>Inputs that broke a target once: target/name.</summary>
    public static TheoryData<string> Finds
    {
        get
        {
            string folder = Path.Combine(AppContext.BaseDirectory, "found");
            return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path))];
        }
    }

    [Theory]
    [MemberData(nameof(Finds))]
    public void A_find_is_refused_as_it_should_be(string find)
    {
        FuzzTarget target = FuzzTargets.All.Single(target => target.Name == Path.GetDirectoryName(find));

        Assert.Null(target.Feed(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "found", find))));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Seeds_are_read_and_what_is_made_of_them_breaks_nothing(string name)
    {
        FuzzTarget target = FuzzTargets.All.Single(target => target.Name == name);
        byte[][] seeds = [.. target.Seeds()];
        var mutator = new Mutator(new Random(5), target.Tokens);

        Assert.NotEmpty(seeds);
        Assert.Contains(seeds, seed => Record.Exception(() => target.Run(seed)) is null);
        for (int i = 0; i < 300; i++)
        {
            byte[] input = mutator.Mutate(seeds[i % seeds.Length], seeds[^1]);
            Assert.True(target.Feed(input) is null, $"{target.Feed(input)}\n{Convert.ToHexString(input)}");
        }
    }

    [Fact]
    public void An_error_of_another_kind_is_a_find()
    {
        var target = new FuzzTarget("planted", input => { if (input.Length == 3) throw new InvalidCastException("planted"); throw new FormatException(); }, [typeof(FormatException)], () => [], []);

        Assert.Null(target.Feed([1]));
        Assert.Contains("planted", target.Feed([1, 2, 3]), StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_beyond_all_measure_is_a_find()
    {
        var target = new FuzzTarget("planted", _ => GC.KeepAlive(new byte[FuzzTarget.Usual + (1 << 20)]), [], () => [], []);

        Assert.Contains("MiB", target.Feed([1]), StringComparison.Ordinal);
    }
}
